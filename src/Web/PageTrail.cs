namespace Linli.Web;

/// <summary>
/// The way back through a list that is cut by bookmarks: the address carries where the pages before this one began, so that
/// "previous" shows exactly what was read before, whatever has come in since.
/// </summary>
/// <param name="After">Where this page begins; <c>null</c> for the first.</param>
/// <param name="Before">Where the pages between the first and this one began, the oldest first, joined by <c>~</c>.</param>
public sealed record PageTrail(string? After, string? Before)
{
    // An address has its limits; whoever went further goes back to the first page at last.
    private const int Longest = 40;

    /// <summary>The next page.</summary>
    /// <param name="after">Where it begins.</param>
    public PageTrail Next(string after)
    {
        string[] steps = After is null ? [] : [.. Steps, After];
        return new(after, Joined(steps.Length > Longest ? steps[^Longest..] : steps));
    }

    /// <summary>The page before this one; <c>null</c> on the first.</summary>
    public PageTrail? Previous => After is null ? null : Steps is [.. var earlier, var last] ? new(last, Joined(earlier)) : new(null, null);

    private string[] Steps => Before?.Split('~', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Joined(string[] steps) => steps.Length == 0 ? null : string.Join('~', steps);
}
