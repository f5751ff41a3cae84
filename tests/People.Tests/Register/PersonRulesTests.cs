using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.Platform.Identity;

namespace Linli.People.Tests.Register;

public class PersonRulesTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void Read_TakesBirthDateAndSexFromTheNumber()
    {
        var read = PersonRules.Read(new() { Name = " 沈桂芳 ", IdentityNumber = TestIdentity.Of("330108", new(1950, 3, 8), 2), Phone = "+86 199 0000 0101" }, Today);
        read.Ok.ShouldBeTrue(read.Ok ? "" : read.Problem.Message.En);
        read.Value!.Name.ShouldBe("沈桂芳");
        read.Value.BirthDate.ShouldBe(new DateOnly(1950, 3, 8));
        read.Value.Sex.ShouldBe(Sex.Female);
        read.Value.Phone!.Value.ShouldBe("19900000101");
    }

    [Fact]
    public void Read_WithEverythingWrong_SaysEverythingAtOnce()
    {
        var read = PersonRules.Read(new() { Name = "x", Phone = "123", ContactPhone = "456", IdentityNumber = "330108195003081", BirthDate = new(2030, 1, 1) }, Today);
        read.Problems.Select(p => (p.Code, p.Field)).ShouldBe(
            [("name_invalid", "name"), ("phone_invalid", "phone"), ("phone_invalid", "contactPhone"), ("register.identity_invalid", "identityNumber"), ("register.birth_range", "birthDate")]);
    }

    [Theory]
    [InlineData("330108195003081", "15")]
    [InlineData("110108195003080029", "digit")]
    [InlineData("770108195003080021", "region")]
    [InlineData("330108195013080021", "birth")]
    public void Read_WithAWrongNumber_SaysWhatIsWrong(string number, string word)
    {
        var problem = PersonRules.Read(new() { Name = "沈桂芳", IdentityNumber = number }, Today).Problem;
        problem.Code.ShouldBe("register.identity_invalid");
        problem.Message.En.ShouldContain(word);
    }

    [Fact]
    public void Read_WhenDateOrSexDisagreeWithTheNumber_IsRefused()
    {
        var number = TestIdentity.Of("330108", new(1950, 3, 8), 2);
        PersonRules.Read(new() { Name = "沈桂芳", IdentityNumber = number, BirthDate = new(1950, 3, 9) }, Today).Problem.Code.ShouldBe("register.birth_disagrees");
        PersonRules.Read(new() { Name = "沈桂芳", IdentityNumber = number, Sex = Sex.Male }, Today).Problem.Code.ShouldBe("register.sex_disagrees");
    }

    [Theory]
    [InlineData(HomeRelation.Tenant, "2026-11-22", null, "register.lease_over")]
    [InlineData(HomeRelation.Tenant, null, null, "lease_end_missing")]
    [InlineData(HomeRelation.Tenant, "2047-01-01", null, "lease_end_range")]
    [InlineData(HomeRelation.Owner, "2027-01-01", null, "lease_end_unneeded")]
    [InlineData(HomeRelation.Tenant, "2026-11-23", null, null)]
    public void Lease_MustLieAhead(HomeRelation relation, string? end, string? since, string? code) =>
        TieRules.Lease(relation, Date(end), Date(since), Today)?.Code.ShouldBe(code);

    [Fact]
    public void Guardian_IsGrownUpOlderAndSomebodyElse()
    {
        var (mother, child) = ((Guid.CreateVersion7(), (DateOnly?)new DateOnly(1989, 9, 2)), (Guid.CreateVersion7(), (DateOnly?)new DateOnly(2016, 4, 21)));
        GuardianRules.Check(mother, child, GuardianKind.Parent, Today).ShouldBeNull();
        GuardianRules.Check(child, child, GuardianKind.Parent, Today)!.Code.ShouldBe("register.own_guardian");
        GuardianRules.Check(mother, (child.Item1, new(2008, 11, 23)), GuardianKind.Parent, Today)!.Code.ShouldBe("register.child_of_age");
        GuardianRules.Check(mother, (child.Item1, new(2008, 11, 24)), GuardianKind.Parent, Today).ShouldBeNull();
        GuardianRules.Check((mother.Item1, new(2010, 1, 1)), child, GuardianKind.Appointed, Today)!.Code.ShouldBe("register.guardian_under_age");
        GuardianRules.Check((mother.Item1, null), child, GuardianKind.Parent, Today)!.Code.ShouldBe("register.guardian_birth_unknown");
        GuardianRules.Check(mother, (child.Item1, null), GuardianKind.Parent, Today)!.Code.ShouldBe("register.child_birth_unknown");
        GuardianRules.Older(new(2016, 4, 21), new(1989, 9, 2))!.Code.ShouldBe("register.child_older");
    }

    private static DateOnly? Date(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Invented document numbers whose check character is right.</summary>
public static class TestIdentity
{
    private static readonly int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public static string Of(string region, DateOnly birth, int order)
    {
        var seventeen = $"{region}{birth:yyyyMMdd}{order:000}";
        return seventeen + "10X98765432"[seventeen.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
    }
}
