using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.People.Accounts;
using Linli.Places;
using Linli.Places.Spaces;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Rooms;
using Linli.Bookings.Sessions;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Entry = Linli.Ledger.Entry;

namespace Linli.Bookings.Tests;

/// <summary>A town with a parlour that can be booked, and sessions with places.</summary>
internal sealed class Hall(TestTown town, Guid desk) : IAsyncDisposable
{
    public const string Room = "sp-room";

    /// <summary>A kind that a scene would bring.</summary>
    public const string Course = "course";

    /// <summary>Tuesday 24 November 2026, 19:00 in Shanghai: the day after the town begins.</summary>
    public static readonly DateTimeOffset Evening = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<Guid, HttpClient> clients = [];
    private readonly Dictionary<Guid, string> phoneOf = [];
    private int phones = 300;

    public TestTown Town => town;

    public Guid Desk => desk;

    public static async Task<Hall> Open(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var town = await TestTown.Found(kind, b => b.Services.AddSingleton(new OfferingKind(Course, ("课程", "Courses"), Scene.Learning, "school", OfferingMode.Series)));
        return new Hall(town, await town.Staff("operator"));
    }

    /// <summary>A room of the ledger that can be booked: 08:00 to 22:00, meetings and events, half an hour to set it up.</summary>
    public async Task<OfferingId> OpenRoom(BookingTerms? terms = null, string code = Room, int capacity = 30, int setUp = 30)
    {
        (await town.InScope(s => s.GetRequiredService<Platform.UseCases.UseCaseRunner>().Run(new KeepSpace
        {
            Code = code, Place = "hf-1", NameZh = "居民会客厅", NameEn = "Parlour", Owner = "和一社区", AllowedUses = ["meeting", "event", "sport"], OpeningHours = "Mo-Su 08:00-22:00",
        }, default))).Problems.ShouldBeEmpty();
        var kept = await town.Run(desk, new KeepRoom { Space = code, Capacity = capacity, SetUpMinutes = setUp, Terms = terms ?? new BookingTerms { MostParty = 5000, OpensDaysBefore = 60, CancelHours = 2 } });
        kept.Problems.ShouldBeEmpty();
        return kept.Value!.Offering;
    }

    /// <summary>An offering with one session in the evening of the day after, and its id.</summary>
    public async Task<SessionId> Session(int capacity = 1, BookingTerms? terms = null, string kind = OfferingKind.Event, DateTimeOffset? start = null)
    {
        var at = start ?? Evening;
        var offering = (await Keep(new(kind, SmallTown.First, ("露天电影", "Open-air film"), terms ?? new()) { Capacity = capacity })).Value;
        return (await Try(b => b.Plan(offering, at, at.AddHours(2), null, null, default))).Value;
    }

    public Task<Result<OfferingId>> Keep(OfferingPlan plan) => Try(b => b.Keep(plan, default));

