using Linli.People.Register.Rules;

namespace Linli.People.Tests.Register;

public class ShareTests
{
    [Theory]
    [InlineData("1/2", 1, 2)]
    [InlineData(" 50% ", 1, 2)]
    [InlineData("33.3%", 333, 1000)]
    [InlineData("１００％", 1, 1)]
    [InlineData("1", 1, 1)]
    [InlineData("全部", 1, 1)]
    public void Parse_AsPeopleWriteIt_IsAFraction(string text, int numerator, int denominator) =>
        Share.Parse(text).ShouldBe(new Share(numerator, denominator));

    [Theory]
    [InlineData("0")]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("101%")]
    [InlineData("-1/2")]
    [InlineData("1/0")]
    [InlineData("half")]
    [InlineData("1/2/3")]
    [InlineData("1/99999999")]
    [InlineData("")]
    [InlineData(null)]
    public void Parse_OfWhatIsNoShare_IsNothing(string? text) => Share.Parse(text).ShouldBeNull();

    [Fact]
    public void Check_ThreeThirds_FitExactly()
    {
        Share.Check(new(1, 3), [new(1, 3), new(1, 3)]).ShouldBeNull();
        Share.Check(new(1, 3), [new(1, 3), new(333_334, 1_000_000)])!.Code.ShouldBe("register.share_exceeds");
    }

    [Fact]
    public void Check_TwoOwnersAboveTheWhole_AreRefusedAndToldWhatIsHeld()
    {
        var problem = Share.Check(new(1, 2), [new(60, 100)])!;
        problem.Code.ShouldBe("register.share_exceeds");
        problem.Field.ShouldBe("share");
        problem.Message.En.ShouldContain("3/5");
    }

    [Fact]
    public void Check_WhereTheRegisterDoesNotSay_TakesNoPart() => Share.Check(null, [Share.Whole]).ShouldBeNull();
}
