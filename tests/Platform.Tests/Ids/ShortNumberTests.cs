using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Ids;

namespace Linli.Platform.Tests.Ids;

public class ShortNumberTests
{
    private static readonly DateOnly november = new(2026, 11, 3);

    [Theory]
    [InlineData(1, "HF-2611-0001")]
    [InlineData(42, "HF-2611-0042")]
    [InlineData(9999, "HF-2611-9999")]
    [InlineData(10000, "HF-2611-10000")]
    [InlineData(int.MaxValue, "HF-2611-2147483647")]
    public void ToString_OfAnySequence_HasAtLeastFourDigits(int sequence, string expected) =>
        ShortNumber.For("HF", november, sequence).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("HF-2611-0042")]
    [InlineData(" hf-2611-0042 ")]
    [InlineData("ＨＦ－２６１１－００４２")]
    public void TryParse_AsPeopleTypeIt_IsForgiving(string text)
    {
        ShortNumber.TryParse(text, out var number).ShouldBeTrue();
        number.ShouldBe(ShortNumber.For("HF", november, 42));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("HF26110042")]
    [InlineData("HF-2613-0042")]
    [InlineData("HF-2600-0042")]
    [InlineData("HF-2611-0000")]
    [InlineData("HF-2611-42")]
    [InlineData("HF-2611-00042")]
    [InlineData("HF-2611-99999999999")]
    [InlineData("H1-2611-0042")]
    [InlineData("-2611-0042")]
    [InlineData("HF-2611-+042")]
    [InlineData("HF-2611-0042-1")]
    public void TryParse_WhatIsNoNumber_IsRefused(string? text) => ShortNumber.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("", 2026, 1)]
    [InlineData("和枫", 2026, 1)]
    [InlineData("TOOLONGXX", 2026, 1)]
    [InlineData("HF", 1999, 1)]
    [InlineData("HF", 2100, 1)]
    [InlineData("HF", 2026, 0)]
    public void For_WithAPartOutOfRange_Throws(string prefix, int year, int sequence) =>
        Should.Throw<ArgumentException>(() => ShortNumber.For(prefix, new DateOnly(year, 1, 1), sequence));

    [Fact]
    public void TryParse_WhatToStringWrote_IsTheSameNumber() =>
        Prop.ForAll(
            Gen.Choose(0, 1199).ToArbitrary(),
            Gen.Choose(1, int.MaxValue).ToArbitrary(),
            (month, sequence) =>
            {
                var number = ShortNumber.For("HF", new DateOnly(2000, 1, 1).AddMonths(month), sequence);
                return ShortNumber.TryParse(number.ToString(), out var back) && back == number;
            }).QuickCheckThrowOnFailure();
}
