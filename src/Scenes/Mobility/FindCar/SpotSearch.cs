using System.Text;
using Linli.Places;

namespace Linli.Mobility.FindCar;

/// <summary>Finds what people mean by the number of a bay, a pillar or the name of a room, however they type it.</summary>
internal static class SpotSearch
{
    private const int MostSuggested = 5;

    /// <summary>What is meant: one spot, or several that it could be, or those that look like it.</summary>
    /// <param name="One">The spot, when it is clear.</param>
    /// <param name="Could">Several that are called so.</param>
    /// <param name="Like">Those that are called nearly so, when none is called so.</param>
    public sealed record Meant((IIndoorPlan Plan, IndoorSpot Spot)? One, IReadOnlyList<string> Could, IReadOnlyList<string> Like);

    /// <summary>The spots that a text names.</summary>
    public static Meant Find(string text, IEnumerable<(IIndoorPlan Plan, IndoorSpot Spot)> among)
    {
        var spots = among.Where(s => s.Spot.IsNamed).ToList();
        if (Guid.TryParse(text, out var id) && spots.FindIndex(s => s.Spot.Id == id) is >= 0 and var known)
            return new(spots[known], [], []);
        var wanted = Plain(text);
        if (wanted.Length == 0)
            return new(null, [], []);
        var exact = spots.Where(s => Names(s).Contains(wanted)).ToList();
        // The row and number alone, as they stand on the ground: 0417 may lie on several levels.
        if (exact.Count == 0 && wanted.Length >= 3 && wanted.All(char.IsAsciiDigit))
            exact = spots.Where(s => IsNumbered(s.Spot) && Digits(s) is var digits && (digits == wanted || digits.TrimStart('0') == wanted)).ToList();
        if (exact.Count == 1)
            return new(exact[0], [], []);
        if (exact.Count > 1)
            return new(null, [.. exact.Select(Label).Order(StringComparer.Ordinal).Take(MostSuggested)], []);
        var like = spots.Select(s => (Label: Label(s), Steps: Names(s).Min(n => n.Contains(wanted, StringComparison.Ordinal) && wanted.Length > 1 ? 1 : Edits(n, wanted))))
            .Where(s => s.Steps <= Math.Max(1, wanted.Length / 3)).OrderBy(s => s.Steps).ThenBy(s => s.Label, StringComparer.Ordinal).Take(MostSuggested);
        return new(null, [], [.. like.Select(s => s.Label)]);
    }

    /// <summary>How a spot is shown: its level first, unless its name begins with it.</summary>
    public static string Label((IIndoorPlan Plan, IndoorSpot Spot) of)
    {
        var level = of.Plan.Levels.First(l => l.Id == of.Spot.Level).Short;
        var name = of.Spot.Name.ToString();
        return name.StartsWith(level, StringComparison.Ordinal) ? name : level + " " + name;
    }

    /// <summary>Letters and digits only, capitals, half width: <c>ｂ２－0417</c> and <c>B2 0417</c> are the same.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsLetterOrDigit));

    private static bool IsNumbered(IndoorSpot spot) => spot.Kind == "parking";

    private static string Digits((IIndoorPlan Plan, IndoorSpot Spot) of)
    {
        var level = Plain(of.Plan.Levels.First(l => l.Id == of.Spot.Level).Short);
        var name = Plain(of.Spot.Name.Zh);
        return name.StartsWith(level, StringComparison.Ordinal) ? name[level.Length..] : name;
    }

    private static HashSet<string> Names((IIndoorPlan Plan, IndoorSpot Spot) of)
    {
        var level = of.Plan.Levels.First(l => l.Id == of.Spot.Level).Short;
        return [.. new[] { of.Spot.Name.Zh, of.Spot.Name.En, level + of.Spot.Name.Zh, level + of.Spot.Name.En }.Select(Plain)];
    }

    // Levenshtein over two rows; names are short.
    private static int Edits(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
