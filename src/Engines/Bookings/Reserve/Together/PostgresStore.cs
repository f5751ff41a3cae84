using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Linli.Bookings.Reserve.Together;

/// <summary>One journey to lock and look; arrays keep the statements the same for every number of wishes, so they are planned once.</summary>
internal sealed class PostgresStore(LinliDb db) : ITogetherStore
{
    // Whoever holds one of these longer has stopped, or does something large: then each of us waits for what they want themselves.
    private const string LongestWait = "2s";

    private static readonly string[] Counting = [.. BookedInDatabase.Counting.Select(s => s.ToString())];

    public async Task<TogetherTable> Open(IReadOnlyList<SessionId> sessions, IEnumerable<PersonTraits> people, CancellationToken cancel)
    {
        var (ids, persons) = (sessions.Select(s => s.Value).ToArray(), people.Select(p => p.Person).ToArray());
        await using var look = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());

        // Planned once, while the tables may still be small: a plan that reads them from end to end would stay when they have grown.
        look.BatchCommands.Add(new($"SELECT set_config('lock_timeout', '{LongestWait}', true), set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)"));
        look.BatchCommands.Add(new("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1) AS name") { Parameters = { Array(Names(people)) } });
        look.BatchCommands.Add(new(
            """
            SELECT "Id", "Offering", "Kind", "Series", "Scope", "Start", "End", "Day", "Capacity", "Taken", "Waiting", "LastTurn", "State", "DrawAt", "MovedAt", "Use"
            FROM bookings_session WHERE "Id" = ANY($1) ORDER BY "Id" FOR UPDATE
            """)
        {
            Parameters = { Array(ids) },
        });

        // After the locks: what others wrote who held them is there by now.
        look.BatchCommands.Add(new(
            """
            SELECT "Id", "Kind", "Scope", "TitleZh", "TitleEn", "Resources", "Terms", "Open", "At" FROM bookings_offering
            WHERE "Id" IN (SELECT "Offering" FROM bookings_session WHERE "Id" = ANY($1))
            """)
        {
            Parameters = { Array(ids) },
        });
        look.BatchCommands.Add(new("""SELECT "Session", "SeatKey" FROM bookings_reservation WHERE "Session" = ANY($1) AND "SeatKey" = ANY($2)""") { Parameters = { Array(ids), Array(persons) } });
        await using var reader = await look.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        await reader.NextResultAsync(cancel);
        var rows = new Dictionary<SessionId, SessionRow>();
        while (await reader.ReadAsync(cancel))
            rows[new(reader.GetGuid(0))] = Session(reader);
        await reader.NextResultAsync(cancel);
        var offerings = new Dictionary<OfferingId, (OfferingRow, BookingTerms)>();
        while (await reader.ReadAsync(cancel))
        {
            var offering = Offering(reader);
            offerings[offering.Id] = (offering, offering.ReadTerms());
        }

        await reader.NextResultAsync(cancel);
        var seats = new HashSet<(SessionId, Guid)>();
        while (await reader.ReadAsync(cancel))
            seats.Add((new(reader.GetGuid(0)), reader.GetGuid(1)));
        return new(rows, offerings, seats);
    }

    public async Task<IReadOnlyList<Booked>> Before(BookedSpans spans, CancellationToken cancel)
    {
        await using var look = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        foreach (var (whose, days) in new[] { ("Person", spans.OfPeople), ("Household", spans.OfHouseholds) })
            if (days.Count > 0)
                look.BatchCommands.Add(new(
                    $"""
                    SELECT r."Id", r."Person", r."Household", r."Kind", r."Offering", r."Day", r."State", r."AppealGranted"
                    FROM unnest($1, $2, $3) AS w(whose, since, until) JOIN bookings_reservation r ON r."{whose}" = w.whose AND r."Day" BETWEEN w.since AND w.until
                    WHERE r."Kind" = ANY($4) AND r."State" = ANY($5)
                    """)
                {
                    Parameters =
                    {
                        Array(days.Select(d => d.Whose).ToArray()), Array(days.Select(d => d.From).ToArray()), Array(days.Select(d => d.To).ToArray()), Array(spans.Kinds.ToArray()),
                        Array(Counting),
                    },
                });
        var found = new Dictionary<Guid, Booked>();
        await using var reader = await look.ExecuteReaderAsync(cancel);
        do
            while (await reader.ReadAsync(cancel))
                found[reader.GetGuid(0)] = new(
                    Id(reader, 1), Id(reader, 2), reader.GetString(3), new(reader.GetGuid(4)), reader.GetFieldValue<DateOnly>(5), Enum.Parse<ReservationState>(reader.GetString(6)), reader.IsDBNull(7) ? null : reader.GetBoolean(7));
        while (await reader.NextResultAsync(cancel));
        return [.. found.Values];
    }

    public void Write(IReadOnlyList<SessionRow> sessions, GatheredWrites writes)
    {
        if (sessions.Count > 0)
            writes.Add(new("""UPDATE bookings_session s SET "Taken" = n.taken FROM unnest($1, $2) AS n(id, taken) WHERE s."Id" = n.id""")
            {
                Parameters = { Array(sessions.Select(s => s.Id.Value).ToArray()), Array(sessions.Select(s => s.Taken).ToArray()) },
            });
    }

    // People first, each in the order of their ids, then households: nobody else takes them the other way round.
    private static string[] Names(IEnumerable<PersonTraits> people) =>
        [.. people.Select(p => SessionLocks.NameOfPerson(p.Person)).Order(StringComparer.Ordinal)
            .Concat(people.SelectMany(p => p.Households).Distinct().Select(SessionLocks.NameOfHousehold).Order(StringComparer.Ordinal)).Select(CommitLock.KeyOf)];

    private static SessionRow Session(NpgsqlDataReader r) => new()
    {
        Id = new(r.GetGuid(0)), Offering = new(r.GetGuid(1)), Kind = r.GetString(2), Series = r.IsDBNull(3) ? null : new SessionId(r.GetGuid(3)), Scope = r.GetString(4),
        Start = r.GetFieldValue<DateTimeOffset>(5), End = r.GetFieldValue<DateTimeOffset>(6), Day = r.GetFieldValue<DateOnly>(7), Capacity = r.GetInt32(8), Taken = r.GetInt32(9),
        Waiting = r.GetInt32(10), LastTurn = r.GetInt32(11), State = Enum.Parse<SessionState>(r.GetString(12)), DrawAt = Instant(r, 13), MovedAt = Instant(r, 14),
        Use = r.IsDBNull(15) ? null : r.GetString(15), Sequence = 0,
    };

    private static OfferingRow Offering(NpgsqlDataReader r) => new()
    {
        Id = new(r.GetGuid(0)), Kind = r.GetString(1), Scope = r.GetString(2), TitleZh = r.GetString(3), TitleEn = r.GetString(4), Resources = r.GetString(5), Terms = r.GetString(6),
        Open = r.GetBoolean(7), At = r.GetFieldValue<DateTimeOffset>(8), Capacity = 0, Version = 0,
    };

    private static Guid? Id(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetGuid(column);

    private static DateTimeOffset? Instant(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter<T[]> Array<T>(T[] values) => new() { TypedValue = values };
}
