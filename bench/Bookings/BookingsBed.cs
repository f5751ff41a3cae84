using System.Diagnostics;
using System.Globalization;
using Linli.Bookings;
using Linli.Bookings.Desk;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Ledger;
using Linli.Notices;
using Linli.People;
using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Installation;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Linli.Bench.Bookings;

/// <summary>
/// The engine as the server runs it, on a database with people and sessions only. Each reservation is a whole use case: who the person is,
/// limits, the locks, a code, an audit line, an event, the commit. Callers are those of people signed in: as the server keeps them.
/// </summary>
internal sealed class BookingsBed(ServiceProvider services, string? admin) : IAsyncDisposable
{
    private const int Sessions = 1000;
    private const string Place = "/zj/hf/";
    private readonly List<Guid> accounts = [];
    private readonly List<SessionId> sessions = [];
    private readonly List<SessionId> limited = [];
    private readonly Dictionary<Guid, Caller> callers = [];
    private OfferingId offering;
    private int next;

    public string? ConnectionString { get; private init; }

    private ServiceProvider Services => services;

    public static async Task<BookingsBed> Open(DatabaseKind kind, string folder, string? admin)
    {
        var data = Path.Combine(folder, "bookings-" + kind);
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        Directory.CreateDirectory(data);
        var connection = kind == DatabaseKind.Sqlite ? $"Data Source={Path.Combine(data, "linli.db")}" : await Create(admin!);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Kind"] = kind.ToString(), ["Database:ConnectionString"] = connection }).Build();
        var collection = new ServiceCollection().AddLogging();
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddLinli([new PlacesModule(), new PeopleModule(), new NoticesModule(), new LedgerModule(), new BookingsModule()], configuration, new(data));
        var bed = new BookingsBed(collection.BuildServiceProvider(), admin) { ConnectionString = kind == DatabaseKind.Postgres ? connection : null };
        await bed.As(null, s => s.GetRequiredService<LinliDb>().Database.EnsureCreatedAsync());
        await bed.Services.GetRequiredService<Founding>().FoundBare(_ => Task.CompletedTask, CancellationToken.None);
        await bed.Fill();
        return bed;
    }

    /// <summary>So many people press at the same instant.</summary>
    public async Task<(int Given, double SlowestMs, double MedianMs)> Crowd(int people, int places)
    {
        var session = await As(null, async s =>
        {
            var made = Session(s.GetRequiredService<LinliDb>(), places, 40);
            await s.GetRequiredService<LinliDb>().SaveChangesAsync();
            return made;
        });
        using var door = new SemaphoreSlim(0);
        var waiting = Enumerable.Range(0, people).Select(i => Task.Run(async () =>
        {
            await door.WaitAsync();
            var started = Stopwatch.GetTimestamp();
            var answer = await Reserve(accounts[i], session);
            return (answer, Ms: Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        })).ToList();
        await Task.Delay(500);
        door.Release(people);
        var answers = await Task.WhenAll(waiting);
        var taken = await As(null, s => s.GetRequiredService<LinliDb>().Unfiltered<SessionRow>().Where(r => r.Id == session).Select(r => r.Taken).SingleAsync());
        if (taken != places || answers.Count(a => a.answer) != places)
            throw new InvalidOperationException($"{taken} of {places} places given, {answers.Count(a => a.answer)} confirmed");
        var ms = answers.Select(a => a.Ms).Order().ToList();
        return (taken, ms[^1], ms[ms.Count / 2]);
    }

    /// <summary>Durable reservations a second, each person once in each session.</summary>
    /// <param name="clients">How many ask at the same time, each waiting for the answer.</param>
    /// <param name="span">How long.</param>
    /// <param name="limits">With a key for repetitions, and sessions with a limit for each person and age limits.</param>
    public async Task<Rate> Rate(int clients, TimeSpan span, bool limits = false)
    {
        var among = limits ? limited : sessions;
        using var end = new CancellationTokenSource();
        var count = new long[clients];
        async Task Client(int number)
        {
            while (!end.IsCancellationRequested)
            {
                var turn = Interlocked.Increment(ref next);
                if (await Reserve(accounts[turn % accounts.Count], among[((turn / accounts.Count) + turn) % Sessions], limits))
                    count[number]++;
            }
        }

        var work = Enumerable.Range(0, clients).Select(i => Task.Run(() => Client(i))).ToList();
        await Task.Delay(TimeSpan.FromSeconds(1));
        var watch = RateWatch.Start(() => count.Sum());
        await Task.Delay(span);
        var rate = watch.Stop();
        await end.CancelAsync();
        await Task.WhenAll(work);
        return rate;
    }

    /// <summary>The month of a centre: three sessions a day in each of its rooms.</summary>
    public async Task<(int Sessions, double MonthMs, double OneMs)> Calendar(int rooms)
    {
        var first = LocalTime.Today(TimeProvider.System).AddDays(60);
        var made = 0;
        await As(null, async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            for (var room = 0; room < rooms; room++)
            {
                var code = string.Create(CultureInfo.InvariantCulture, $"room-{room:000}");
                db.Insert(new ResourceRow { Code = code, Kind = ResourceKinds.Space, Scope = Place, NameZh = $"教室 {room}", NameEn = code, Capacity = 30, SetUpMinutes = 0, Uses = "", Version = 1 });
                for (var day = 0; day < 30; day++)
                    foreach (var hour in new[] { 9, 14, 19 })
                    {
                        var start = LocalTime.At(first.AddDays(day), new(hour, 0));
                        var session = Session(db, 20, 0, start);
                        db.Insert(new OccupancyRow { Id = Guid.CreateVersion7(), Resource = code, Scope = Place, From = start, Until = start.AddHours(2), Use = "class", Session = session, At = start });
                        made++;
                    }
            }

            return await db.SaveChangesAsync();
        });
        await As(null, async s => await s.GetRequiredService<LinliDb>().Database.ExecuteSqlRawAsync("ANALYZE"));
        async Task<double> Best(ReadCalendar query)
        {
            var best = double.MaxValue;
            for (var i = 0; i < 10; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var answer = await As(null, s => s.GetRequiredService<UseCaseRunner>().Ask(query, CancellationToken.None));
                best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (!answer.Ok || answer.Value.Resources.Count < rooms)
                    throw new InvalidOperationException("The calendar did not come.");
            }

            return best;
        }

        return (made, await Best(new(first, 30)), await Best(new(first, 30, "room-007")));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (admin is null)
            return;
        NpgsqlConnection.ClearAllPools();
        await Execute(admin, $"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(ConnectionString).Database} WITH (FORCE)");
    }