    public async Task<Guid> Resident()
    {
        var phone = $"1990000{Interlocked.Increment(ref phones):0000}";
        var client = await town.VerifiedClient(phone);
        var account = (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid();
        (clients[account], phoneOf[account]) = (client, phone);
        return account;
    }

    /// <summary>The client of a resident made here.</summary>
    public HttpClient Client(Guid account) => clients[account];

    /// <summary>The same, signed in once more: hours later a token has run out.</summary>
    public Task<HttpClient> SignInAgain(Guid account) => town.ResidentClient(phoneOf[account]);

    /// <summary>Many residents at once, written down instead of signed in one by one.</summary>
    public async Task<IReadOnlyList<Guid>> Crowd(int count)
    {
        var accounts = new List<Guid>();
        await Look(async db =>
        {
            for (var i = 0; i < count; i++)
            {
                var (person, account) = (Guid.CreateVersion7(TestTown.Start), Guid.CreateVersion7(TestTown.Start));
                db.Records<Person>().Add(new() { Id = person, Name = $"居民{i}", At = TestTown.Start });
                db.Records<Account>().Add(new() { Id = account, PersonId = person, Kind = AccountKind.Resident, At = TestTown.Start, UserName = account.ToString("N"), SecurityStamp = account.ToString("N") });
                db.Insert(new PostHeld { Id = Guid.CreateVersion7(TestTown.Start), AccountId = account, Post = People.Posts.Resident, Scope = SmallTown.First.Value, From = TestTown.Start.AddDays(-1) });
                accounts.Add(account);
            }

            return await db.SaveChangesAsync();
        });
        return accounts;
    }

    /// <summary>Points in somebody's wallet.</summary>
    public async Task<AccountId> Points(Guid account, long points)
    {
        var person = await PersonOf(account);
        return await InTransaction(async s =>
        {
            var ledger = s.GetRequiredService<ILedger>();
            var wallet = await ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, SmallTown.First, 0), default);
            var issuer = await ledger.Open(new(new(Linli.Ledger.OwnerKind.Issuer, "points"), LedgerUnit.Points, "issue", ScopePath.Root, null) { Label = ("积分发行", "Issuer of points") }, default);
            (await ledger.Post(new("test", $"p-{account}", "points.earn", ("积分", "Points"), [Entry.From(issuer, new Points(points)), Entry.To(wallet, new Points(points))]) { LastDay = new(2027, 12, 31) }, default)).Problems.ShouldBeEmpty();
            return wallet;
        }, _ => true);
    }

    public Task<Result<ReservationView>> Book(Guid account, SessionId session, int party = 1, bool wait = false, string? key = null) =>
        town.Run(account, new ReservePlace(party, Wait: wait, IdempotencyKey: key) { Session = session });

    public Task<Result<ReservationView>> BookRoom(Guid account, DateTimeOffset from, int minutes = 60, string use = "meeting", string room = Room, int party = 5) =>
        town.Run(account, new BookRoom(room, from, minutes, use, party, "合唱排练"));

    public Task<SessionRow> Row(SessionId id) => Look(db => db.Unfiltered<SessionRow>().AsNoTracking().SingleAsync(s => s.Id == id));

    public Task<ReservationRow> Row(ReservationId id) => Look(db => db.Unfiltered<ReservationRow>().AsNoTracking().SingleAsync(r => r.Id == id));

    public Task<T> Look<T>(Func<LinliDb, Task<T>> look) => town.InScope(s => look(s.GetRequiredService<LinliDb>()));

    public Task Run<TJob>() where TJob : class, IJob => town.InScope(async s =>
    {
        await s.GetRequiredService<TJob>().Run(default);
        return true;
    });

    public async Task<Guid> PersonOf(Guid account) => await Look(db => db.Records<Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync());

    public async Task Born(Guid account, DateOnly birth)
    {
        var person = await PersonOf(account);
        await Look(db => db.Records<Person>().Where(p => p.Id == person).ExecuteUpdateAsync(u => u.SetProperty(p => p.BirthDate, birth)));
    }

    /// <summary>Money in somebody's wallet.</summary>
    public async Task<AccountId> Wallet(Guid account, long fen)
    {
        var person = await PersonOf(account);
        return await InTransaction(async s =>
        {
            var ledger = s.GetRequiredService<ILedger>();
            var wallet = await ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, SmallTown.First, 0), default);
            var bank = await ledger.Open(new(new(Linli.Ledger.OwnerKind.Outside, "bank"), LedgerUnit.Fen, "top-up", ScopePath.Root, null), default);
            if (fen > 0)
                (await ledger.Post(new("test", $"t-{account}", "wallet.top-up", ("充值", "Top-up"), [Entry.From(bank, new Fen(fen)), Entry.To(wallet, new Fen(fen))]), default)).Ok.ShouldBeTrue();
            return wallet;
        }, _ => true);
    }

    public Task<Balance> Balance(AccountId wallet) => town.InScope(s => s.GetRequiredService<ILedger>().Balance(wallet, default));

    public Task<Result<T>> Try<T>(Func<IBookings, Task<Result<T>>> act) => InTransaction(s => act(s.GetRequiredService<IBookings>()), r => r.Ok);

    public ValueTask DisposeAsync() => town.DisposeAsync();

    public Task<T> InTransaction<T>(Func<IServiceProvider, Task<T>> act, Func<T, bool> commits) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        using (await s.GetRequiredService<WriterQueue>().Enter(CancellationToken.None))
        {
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            var answer = await act(s);
            if (!commits(answer))
                return answer;
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            db.ChangeTracker.Clear();
            return answer;
        }
    });
}
