using Linli.Bookings.Offerings;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Sessions;

/// <summary>
/// What is given away is locked first, always in this order: the people, the resources by code, the sessions by id. Then no two use
/// cases wait for each other in a circle, and what is read afterwards holds until the commit (decision note 39).
/// </summary>
internal sealed class SessionLocks(LinliDb db)
{
    /// <summary>Bookings of a person, and of their households, pass one after the other: quotas count what the other wrote.</summary>
    public async Task People(Guid person, IReadOnlyList<Guid> households, CancellationToken cancel)
    {
        await db.LockUntilCommit(NameOfPerson(person), cancel);
        foreach (var household in households)
            await db.LockUntilCommit(NameOfHousehold(household), cancel);
    }

    /// <summary>Name of the lock under which a person books.</summary>
    public static string NameOfPerson(Guid person) => $"bookings.person.{person:N}";

    /// <summary>Name of the lock under which a household books.</summary>
    public static string NameOfHousehold(Guid household) => $"bookings.household.{household:N}";

    /// <summary>Resources, locked until the commit, by code; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, ResourceRow>> Resources(IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        var wanted = codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (wanted.Length == 0)
            return new Dictionary<string, ResourceRow>();
        // The caller has asked who may take them; their own place does not matter to the lock.
        var rows = db.Kind == DatabaseKind.Postgres
            ? await FromSql<ResourceRow>($"""SELECT * FROM bookings_resource WHERE "Code" = ANY({wanted}) ORDER BY "Code" FOR UPDATE""").ToListAsync(cancel)
            : await db.Unfiltered<ResourceRow>().Where(r => wanted.Contains(r.Code)).ToListAsync(cancel);
        return rows.ToDictionary(r => r.Code, StringComparer.Ordinal);
    }

    /// <summary>A session, locked until the commit; <c>null</c> where there is none.</summary>
    public async Task<SessionRow?> Session(SessionId id, CancellationToken cancel) => await Sessions([id], cancel) is [var only] ? only : null;

    /// <summary>Sessions, locked until the commit, in the order of their ids.</summary>
    public async Task<IReadOnlyList<SessionRow>> Sessions(IReadOnlyCollection<SessionId> ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().ToList();
        var guids = wanted.Select(i => i.Value).ToArray();
        // Of exactly these sessions; the use case asks who may.
        var rows = db.Kind == DatabaseKind.Postgres
            ? await FromSql<SessionRow>($"""SELECT * FROM bookings_session WHERE "Id" = ANY({guids}) ORDER BY "Id" FOR UPDATE""").ToListAsync(cancel)
            : await db.Unfiltered<SessionRow>().Where(s => wanted.Contains(s.Id)).ToListAsync(cancel);
        return [.. rows.OrderBy(s => s.Id.Value)];
    }

    private IQueryable<T> FromSql<T>(FormattableString sql) where T : class, IScoped =>
        ((DbSet<T>)db.Unfiltered<T>()).FromSql(sql);
}
