using Linli.People.Care;

namespace Linli.People.Tests.Care;

/// <summary>What holds for special-care lists, by the table (S16, S17, R38, R52).</summary>
public class CareRulesTests
{
    [Theory]
    [InlineData("2012-11-24", "2026-11-23", true)] // fourteen tomorrow
    [InlineData("2012-11-23", "2026-11-23", false)]
    [InlineData("2026-11-24", "2026-11-23", false)] // not born yet: a mistake, and nobody's child
    [InlineData(null, "2026-11-23", false)]
    public void Child_IsUnder14OnTheLocalDay(string? born, string today, bool child) =>
        CareRules.IsChild(born is null ? null : Day(born), Day(today)).ShouldBe(child);

    [Theory]
    [InlineData("Age", 80, "1946-11-23", false, true)]
    [InlineData("Age", 80, "1946-11-24", false, false)]
    [InlineData("LivingAlone", 60, "1950-01-01", false, false)]
    [InlineData("LivingAlone", 60, "1950-01-01", true, true)]
    [InlineData("LivingAlone", 60, "1970-01-01", true, false)]
    [InlineData("None", null, "1930-01-01", true, false)]
    public void Register_SuggestsByAgeAndByLivingAlone(string hint, int? minAge, string born, bool alone, bool suggested) =>
        CareRules.Suggests(Enum.Parse<CareHint>(hint), minAge, Day(born), alone, Day("2026-11-23")).ShouldBe(suggested);

    [Theory]
    [InlineData("2026-11-23", null, "2027-05-23", null)]
    [InlineData("2027-03-01", null, "2027-05-23", "from")]
    [InlineData("1990-01-01", null, "2027-05-23", "from")]
    [InlineData("2026-11-23", "2026-11-22", "2027-05-23", "to")]
    [InlineData("2026-11-23", null, "2026-11-23", "reviewOn")]
    [InlineData("2026-11-23", null, "2030-01-01", "reviewOn")]
    public void Dates_ThatCannotBe_NameTheField(string from, string? to, string review, string? field) =>
        CareRules.Dates(Day(from), to is null ? null : Day(to), Day(review), Day("2026-11-23"))?.Field.ShouldBe(field);

    [Theory]
    [InlineData("2027-05-23", "2027-05-23")]
    [InlineData("2029-01-01", "2027-11-23")]
    public void Approval_CountsUntilTheNextReview_AtMostAYear(string review, string until) =>
        CareApprovals.Until(Day(review), Day("2026-11-23")).ShouldBe(Day(until));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
