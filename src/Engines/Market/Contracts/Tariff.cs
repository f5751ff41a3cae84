using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Market;

/// <summary>So many of something at a list price.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Tag">Its kind, as steps name it: <c>set</c>, <c>dish</c>.</param>
/// <param name="UnitFen">List price of one, in fen.</param>
/// <param name="Count">How many, above zero.</param>
public sealed record TariffItem(Phrase Name, string Tag, long UnitFen, int Count);

/// <summary>Who eats. A guest of whom nothing is known gets no step that asks for an age or a group.</summary>
/// <param name="Born">Local date of birth; <c>null</c> while unknown.</param>
/// <param name="Groups">Codes of groups.</param>
public sealed record TariffEater(DateOnly? Born, IReadOnlyCollection<string> Groups)
{
    /// <summary>Somebody who did not say who they are.</summary>
    public static readonly TariffEater Guest = new(null, []);
}

/// <summary>When and how it is paid, and what the person had at this meal already.</summary>
/// <param name="Day">Local day of the meal: its prices and the age on it count.</param>
/// <param name="StoredValue">Whether it is paid from the canteen card.</param>
public sealed record TariffMoment(DateOnly Day, bool StoredValue)
{
    /// <summary>How often each step was given to the person at this meal already, by its code.</summary>
    public IReadOnlyDictionary<string, int> Used { get; init; } = new Dictionary<string, int>();

    /// <summary>Aids the person had at this meal already, wherever.</summary>
    public IReadOnlyCollection<string> Aids { get; init; } = [];
}

/// <summary>One line of a receipt between the list price and what the person pays.</summary>
/// <param name="Code">Code of the step.</param>
/// <param name="Name">What it is.</param>
/// <param name="OffFen">How much it takes off.</param>
/// <param name="LeftFen">What is left to pay after it.</param>
/// <param name="Payer">Code of who bears it; <c>null</c> for the seller.</param>
/// <param name="Times">How often it was given, for what a person gets so often at a meal.</param>
public sealed record TariffLine(string Code, Phrase Name, long OffFen, long LeftFen, string? Payer, int Times)
{
    /// <summary>The aid it was given under.</summary>
    public string? Aid { get; init; }
}

/// <summary>What somebody bears.</summary>
/// <param name="Payer">Code; <c>null</c> for the seller.</param>
/// <param name="Fen">How much, above zero.</param>
public sealed record TariffShare(string? Payer, long Fen);

/// <summary>What a meal costs: list price, every step in order, and who pays what. List = what the person pays + all shares.</summary>
/// <param name="ListFen">List price.</param>
/// <param name="Lines">Every step that took something off.</param>
/// <param name="PaysFen">What the person pays.</param>
/// <param name="Shares">What others bear.</param>
/// <param name="AgeClass">Between which ages the person is, as staff see it: never the date of birth.</param>
public sealed record TariffQuote(long ListFen, IReadOnlyList<TariffLine> Lines, long PaysFen, IReadOnlyList<TariffShare> Shares, Phrase AgeClass);

/// <summary>
/// Applies a tariff (价格计算): pure. Prices for each come first and never stack: of several that apply to a portion the lowest is paid.
/// Percentages are taken off the sum that is left; what stays to pay is rounded to the nearest fen, half a fen up.
/// </summary>
public static class Tariff
{
    private const int Whole = 10_000;

    /// <summary>What it costs.</summary>
    public static TariffQuote Quote(TariffTerms terms, TariffEater eater, IReadOnlyList<TariffItem> items, TariffMoment moment)
    {
        var list = items.Aggregate(0L, (sum, i) => checked(sum + (i.UnitFen * i.Count)));
        var (age, left, lines) = (AgeOn(terms, eater, moment.Day), items.Select(i => i.UnitFen * i.Count).ToArray(), new List<TariffLine>());
        if (terms.Trials.FirstOrDefault(t => t.Holds(moment.Day)) is { } trial && list > 0)
        {
            lines.Add(new("trial", trial.Name, list, 0, trial.Payer, 0));
            Array.Clear(left);
        }
        else
        {
            Portion[] portions = [.. items.SelectMany((item, i) => Enumerable.Range(0, item.Count).Select(_ => new Portion { Item = i, Tag = item.Tag, UnitFen = item.UnitFen, Left = item.UnitFen }))];
            var aids = moment.Aids.ToHashSet();
            foreach (var step in terms.Steps.Where(s => IsFor(s, eater, age, moment)).OrderByDescending(s => s.PaysFen is not null))
                if ((step.Aid is null || !aids.Contains(step.Aid)) && Apply(step, items, portions, left, moment) is { Off: > 0 } taken)
                {
                    lines.Add(new(step.Code, step.Name, taken.Off, left.Sum(), step.Payer, taken.Times) { Aid = step.Aid });
                    if (step.Aid is { } aid)
                        aids.Add(aid);
                }
        }

        var shares = lines.GroupBy(l => l.Payer).Select(g => new TariffShare(g.Key, g.Sum(l => l.OffFen))).ToList();
        return new(list, lines, left.Sum(), shares, AgeClass(terms, age));
    }

