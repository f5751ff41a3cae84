using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Linli.Mobility.SchoolPath;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Privacy.Assessments;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Journeys;

/// <summary>What children on their way to school need.</summary>
public partial class Town
{
    private const string CardKey = "the-key-in-the-card-of-a-child";

    /// <summary>1,500 m from the school in the west to the one in the east, past the compounds of both communities.</summary>
    public const string SchoolLine = """{"type":"LineString","coordinates":[[120.2140,30.2095],[120.2295778,30.2095]]}""";

    /// <summary>The grounds of the school in the west.</summary>
    public const string WestGrounds = """{"type":"Polygon","coordinates":[[[120.2125,30.2090],[120.2140,30.2090],[120.2140,30.2100],[120.2125,30.2100],[120.2125,30.2090]]]}""";

    /// <summary>The grounds of the school in the east.</summary>
    public const string EastGrounds = """{"type":"Polygon","coordinates":[[[120.2295,30.2090],[120.2310,30.2090],[120.2310,30.2100],[120.2295,30.2100],[120.2295,30.2090]]]}""";

    /// <summary>The child of two people who signed in, and a card that nobody has enrolled yet.</summary>
    public async Task Pupil(string father, string mother, string name, string card)
    {
        var child = await Relative(father, name, Clock.Today.AddYears(-10), child: true);
        await AsSystem(async services =>
        {
            var db = services.GetRequiredService<LinliDb>();
            var now = Linli.Platform.Data.Clock.Now(Clock);
            var guardian = await db.Records<Account>().Where(a => a.Id == Guid.Parse(mother)).Select(a => a.PersonId).SingleAsync();
            db.Records<Guardianship>().Add(new() { Id = Guid.CreateVersion7(now), GuardianId = guardian, ChildId = child, Kind = GuardianKind.Parent, From = now.AddYears(-1) });
            db.Records<Assessment>().Add(new()
            {
                Id = Guid.CreateVersion7(now), Purpose = StudentCards.Purpose, Necessity = "…", Risks = "…", Measures = "…", Decision = AssessmentDecision.Approved, DecidedBy = Guid.Empty, DecidedByName = "李敏", At = now,
                ValidUntil = Clock.Today.AddYears(1),
            });
            (await services.GetRequiredService<IDeviceBook>().Enter(new(card, "学生卡 " + card, StudentCards.Card.Code, Community) { Key = CardKey, InService = true }, default)).Ok.ShouldBeTrue();
        });
    }

    /// <summary>A guard point at the path with umbrellas and a first-aid box, kept by somebody; entered by somebody of the office.</summary>
    public async Task GuardPoint(string office, string keeper)
    {
        Guid account;
        await using (var scope = app.Services.CreateAsyncScope())
            account = await scope.ServiceProvider.GetRequiredService<LinliDb>().Records<Account>().Where(a => a.UserName == keeper).Select(a => a.Id).SingleAsync();
        using var desk = await Desk(office);
        await desk.Put("/mobility/guard-points/g7", new
        {
            place = "hf-1",
            nameZh = "G7 月牙桥便利店护学点",
            nameEn = "G7 Yueya Bridge Shop",
            who = "shop",
            latitude = 30.2097,
            longitude = 120.2175,
            umbrellas = 3,
            firstAid = true,
            hours = "16:00-18:00",
            keepers = new[] { account },
        }).Good();
    }

    /// <summary>The card says over HTTP where it was some seconds ago.</summary>
    public async Task CardIs(string card, params (int SecondsAgo, double Latitude, double Longitude)[] places)
    {
        var now = Clock.GetUtcNow();
        using var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{card}:{CardKey}")));
        var sent = await client.PostAsJsonAsync("/api/v1/sensing/readings", places.Select(p => new { at = now.AddSeconds(-p.SecondsAgo), latitude = p.Latitude, longitude = p.Longitude, accuracy = 8 }));
        sent.IsSuccessStatusCode.ShouldBeTrue(await sent.Content.ReadAsStringAsync());
    }

    /// <summary>How long it took from the confirmed exit to the word to guardians and school, by the clock of the town.</summary>
    public async Task<TimeSpan> AlertTook()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var alert = await scope.ServiceProvider.GetRequiredService<LinliDb>().Unfiltered<SchoolAlert>().AsNoTracking().OrderByDescending(a => a.Id).FirstAsync();
        return alert.ToldAt - alert.CauseAt;
    }
}
