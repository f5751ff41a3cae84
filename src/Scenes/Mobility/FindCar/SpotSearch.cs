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
        var like = spots.Select(s => (Label: Label(s), Steps: Names(s).Min(n => n.Contains(wanted, StringComparison.Ordinal) && wanted.Length > 1 ? 2 : Slips(n, wanted))))
            .Where(s => s.Steps <= 2 * Math.Max(1, wanted.Length / 3)).OrderBy(s => s.Steps).ThenBy(s => s.Label, StringComparer.Ordinal).Take(MostSuggested);
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

    // How far apart two names are, in half steps: a letter more, less or other is two, and two neighbours that changed places are one, for
    // that is the likeliest slip with a number (optimal string alignment). Names are short.
    private static int Slips(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = 2 * (i + j);
                    continue;
                }

                var least = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 2, table[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 2));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    least = Math.Min(least, table[i - 2, j - 2] + 1);
                table[i, j] = least;
            }

        return table[one.Length, other.Length];
    }
}
