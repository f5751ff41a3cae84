using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Report;

/// <summary>The categories, few and often needed, kept in memory.</summary>
internal sealed class Categories(IServiceScopeFactory scopes)
{
    /// <summary>Code of the category for what fits nowhere else.</summary>
    public const string Other = "other";

    // A community that has not sorted out its categories yet can take in reports all the same.
    private static readonly Category Fallback = new()
    {
        Code = Other, NameZh = "其他", NameEn = "Other", Icon = "dots", Type = "report", TeamKind = "community", Order = int.MaxValue,
    };

    private volatile Snapshot? known;

    /// <summary>The category with a code, or <c>null</c>.</summary>
    public async Task<Category?> Find(string code, CancellationToken cancel) => (await Load(cancel)).ByCode.GetValueOrDefault(code);

    /// <summary>All, groups before their members.</summary>
    public async Task<IReadOnlyList<Category>> All(CancellationToken cancel) => (await Load(cancel)).InOrder;

    /// <summary>What a category asks beyond the text, in order.</summary>
    public async Task<IReadOnlyList<Question>> QuestionsOf(string code, CancellationToken cancel) =>
        (await Load(cancel)).Questions.GetValueOrDefault(code, []);

    /// <summary>The categories changed: read them again.</summary>
    public void Forget() => known = null;

    private async Task<Snapshot> Load(CancellationToken cancel)
    {
        if (known is { } loaded)
            return loaded;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var rows = await db.Records<Category>().AsNoTracking().OrderBy(c => c.Order).ThenBy(c => c.Code).ToListAsync(cancel);
        if (rows.TrueForAll(c => c.Code != Other))
            rows.Add(Fallback);
        var questions = await db.Records<CategoryQuestion>().AsNoTracking().OrderBy(q => q.Order).ThenBy(q => q.Code).ToListAsync(cancel);
        return known = new(
            rows,
            rows.ToDictionary(c => c.Code, StringComparer.Ordinal),
            questions.GroupBy(q => q.Category).ToDictionary(
                g => g.Key, g => (IReadOnlyList<Question>)[.. g.Select(Report.Questions.Of)], StringComparer.Ordinal));
    }

    private sealed record Snapshot(
        IReadOnlyList<Category> InOrder, Dictionary<string, Category> ByCode, Dictionary<string, IReadOnlyList<Question>> Questions);
}
