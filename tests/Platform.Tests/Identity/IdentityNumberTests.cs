using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Identity;
using Linli.Platform.Time;

namespace Linli.Platform.Tests.Identity;

public class IdentityNumberTests
{
    [Theory]
    [InlineData("330108194603150026", "1946-03-15", Sex.Female)]
    [InlineData("330108201609100014", "2016-09-10", Sex.Male)]
    [InlineData("11010519491231002X", "1949-12-31", Sex.Female)]
    [InlineData(" 110105 1949-1231 002x ", "1949-12-31", Sex.Female)]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ", "1949-12-31", Sex.Female)]
    public void TryParse_OfAResidentCard_ReadsBirthDateAndSex_R48(string text, string birth, Sex sex)
    {
        var number = Parse(text);
        number.Document.ShouldBe(IdentityDocument.ResidentCard);
        number.BirthDate.ShouldBe(DateOnly.ParseExact(birth, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        number.Sex.ShouldBe(sex);
    }

    [Fact]
    public void TryParse_OfTheVectorBornInMarch1946_Is80OnTheBirthday_R48() =>
        LocalTime.AgeOn(Parse("330108194603150026").BirthDate!.Value, new DateOnly(2026, 3, 15)).ShouldBe(80);

    [Theory]
    [InlineData("81000019900101001")]
    [InlineData("82000019900101001")]
    [InlineData("83000019900101001")]
    public void TryParse_OfAPermitForHongKongMacaoTaiwan_TellsItsKind_R48(string seventeen)
    {
        var number = Parse(seventeen + CheckOf(seventeen));
        number.Document.ShouldBe(IdentityDocument.HongKongMacaoTaiwanPermit);
        number.BirthDate.ShouldBe(new DateOnly(1990, 1, 1));
    }

    [Fact]
    public void TryParse_OfAForeignPermanentResident_TellsItsKindInBothForms()
    {
        var recent = Parse("93384019851020003" + CheckOf("93384019851020003"));
        recent.Document.ShouldBe(IdentityDocument.ForeignPermanentResident);
        recent.BirthDate.ShouldBe(new DateOnly(1985, 10, 20));
        var old = Parse("usa330085102003");
        old.Document.ShouldBe(IdentityDocument.ForeignPermanentResident);
        old.BirthDate.ShouldBeNull();
        old.Sex.ShouldBeNull();
    }

    [Theory]
    [InlineData("E12345678")]
    [InlineData("ea1234567")]
    [InlineData("123456789")]
    public void TryParse_OfAPassport_KnowsNothingButTheNumber(string text)
    {
        var number = Parse(text);
        number.Document.ShouldBe(IdentityDocument.Passport);
        number.Value.ShouldBe(text.ToUpperInvariant());
        number.BirthDate.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, IdentityNumberProblem.Empty)]
    [InlineData("  ", IdentityNumberProblem.Empty)]
    [InlineData("330108194603150027", IdentityNumberProblem.Checksum)]
    [InlineData("330108196403150026", IdentityNumberProblem.Checksum)] // two digits swapped
    [InlineData("330108194613150026", IdentityNumberProblem.BirthDate)]
    [InlineData("330108202302290026", IdentityNumberProblem.BirthDate)]
    [InlineData("330108184903150026", IdentityNumberProblem.BirthDate)]
    [InlineData("990108194603150026", IdentityNumberProblem.Checksum)]
    [InlineData("100108194603150026", IdentityNumberProblem.Region)]
    [InlineData("840108194603150026", IdentityNumberProblem.Region)]
    [InlineData("330108460315002", IdentityNumberProblem.FifteenDigits)]
    [InlineData("33010819460315002", IdentityNumberProblem.Shape)]
    [InlineData("3301081946031500X6", IdentityNumberProblem.Shape)]
    [InlineData("13812345678", IdentityNumberProblem.Shape)]
    [InlineData("PASSPORT", IdentityNumberProblem.Shape)]
    [InlineData("护照号码1", IdentityNumberProblem.Shape)]
    public void TryParse_OfWhatIsNoNumber_SaysWhy(string? text, IdentityNumberProblem expected)
    {
        IdentityNumber.TryParse(text, out var number, out var problem).ShouldBeFalse();
        number.ShouldBeNull();
        problem.ShouldBe(expected);
        IdentityNumber.Describe(problem).Zh.ShouldNotBeEmpty();
    }

    [Fact]
    public void TryParse_OfABirthAfterToday_IsRefused()
    {
        const string born = "330108201609100014";
        IdentityNumber.TryParse(born, out _, out var problem, today: new DateOnly(2016, 9, 9)).ShouldBeFalse();
        problem.ShouldBe(IdentityNumberProblem.BirthDate);
        IdentityNumber.TryParse(born, out _, out _, today: new DateOnly(2016, 9, 10)).ShouldBeTrue();
    }

    [Fact]
    public void ToString_IsMasked_SoThatALogShowsNothing() =>
        $"{Parse("330108194603150026")}".ShouldBe("3301**********0026");

    [Fact]
    public void TryParse_WithAnyOneDigitChanged_IsRefused() =>
        Prop.ForAll(
            Gen.Choose(0, 40_000).ToArbitrary(), Gen.Choose(0, 999).ToArbitrary(), Gen.Choose(0, 16 * 9 + 8).ToArbitrary(),
            (day, order, change) =>
            {
                var seventeen = string.Create(
                    CultureInfo.InvariantCulture, $"330108{new DateOnly(1900, 1, 1).AddDays(day):yyyyMMdd}{order:000}");
                var whole = seventeen + CheckOf(seventeen);
                var (position, by) = (change / 9, (change % 9) + 1);
                var digits = whole.ToCharArray();
                digits[position] = (char)('0' + ((digits[position] - '0' + by) % 10));
                return IdentityNumber.TryParse(whole, out _, out _)
                    && !IdentityNumber.TryParse(new string(digits), out _, out _);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static IdentityNumber Parse(string text)
    {
        IdentityNumber.TryParse(text, out var number, out var problem).ShouldBeTrue(problem.ToString());
        return number!;
    }

    // ISO 7064 MOD 11-2 by its recursive definition, not by the weights that the code under test uses.
    private static char CheckOf(string seventeen)
    {
        var p = 0;
        foreach (var digit in seventeen)
            p = (p + digit - '0') * 2 % 11;
        var check = (12 - p) % 11;
        return check == 10 ? 'X' : (char)('0' + check);
    }
}
