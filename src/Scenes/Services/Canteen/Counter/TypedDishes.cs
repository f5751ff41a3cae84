using System.Globalization;

namespace Linli.Services.Canteen.Counter;

/// <summary>Dishes as a quick clerk types them: <c>1 2 3*2</c> is the first, the second, and two of the third. Pure.</summary>
internal static class TypedDishes
{
    /// <summary>Numbers from 1 with their counts; <c>null</c> for what is not understood.</summary>
    public static IReadOnlyList<(int Number, int Count)>? Read(string? text, int dishes)
    {
        var read = new List<(int, int)>();
        foreach (var word in (text ?? "").Split([' ', ',', '，', '+'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = word.Split(['*', 'x', 'X', '×']);
            var count = 1;
            if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > dishes
                || (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > CanteenRules.MostPortions)))
                return null;
            read.Add((number, count));
        }

        return read;
    }
}
