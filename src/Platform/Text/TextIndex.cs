using Linli.Platform.Data;
using Linli.Platform.Ids;
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

    /// <summary>
    /// Ids of the subjects that contain every word of the search; to be used inside a query. A search without words finds
    /// nothing.
    /// </summary>
    public IQueryable<TId> Matching<TId>(string kind, string search)
        where TId : struct, ITypedId<TId>
    {
        if (db.Kind == DatabaseKind.Sqlite)
        {
            var match = Bigrams.Fts5Query(search);
            return match.Length == 0
                ? Nothing<TId>()
                : db.Database.SqlQuery<TId>($"SELECT subject AS \"Value\" FROM platform_search WHERE platform_search MATCH {match} AND kind = {kind}");
        }

        var words = Bigrams.TsQuery(search);
        return words.Length == 0
            ? Nothing<TId>()
            : db.Database.SqlQuery<TId>($"SELECT subject AS \"Value\" FROM platform_search WHERE kind = {kind} AND body @@ to_tsquery('simple', {words})");
    }

    private IQueryable<TId> Nothing<TId>() =>
        db.Database.SqlQuery<TId>($"SELECT subject AS \"Value\" FROM platform_search WHERE 1 = 0");
}
