using System.Linq.Expressions;
using Linli.Platform.Text;

namespace Linli.Cases.Read;

/// <summary>Full-text search over cases.</summary>
internal static class CaseSearch
{
    public const string Kind = "case";
    private const int AtMost = 2000;

    /// <summary>The condition "contains every word, or has this number".</summary>
    public static async Task<Expression<Func<Case, bool>>> Finding(this TextIndex index, string words, CancellationToken cancel)
    {
        var number = words.Trim().ToUpperInvariant();
        var found = (await index.Find(Kind, words, AtMost, cancel)).Select(id => new CaseId(id)).ToList();
        return c => c.Number == number || found.Contains(c.Id);
    }
}
