using System.Linq.Expressions;
using Linli.Platform.Text;

namespace Linli.Cases.Read;

/// <summary>Full-text search over cases.</summary>
internal static class CaseSearch
{
    public const string Kind = "case";

    /// <summary>The condition "contains every word, or has this number".</summary>
    public static Expression<Func<Case, bool>> Finds(this TextIndex index, string words)
    {
        var number = words.Trim().ToUpperInvariant();
        var found = index.Matching<CaseId>(Kind, words);
        return c => c.Number == number || found.Contains(c.Id);
    }
}