    /// <summary>Completed years on the day, as the tariff counts them; <c>null</c> where the birth is unknown, or has not been yet.</summary>
    public static int? AgeOn(TariffTerms terms, TariffEater eater, DateOnly day)
    {
        var counted = terms.AgeCount == AgeCount.DayAfterBirthday ? day.AddDays(-1) : day;
        return eater.Born is { } born && born <= counted ? LocalTime.AgeOn(born, counted) : null;
    }

    /// <summary>Between which of the tariff's ages somebody is.</summary>
    public static Phrase AgeClass(TariffTerms terms, int? age)
    {
        if (age is not { } years)
            return ("年龄未核实", "age not verified");
        int[] borders = [.. terms.Steps.SelectMany(s => new[] { s.FromAge, s.BelowAge }).OfType<int>().Distinct().Order()];
        if (borders.Length == 0)
            return ("不分年龄", "any age");
        int? from = borders.Where(b => b <= years).Select(b => (int?)b).LastOrDefault();
        int? below = borders.Where(b => b > years).Select(b => (int?)b).FirstOrDefault();
        return (from, below) switch
        {
            (null, { } b) => ($"{b} 岁以下", $"under {b}"),
            ({ } f, null) => ($"{f} 岁及以上", $"{f} and older"),
            ({ } f, { } b) => ($"{f}–{b - 1} 岁", $"{f} to {b - 1}"),
            _ => ("不分年龄", "any age"),
        };
    }

    private static bool IsFor(TariffStep step, TariffEater eater, int? age, TariffMoment moment) =>
        (step.FromAge is not { } from || age >= from) && (step.BelowAge is not { } below || age < below)
        && (step.Group is null || eater.Groups.Contains(step.Group)) && (!step.StoredValueOnly || moment.StoredValue);

    private static (long Off, int Times) Apply(TariffStep step, IReadOnlyList<TariffItem> items, Portion[] portions, long[] left, TariffMoment moment)
    {
        int[] on = [.. Enumerable.Range(0, items.Count).Where(i => step.Tag is null || items[i].Tag == step.Tag)];
        var times = step.PerMeal is { } most ? Math.Max(0, most - moment.Used.GetValueOrDefault(step.Code)) : int.MaxValue;
        return step switch
        {
            { PaysFen: { } pays } => Fix(pays, times, portions.Where(p => step.Tag is null || p.Tag == step.Tag), left),
            { OffBasisPoints: { } points } => (TakeOff(Sum(on, left) - Rounded(Sum(on, left), Whole - points), on, left), 0),
            { OffFen: { } off } => times == 0 ? (0, 0) : (TakeOff(Math.Min(off, Sum(on, left)), on, left), 1),
            _ => (0, 0),
        };
    }

    // A portion that has a low price already comes first, and counts even where this price is no lower: two rules for one person never
    // make two cheap meals. Then the dearest: whoever gets one of two at the low price gets it where it helps most.
    private static (long Off, int Times) Fix(long pays, int times, IEnumerable<Portion> portions, long[] left)
    {
        var (off, given) = (0L, 0);
        foreach (var portion in portions.OrderByDescending(p => p.Left < p.UnitFen).ThenByDescending(p => p.UnitFen).Take(times))
        {
            var taken = portion.Left - pays;
            if (taken <= 0)
                continue;
            (off, given, portion.Left, left[portion.Item]) = (off + taken, given + 1, pays, left[portion.Item] - taken);
        }

        return (off, given);
    }

    // Spread over the lines so that later steps of one kind see what is left of theirs; to the fen, nothing lost.
    private static long TakeOff(long off, int[] on, long[] left)
    {
        var (rest, sum) = (off, Sum(on, left));
        foreach (var i in on)
        {
            var part = sum == 0 ? 0 : (long)((Int128)rest * left[i] / sum);
            (sum, rest) = (sum - left[i], rest - part);
            left[i] -= part;
        }

        return off;
    }

    private static long Rounded(long fen, int share) => (long)((((Int128)fen * share) + (Whole / 2)) / Whole);

    private static long Sum(int[] on, long[] left) => on.Sum(i => left[i]);

    /// <summary>One of an item, with what is left to pay of it while prices for each are applied.</summary>
    private sealed class Portion
    {
        public required int Item { get; init; }

        public required string Tag { get; init; }

        public required long UnitFen { get; init; }

        public required long Left { get; set; }
    }
}