    private async Task Fill() => await As(null, async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < 2000; i++)
        {
            var (person, account) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            db.Records<Person>().Add(new() { Id = person, Name = "居民", BirthDate = new(1960, 5, 1), At = now });
            db.Records<Account>().Add(new() { Id = account, PersonId = person, Kind = AccountKind.Resident, At = now, UserName = account.ToString("N"), SecurityStamp = account.ToString("N") });
            accounts.Add(account);
        }

        var row = new OfferingRow { Id = new(Guid.CreateVersion7()), Kind = OfferingKind.Event, Scope = Place, TitleZh = "讲座", TitleEn = "Lecture", Resources = "", Capacity = 20, Terms = "{}", Open = true, At = now, Version = 0 };
        row.WriteTerms(new() { WaitList = false });
        db.Insert(row);
        offering = row.Id;
        var strict = new OfferingRow { Id = new(Guid.CreateVersion7()), Kind = OfferingKind.Event, Scope = Place, TitleZh = "课程", TitleEn = "Course", Resources = "", Capacity = 20, Terms = "{}", Open = true, At = now, Version = 0 };
        strict.WriteTerms(new() { WaitList = false, LeastAge = 18, NoShow = new(2, 90, 30), Quotas = [new(QuotaOf.Offering, QuotaPer.Person, QuotaPeriod.Day, 1000)] });
        db.Insert(strict);
        await db.SaveChangesAsync();
        for (var i = 0; i < Sessions; i++)
        {
            sessions.Add(Session(db, 100_000, i % 30));
            limited.Add(Session(db, 100_000, i % 30, of: strict.Id));
        }

        await db.SaveChangesAsync();
        foreach (var account in accounts)
            callers[account] = await s.GetRequiredService<ICallerDirectory>().Find(account, CancellationToken.None) ?? throw new InvalidOperationException("No such account.");
        return 0;
    });

    private SessionId Session(LinliDb db, int capacity, int inDays, DateTimeOffset? at = null, OfferingId? of = null)
    {
        var start = at ?? Clock.ToMicroseconds(TimeProvider.System.GetUtcNow().AddDays(1 + inDays));
        var session = new SessionRow
        {
            Id = new(Guid.CreateVersion7()), Offering = of ?? offering, Kind = OfferingKind.Event, Scope = Place, Start = start, End = start.AddHours(2), Day = LocalTime.DateOf(start), Capacity = capacity, Taken = 0,
            Waiting = 0, LastTurn = 0, State = SessionState.Planned, Sequence = 0, ChangedAt = start,
        };
        db.Insert(session);
        return session.Id;
    }

    private async Task<bool> Reserve(Guid account, SessionId session, bool keyed = false) =>
        (await As(account, s => s.GetRequiredService<UseCaseRunner>().Run(new ReservePlace(IdempotencyKey: keyed ? Guid.CreateVersion7().ToString("N") : null) { Session = session }, CancellationToken.None))).Ok;

    private async Task<T> As<T>(Guid? account, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = account is { } known ? callers[known] : Caller.System;
        return await act(scope.ServiceProvider);
    }

    private static async Task<string> Create(string admin)
    {
        var name = $"linli_bookings_bench_{Environment.ProcessId}";
        await Execute(admin, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString;
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
