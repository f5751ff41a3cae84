using Linli.Platform.Identity;

namespace Linli.Platform.Tests.Identity;

public class PhoneNumbersTests
{
    [Theory]
    [InlineData("13812345678")]
    [InlineData("+8613812345678")]
    [InlineData("+86 138-1234-5678")]
    [InlineData("008613812345678")]
    [InlineData("8613812345678")]
    [InlineData(" １３８ １２３４ ５６７８ ")]
    public void Mobile_AsPeopleTypeIt_IsElevenDigits_R49(string text)
    {
        MobileNumber.TryParse(text, out var number, out var problem).ShouldBeTrue(problem.ToString());
        number!.Value.ShouldBe("13812345678");
        number.E164.ShouldBe("+8613812345678");
        number.ToString().ShouldBe("138****5678");
    }

    [Theory]
    [InlineData(null, PhoneProblem.Empty)]
    [InlineData(" ", PhoneProblem.Empty)]
    [InlineData("12345", PhoneProblem.Reserved)]
    [InlineData("110", PhoneProblem.Reserved)]
    [InlineData("119", PhoneProblem.Reserved)]
    [InlineData("120", PhoneProblem.Reserved)]
    [InlineData("12812345678", PhoneProblem.Shape)]
    [InlineData("1381234567", PhoneProblem.Shape)]
    [InlineData("138123456789", PhoneProblem.Shape)]
    [InlineData("+113812345678", PhoneProblem.Shape)]
    [InlineData("1381234567a", PhoneProblem.Shape)]
    [InlineData("138+12345678", PhoneProblem.Shape)]
    [InlineData("0571-87654321", PhoneProblem.Shape)]
    public void Mobile_OfWhatIsNone_SaysWhy_R49(string? text, PhoneProblem expected)
    {
        MobileNumber.TryParse(text, out var number, out var problem).ShouldBeFalse();
        number.ShouldBeNull();
        problem.ShouldBe(expected);
        PhoneNumbers.Describe(problem).En.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("0571-87654321", "0571-87654321")]
    [InlineData("057187654321", "0571-87654321")]
    [InlineData("(0571) 8765432", "0571-8765432")]
    [InlineData("010-12345678", "010-12345678")]
    [InlineData("02112345678", "021-12345678")]
    [InlineData("+86 571 8765 4321", "0571-87654321")]
    [InlineData("+86 (0)571 8765 4321", "0571-87654321")]
    [InlineData("057-187654321", "0571-87654321")]
    public void Landline_AsPeopleTypeIt_IsAreaCodeAndNumber_R49(string text, string expected)
    {
        Landline.TryParse(text, out var number, out var problem).ShouldBeTrue(problem.ToString());
        number!.Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("87654321")]
    [InlineData("0571-876543")]
    [InlineData("0571-876543210")]
    [InlineData("013812345678")] // a mobile number with a zero before it
    [InlineData("13812345678")]
    [InlineData("0000-1234567")]
    [InlineData("0571-87654321转8")]
    public void Landline_OfWhatIsNone_IsRefused_R49(string text)
    {
        Landline.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(PhoneProblem.Shape);
    }

    [Fact]
    public void Landline_OfAReservedNumber_SaysSo()
    {
        Landline.TryParse("12345", out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(PhoneProblem.Reserved);
    }

    [Fact]
    public void Landline_Shown_IsMasked()
    {
        Landline.TryParse("057187654321", out var number, out _).ShouldBeTrue();
        number!.ToString().ShouldBe("0571-****4321");
    }
}
