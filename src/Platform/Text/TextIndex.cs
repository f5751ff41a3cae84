using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Text;

/// <summary>
/// Full-text search that knows Chinese (see <see cref="Bigrams"/>), on SQLite (FTS5) and PostgreSQL (tsvector) alike. The
/// table <c>platform_search</c> is made by the migrations, since EF Core knows neither.
/// </summary>
public sealed class TextIndex(LinliDb db)
{
    /// <summary>Adds a text of a subject in the current transaction. A subject may have several texts.</summary>
    /// <param name="kind">What the subject is, such as <c>case</c>.</param>
    /// <param name="subject">Its id.</param>
    /// <param name="text">What it is found by.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task Add(string kind, Guid subject, string text, CancellationToken cancel)
    {
        var tokens = Bigrams.Index(text);
        if (tokens.Length == 0)
            return;
        if (db.Kind == DatabaseKind.Sqlite)
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO platform_search (kind, subject, body) VALUES ({kind}, {subject}, {tokens})", cancel);
        else
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO platform_search (kind, subject, body) VALUES ({kind}, {subject}, to_tsvector('simple', {tokens}))", cancel);
    }

    /// <summary>Adds the texts of many subjects with few statements: for demo data and imports.</summary>
    /// <param name="kind">What the subjects are.</param>
    /// <param name="texts">Each subject's id and text.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task AddMany(string kind, IEnumerable<(Guid Subject, string Text)> texts, CancellationToken cancel)
    {
        const int RowsAtOnce = 40;
        var body = db.Kind == DatabaseKind.Sqlite ? "{0}" : "to_tsvector('simple', {0})";
        foreach (var batch in texts.Select(t => (t.Subject, Tokens: Bigrams.Index(t.Text))).Where(t => t.Tokens.Length > 0).Chunk(RowsAtOnce))
        {
            var values = new List<object>(batch.Length * 2 + 1) { kind };
            var rows = new List<string>(batch.Length);
            foreach (var (subject, tokens) in batch)
            {
                var at = values.Count;
                values.Add(subject);
                values.Add(tokens);
                rows.Add($"({{0}}, {{{at}}}, {body.Replace("{0}", $"{{{at + 1}}}", StringComparison.Ordinal)})");
            }

#pragma warning disable EF1003 // only placeholders are put together here; every value is a parameter
            await db.Database.ExecuteSqlRawAsync("INSERT INTO platform_search (kind, subject, body) VALUES " + string.Join(", ", rows), values, cancel);
#pragma warning restore EF1003
        }
    }

    /// <summary>Forgets every text of a subject, in the current transaction.</summary>
    public async Task Remove(string kind, Guid subject, CancellationToken cancel) =>
        await db.Database.ExecuteSqlAsync($"DELETE FROM platform_search WHERE kind = {kind} AND subject = {subject}", cancel);

    /// <summary>
    /// Ids of the subjects that contain every word of the search, the newest first. A search without words finds nothing.
    /// </summary>
    /// <remarks>Ids are UUIDv7, so their order is that of time.</remarks>
    /// <param name="kind">What is searched.</param>
    /// <param name="search">What was typed.</param>
    /// <param name="atMost">How many at the most: nobody reads on beyond the newest few thousand.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<IReadOnlyList<Guid>> Find(string kind, string search, int atMost, CancellationToken cancel)
    {
        var words = db.Kind == DatabaseKind.Sqlite ? Bigrams.Fts5Query(search) : Bigrams.TsQuery(search);
        if (words.Length == 0)
            return [];
        var found = db.Kind == DatabaseKind.Sqlite
            ? db.Database.SqlQuery<Guid>(
                $"SELECT DISTINCT subject AS \"Value\" FROM platform_search WHERE platform_search MATCH {words} AND kind = {kind} ORDER BY subject DESC LIMIT {atMost}")
            : db.Database.SqlQuery<Guid>(
                $"SELECT DISTINCT subject AS \"Value\" FROM platform_search WHERE kind = {kind} AND body @@ to_tsquery('simple', {words}) ORDER BY subject DESC LIMIT {atMost}");
        return await found.ToListAsync(cancel);
    }
}
