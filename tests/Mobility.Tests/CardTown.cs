using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Scenes.Tests;
using Linli.Sensing;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility.Tests;

/// <summary>
/// The whole way of a card, nothing of it a double: ports for devices, the pipeline with its journal on disk, rules, alarms, responders. The
/// blue path runs along 30.208 from 120.2000 to 120.2156; 安安 lives in the second compound and may go home there only, another pupil lives in
/// the first one.
/// </summary>
internal sealed class CardTown : IAsyncDisposable
{
    private readonly List<CardVoice> voices = [];

    private CardTown(TestTown town) => Town = town;

    public TestTown Town { get; }

    public HttpClient Father { get; private set; } = null!;

    public HttpClient Mother { get; private set; } = null!;

    public HttpClient School { get; private set; } = null!;

    public Guid Child { get; private set; }

    public DeviceId Card { get; private set; }

    public static DateTimeOffset At(int hour, int minute, int second = 0, int day = 23) => new(2026, 11, day, hour, minute, second, TimeSpan.FromHours(8));

    public static string KeyOf(string card) => "the-key-in-the-card-" + card;

    public static async Task<CardTown> Found(DatabaseKind kind, CoordinateSystem coordinates = CoordinateSystem.Wgs84)
    {
        var here = new CardTown(await TestTown.Found(kind, builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["People:AccessTokenLife"] = "90.00:00:00", ["Lines:Enabled"] = "true", ["Jt808:Port"] = "0", ["Jt808:ItemNames:E4"] = "battery", ["Mqtt:Port"] = "0", ["Mqtt:TlsPort"] = "-1",
            ["Gb26875:Port"] = "-1", ["Hj212:Port"] = "-1",
        })));
        await here.Fill(coordinates);
        return here;
    }

    /// <summary>A card that speaks one of <see cref="DeviceProtocols"/>.</summary>
    public async Task<CardVoice> Voice(string protocol, string card = "C-1007")
    {
        var voice = await CardVoice.Connect(Town, protocol, card);
        voices.Add(voice);
        return voice;
    }

    /// <summary>Enters a card of the first community, or of another place.</summary>
    public Task<DeviceId> Enter(string card, ScopePath? at = null, CoordinateSystem coordinates = CoordinateSystem.Wgs84) => InTransaction(async s =>
        (await s.GetRequiredService<IDeviceBook>().Enter(
            new(card, "学生卡 " + card, "student-card", at ?? SmallTown.First)
            {
                Key = KeyOf(card), Coordinates = coordinates, InService = true, Addresses = [new(DeviceProtocols.Jt808, CardVoice.PhoneOf(card))],
            },
            CancellationToken.None)).Value);

    /// <summary>A pupil with one guardian and a card.</summary>
    public async Task<(Guid Child, HttpClient Guardian)> Enrol(string name, string card, string phone, int home, bool second = false)
    {
        var guardian = await Town.VerifiedClient(phone);
        var child = await Town.Person(name, "2016-09-02", home, second);
        await Town.Guardian((await guardian.Get("/me").Good()).Id("account"), child);
        await Enrol(guardian, child, card);
        return (child, guardian);
    }

    /// <summary>What the readings so far set going has happened when this returns.</summary>
    public async Task Settle()
    {
        await Town.Services.GetRequiredService<RulesMemory>().Settled;
        // In line behind what was taken before.
        await Town.Services.GetRequiredService<ReadingPipeline>().Tick();
        (await Town.Services.GetRequiredService<FiringDesk>().DeliverAll(CancellationToken.None)).ShouldBeTrue();
        while (await Town.DeliverEvents() > 0)
        {
            // What is delivered says more.
        }
    }

    /// <summary>The clock is set, and every timer that is due runs.</summary>
    public async Task Clock(DateTimeOffset at)
    {
        Town.Time.SetTo(at);
        await Settle();
    }

    public Task<IReadOnlyList<TrackPoint>> Track(DeviceId? card = null) => Town.InScope(async s =>
    {
        (await s.GetRequiredService<ReadingPipeline>().Store(CancellationToken.None)).ShouldBeTrue();
        return await s.GetRequiredService<ITracks>().Positions(card ?? Card, At(0, 0, day: 1), At(23, 59, day: 30), 1000, CancellationToken.None);
    });

    public static async Task<JsonElement> Pupil(HttpClient guardian) => (await guardian.Get("/mobility/school-path/mine").Good()).GetProperty("children")[0];

    public static async Task<string[]> Notices(HttpClient who) =>
        [.. (await who.Get("/notices").Good()).GetProperty("items").EnumerateArray().Select(n => n.GetProperty("title")).Select(t => t.ValueKind == JsonValueKind.Object ? t.Text("en") : t.ToString())];

    public async Task<HttpClient> Hire(string login, string post, ScopePath? at = null)
    {
        await Town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var now = TestTown.Start.AddMinutes(-5);
            var person = new Person { Id = Guid.CreateVersion7(now), Name = "王" + login, At = now };
            var account = NewAccounts.Staff(person.Id, login, s.GetRequiredService<TimeProvider>(), now);
            account.PasswordHash = (await db.Records<Account>().FirstAsync(a => a.UserName == "operator")).PasswordHash;
            db.Records<Person>().Add(person);
            db.Records<Account>().Add(account);
            db.Insert(new PostHeld { Id = Guid.CreateVersion7(now), AccountId = account.Id, Post = post, Scope = (at ?? SmallTown.Group).Value, From = TestTown.Start.AddDays(-30) });
            return await db.SaveChangesAsync();
        });
        return await Town.StaffClient(login);
    }

    /// <summary>Out of school at 16:30 and along the path until 16:37:45.</summary>
    public async Task Walk(CardVoice card, CoordinateSystem system = CoordinateSystem.Wgs84, bool setClock = true)
    {
        foreach (var (minute, second, longitude) in new[] { (30, 0, 120.2010), (32, 0, 120.2020), (34, 0, 120.2030), (36, 0, 120.2040), (37, 30, 120.2048), (37, 45, 120.2050) })
            await Says(card, At(16, minute, second), 30.2080, longitude, system: system, setClock: setClock);
    }

    /// <summary>The card says where it is at an instant, which is now; what comes of it has happened when this returns.</summary>
    public async Task Says(
        CardVoice card, DateTimeOffset at, double latitude, double longitude = 120.2050, double? accuracy = null, CoordinateSystem system = CoordinateSystem.Wgs84, bool setClock = true)
    {
        if (setClock)
            Town.Time.SetTo(at);
        var point = ChinaCoordinates.FromWgs84(new GeoPoint(latitude, longitude), system);
        await card.Is(at, point.Latitude, point.Longitude, accuracy);
        await Settle();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var voice in voices)
            await voice.DisposeAsync();
        await Town.DisposeAsync();
    }

    private async Task Fill(CoordinateSystem coordinates)
    {
        await Town.Assess();
        await Town.BuildPath();
        School = await Town.School("plumber");
        // The card belongs to the second community and the keepers stand in the first: a path knows no such border.
        Card = await Enter("C-1007", SmallTown.Second, coordinates);
        (Father, Mother) = (await Town.VerifiedClient("19900000401"), await Town.VerifiedClient("19900000402"));
        Child = await Town.Person("林安安", "2016-04-21", second: true);
        foreach (var parent in new[] { Father, Mother })
            await Town.Guardian((await parent.Get("/me").Good()).Id("account"), Child);
        await Enrol(Father, Child, "C-1007");
        // School is about to end: who connects now is not silent.
        await Clock(At(16, 29));
    }

    private static async Task Enrol(HttpClient guardian, Guid child, string card)
    {
        var version = (await guardian.Get("/mobility/school-path/mine").Good()).GetProperty("text").GetProperty("version").GetInt32();
        await guardian.Post("/mobility/school-path/pupils", new { child, school = "school-a", card, version, agree = true }).Good();
    }

    private Task<T> InTransaction<T>(Func<IServiceProvider, Task<T>> act) => Town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        await using var transaction = await db.BeginTransaction(CancellationToken.None);
        var answer = await act(s);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return answer;
    });
}
