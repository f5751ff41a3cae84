using System.Net;
using System.Text.Json;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Operations;
using Linli.Sensing;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility.Tests;

/// <summary>What is kept of a card and what is not, and what it says of itself: windows, silence, battery, degrees, tracks (S44, R38, R51).</summary>
[Trait("Feature", "S44")]
public sealed class CardDataTests
{
    private const string Silent = "A student card is silent";
    private const string Low = "Battery of a student card is low";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    public static TheoryData<DatabaseKind, string> Ways => CardVoice.Ways;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S43")]
    public async Task Gcj02_OfADeviceEnteredSo_ComesToTheSame_AndAMistakeIsNoticed(DatabaseKind kind)
    {
        await using var here = await CardTown.Found(kind, CoordinateSystem.Gcj02);
        var wrong = await here.Enter("C-1009");
        await here.Enrol("陈一", "C-1009", "19900000412", home: 3);
        var (card, mistaken) = (await here.Voice(DeviceProtocols.Jt808), await here.Voice(DeviceProtocols.Http, "C-1009"));
        await here.Settle();
        await here.Town.Services.GetRequiredService<CoordinateWatch>().Refresh(CancellationToken.None);
        await here.Walk(card, system: CoordinateSystem.Gcj02);
        await here.Says(card, CardTown.At(16, 38), 30.2085, system: CoordinateSystem.Gcj02);
        await here.Says(card, CardTown.At(16, 38, 15), 30.2090, system: CoordinateSystem.Gcj02);
        (await CardTown.Pupil(here.Father)).GetProperty("alerts").EnumerateArray().ShouldHaveSingleItem().GetProperty("causeAt").GetDateTimeOffset().ShouldBe(CardTown.At(16, 38, 15));
        var last = (await CardTown.Pupil(here.Father)).GetProperty("latitude").GetDouble();
        last.ShouldBe(30.2090, 0.00001, "kept and shown in WGS-84");

        // R51: one that was entered as WGS-84 and sends GCJ-02 walks 500 m beside the path, and somebody is told which one it is.
        for (var i = 0; i < 25; i++)
            await here.Says(mistaken, CardTown.At(16, 39).AddSeconds(i * 10), 30.2080, 120.2020 + (i * 0.0002), system: CoordinateSystem.Gcj02);
        var findings = await here.Town.InScope(async s =>
        {
            var all = new List<Finding>();
            foreach (var finding in s.GetServices<IHealthFinding>().OfType<IntakeFinding>())
                all.AddRange(await finding.Look(CancellationToken.None));
            return all;
        });
        findings.ShouldContain(f => f.What.En == "devices with doubtful coordinates" && f.Detail.Contains("C-1009", StringComparison.Ordinal));
        findings.ShouldNotContain(f => f.Detail.Contains("C-1007", StringComparison.Ordinal));
        here.Town.Services.GetRequiredService<CoordinateWatch>().IsFound(wrong).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Windows_NothingIsKeptOutsideOfThem_AndASilentCardIsToldOfWithinThem(DatabaseKind kind)
    {
        await using var here = await CardTown.Found(kind);
        var card = await here.Voice(DeviceProtocols.Http);

        // Before 07:20, at noon, after the window, on a day without school, on a Sunday: taken, and forgotten.
        foreach (var at in new[] { CardTown.At(8, 10), CardTown.At(12, 0), CardTown.At(16, 19, 45), CardTown.At(17, 10), CardTown.At(7, 19, 45, day: 24), CardTown.At(7, 30, day: 25), CardTown.At(7, 30, day: 29) })
            await here.Says(card, at, 30.2080);
        (await here.Track()).ShouldBeEmpty();
        (await CardTown.Pupil(here.Father)).GetProperty("latitude").ValueKind.ShouldBe(JsonValueKind.Null);

        // A window begins: whoever was silent because nobody listened has five minutes to speak.
        await here.Clock(CardTown.At(7, 20, day: 30));
        await here.Clock(CardTown.At(7, 21, day: 30));
        await here.Says(card, CardTown.At(7, 21, day: 30), 30.2080);
        (await here.Track()).ShouldHaveSingleItem();
        await here.Clock(CardTown.At(7, 25, 59, day: 30));
        (await CardTown.Notices(here.Father)).ShouldNotContain(Silent);
        await here.Clock(CardTown.At(7, 26, day: 30));
        foreach (var hears in new[] { here.Father, here.Mother, here.School })
            (await CardTown.Notices(hears)).Count(n => n == Silent).ShouldBe(1);

        // The next window without a word: not at its first second, and then within five minutes. Nothing is sent to make the card speak more often.
        await here.Says(card, CardTown.At(7, 30, day: 30), 30.2080);
        await here.Clock(CardTown.At(8, 9, 59, day: 30));
        (await CardTown.Notices(here.Father)).Count(n => n == Silent).ShouldBe(2, "07:35");
        await here.Says(card, CardTown.At(8, 9, 59, day: 30), 30.2080);
        await here.Clock(CardTown.At(16, 24, 59, day: 30));
        (await CardTown.Notices(here.Father)).Count(n => n == Silent).ShouldBe(2);
        await here.Clock(CardTown.At(16, 25, day: 30));
        (await CardTown.Notices(here.Father)).Count(n => n == Silent).ShouldBe(3);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Battery_ThatIsLow_IsToldToTheGuardiansOnly(DatabaseKind kind, string protocol)
    {
        await using var here = await CardTown.Found(kind);
        var officer = await here.Hire("officer", Posts.DutyOfficer);
        var card = await here.Voice(protocol);
        here.Town.Time.SetTo(CardTown.At(16, 30, 1));
        await card.HasBattery(CardTown.At(16, 30), 60);
        await card.HasBattery(CardTown.At(16, 30, 1), 8);
        await here.Settle();
        foreach (var parent in new[] { here.Father, here.Mother })
            (await CardTown.Notices(parent)).Count(n => n == Low).ShouldBe(1);
        foreach (var other in new[] { here.School, officer, await here.Town.StaffClient("worker") })
            (await CardTown.Notices(other)).ShouldAllBe(n => !n.Contains("student card", StringComparison.OrdinalIgnoreCase));
        (await here.School.Get("/mobility/school-path/board").Good()).GetProperty("alerts").GetArrayLength().ShouldBe(0);
        var battery = (await CardTown.Pupil(here.Father)).GetProperty("alerts").EnumerateArray().ShouldHaveSingleItem();
        battery.Text("kind").ShouldBe("battery");
        (await here.School.Post($"/mobility/school-path/alerts/{battery.Id()}/acknowledgement").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_alert");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Tracks_AreInTheExport_DeletedByOneButton_AndGoneAfterAWeek(DatabaseKind kind)
    {
        await using var here = await CardTown.Found(kind);
        var card = await here.Voice(DeviceProtocols.Http);
        await here.Walk(card);
        await here.Says(card, CardTown.At(16, 38), 30.2085);
        await here.Says(card, CardTown.At(16, 38, 15), 30.2090);
        var positions = (await here.Track()).Count;
        positions.ShouldBeGreaterThan(4);

        // A copy: the card, every position, every alert; the mother's is the same as the father's.
        foreach (var parent in new[] { here.Father, here.Mother })
        {
            var sections = Mobility(await parent.Get($"/me/data?person={here.Child}").Good());
            sections["track"].GetArrayLength().ShouldBe(positions);
            sections["alerts"].GetArrayLength().ShouldBe(1);
            sections["cards"].ToString().ShouldContain("C-1007");
        }

        // Deleted by a guardian and by nobody else: stored, on the way to the database, and where the child is now.
        var stranger = await here.Town.VerifiedClient("19900000403");
        (await stranger.Delete($"/mobility/school-path/pupils/{here.Child}/tracks").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.not_guardian");
        await here.Says(card, CardTown.At(16, 39), 30.2092);
        (await here.Mother.Delete($"/mobility/school-path/pupils/{here.Child}/tracks").Good()).Whole("readings").ShouldBeGreaterThanOrEqualTo(positions);
        (await here.Track()).ShouldBeEmpty("nor does what was on its way come in later");
        (await CardTown.Pupil(here.Father)).GetProperty("latitude").ValueKind.ShouldBe(JsonValueKind.Null);
        Mobility(await here.Father.Get($"/me/data?person={here.Child}").Good()).ShouldNotContainKey("track");
        (await CardTown.Pupil(here.Father)).GetProperty("card").GetString().ShouldBe("C-1007", "the card is watched as before");

        // What comes afterwards is kept for a week and no longer.
        await here.Says(card, CardTown.At(16, 40), 30.2080);
        (await here.Track()).ShouldHaveSingleItem();
        await Retain(here, CardTown.At(16, 39, day: 30));
        (await here.Track()).ShouldHaveSingleItem();
        await Retain(here, CardTown.At(16, 41, day: 30));
        (await here.Track()).ShouldBeEmpty();
    }

    private static async Task Retain(CardTown here, DateTimeOffset at)
    {
        here.Town.Time.SetTo(at);
        await here.Town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<DeleteOldReadings>(s).Run(CancellationToken.None);
            return true;
        });
    }

    private static Dictionary<string, JsonElement> Mobility(JsonElement data) =>
        data.GetProperty("modules").EnumerateArray().Single(m => m.Text("module") == "mobility").GetProperty("sections").EnumerateArray().ToDictionary(s => s.Text("code"), s => s.GetProperty("items"));
}
