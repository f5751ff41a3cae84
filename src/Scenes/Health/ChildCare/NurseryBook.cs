using Linli.Bookings;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>Which rules hold at a place on a day: the narrowest of the database, else the national standard that ships with Linli.</summary>
internal sealed class NurseryRuleBook(LinliDb db)
{
    private static readonly Lazy<IReadOnlyList<AgeRule>> National = new(ReadNational);

    /// <summary>The fee rule where nobody entered one (S48): below 3,000 yuan where the market asks 5,000 to 6,000.</summary>
    private static readonly FeeRule Usual = new()
    {
        Id = Guid.Empty, Scope = "/", CapFen = 300_000, MarketLowFen = 500_000, MarketHighFen = 600_000, EffectiveFrom = new(2020, 1, 1), Source = "社区普惠托育约定",
    };

    public async Task<AgeRule> AgesOf(GroupKind kind, ScopePath place, DateOnly day, CancellationToken cancel) =>
        (await db.Records<AgeRule>().AsNoTracking().Where(r => r.Kind == kind && r.EffectiveFrom <= day && (r.EffectiveTo == null || r.EffectiveTo >= day)).ToListAsync(cancel))
            .Where(r => ScopePath.Parse(r.Jurisdiction, null).Contains(place)).OrderByDescending(r => r.Jurisdiction.Length).ThenByDescending(r => r.EffectiveFrom).ThenByDescending(r => r.Id).FirstOrDefault()
        ?? NationalOf(kind);

    /// <summary>What the national standard says of a kind.</summary>
    public static AgeRule NationalOf(GroupKind kind) => National.Value.Single(r => r.Kind == kind);

    public Task<FeeRule> FeesAt(ScopePath place, DateOnly day, CancellationToken cancel) => Narrowest(s => s.Contains(place), day, cancel);

    /// <summary>The fee rule of the places around one, without its own.</summary>
    public Task<FeeRule> FeesAround(ScopePath place, DateOnly day, CancellationToken cancel) => Narrowest(s => s.Contains(place) && s != place, day, cancel);

    // The later of two that begin on one day holds: whoever corrects a slip writes it once more.
    private async Task<FeeRule> Narrowest(Func<ScopePath, bool> holds, DateOnly day, CancellationToken cancel) =>
        // Published figures.
        (await db.Unfiltered<FeeRule>().AsNoTracking().Where(r => r.EffectiveFrom <= day).ToListAsync(cancel))
            .Where(r => holds(ScopePath.Parse(r.Scope, null))).OrderByDescending(r => r.Scope.Length).ThenByDescending(r => r.EffectiveFrom).ThenByDescending(r => r.Id).FirstOrDefault() ?? Usual;

    private static List<AgeRule> ReadNational()
    {
        using var stream = typeof(NurseryRuleBook).Assembly.GetManifestResourceStream("nursery-rules.csv")!;
        using var table = TableReader.Open(stream);
        return [.. table.Rows().Select(r => new AgeRule
        {
            Id = Guid.Empty, Jurisdiction = "/", Kind = Enum.Parse<GroupKind>(r["kind"]), LeastMonths = Whole(r["least_months"]), UnderMonths = Whole(r["under_months"]), MostChildren = Whole(r["most_children"]),
            ChildrenPerCarer = Whole(r["children_per_carer"]), EffectiveFrom = DateOnly.ParseExact(r["effective_from"], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Source = r["source"],
        })];
    }

    private static int Whole(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Whether a child may enter a group: its months on the first day there, and that it has no other place (R33).</summary>
internal sealed class NurseryCondition(LinliDb db, NurseryRuleBook rules, IPersonTraits traits, IRosters rosters, TimeProvider time) : IBookingCondition
{
    public string Code => "nursery";

    public async Task<Problem?> Check(BookingQuestion question, CancellationToken cancel)
    {
        // The group of an offering, whoever asks.
        if (!Guid.TryParse(question.Argument, out var id) || await db.Unfiltered<NurseryGroup>().AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, cancel) is not { } group)
            return NurseryProblems.NoGroup;
        var today = LocalTime.Today(time);
        var enters = group.From > today ? group.From : today;
        // A group keeps the rule under which it was opened; the months are those on the day of entering.
        var rule = await rules.AgesOf(group.Kind, question.Place, group.From, cancel);
        if (NurseryRules.WrongAge(rule, (await traits.Of(question.Person, cancel))?.MonthsOn(enters)) is { } wrong)
            return wrong;
        var (from, until) = (LocalTime.StartOfDay(group.From), LocalTime.EndOfDay(group.Until));
        var other = (await rosters.SeatsOf(question.Person, NurseryParts.Kind.Code, cancel)).Any(s => !s.IsOffer && s.Offering != question.Offering && s.Start < until && s.End > from);
        return other ? Problem.Conflict("health.nursery_other_place", "孩子同期已有一个托位，先退掉再报。", "The child has a place for this time already: give it back first.") : null;
    }
}

/// <summary>What is refused in more than one place.</summary>
internal static class NurseryProblems
{
    public static readonly Problem NoNursery = Problem.NotFound("health.no_nursery", "没有这家托育园，或不在您的范围内。", "There is no such nursery, or it is not yours.");
    public static readonly Problem NoGroup = Problem.NotFound("health.no_group", "没有这个班，或不在您的范围内。", "There is no such group, or it is not yours.");
    public static readonly Problem NoPlace = Problem.NotFound("health.no_nursery_place", "没有找到您家孩子的这个托位。", "No such place of a child of yours was found.");
    public static readonly Problem NoChild = Problem.NotFound("health.no_nursery_child", "名单里没有这个孩子。", "This child is not on the list.");
}
