using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Rooms;
using Linli.Places;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Bookings.Tests;

/// <summary>The demo community: what stands on the home page can be booked.</summary>
public class DemoScenesTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S01")]
    public async Task Scenes_AllNine_GiveAPlace_AndTakeItBack(DatabaseKind kind)
    {
        await using var town = await TestTown.FoundDemo(kind);
        using var resident = await town.ResidentClient("19900000101");
        // One tap from the home screen: the tiles stand in the order of the scenes.
        var pages = Regex.Matches(await resident.GetStringAsync("/"), "class=\"scene\" href=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        pages.Count.ShouldBe(9);
        foreach (var scene in Enum.GetValues<Scene>())
        {
            var offered = (await resident.GetFromJsonAsync<OfferingLine[]>($"/api/v1/bookings/offerings?scene={scene}", Json.Options))!;
            var refused = new List<string>();
            var made = await Book(resident, offered, refused);
            made.ShouldNotBeNull($"{scene}: {offered.Length} offerings; {string.Join("; ", refused.Distinct())}");
            var page = WebUtility.HtmlDecode(await resident.GetStringAsync(pages[(int)scene]));
            offered.ShouldContain(o => page.Contains($"\"{o.Path}\"", StringComparison.Ordinal), pages[(int)scene]);
            (await Mine(resident, made)).State.ShouldBe(ReservationState.Confirmed);
            (await resident.PostAsJsonAsync($"/api/v1/bookings/{made.Id.Value}/cancel", new { }, Json.Options)).EnsureSuccessStatusCode();
            (await Mine(resident, made)).State.ShouldBe(ReservationState.Cancelled);
        }
    }

    // The first that takes this person at once: some ask for an age or for another course, some are drawn.
    private static async Task<ReservationView?> Book(HttpClient resident, IReadOnlyCollection<OfferingLine> offered, List<string> refused)
    {
        foreach (var session in offered.SelectMany(o => o.Next).Where(s => s.Left > 0 && s.Draw is null))
            if (await Made(resident, $"/api/v1/bookings/sessions/{session.Id.Value}/reservations", new { }, refused) is { } place)
                return place;
        foreach (var room in offered.Select(o => o.Room).OfType<RoomLine>())
        {
            var day = (await resident.GetFromJsonAsync<RoomDay>($"/api/v1/bookings/rooms/{room.Code}/free?day=2026-11-25", Json.Options))!;
            if (day.Free.Count > 0 && await Made(resident, "/api/v1/bookings/rooms", new { room = room.Code, from = day.Free[0], minutes = day.Minutes, use = day.Use, seenPriceFen = day.PriceFen, note = "业主碰头会" }, refused) is { } hour)
                return hour;
        }

        return null;
    }

    private static async Task<ReservationView?> Made(HttpClient resident, string path, object body, List<string> refused)
    {
        using var answer = await resident.PostAsJsonAsync(path, body, Json.Options);
        if (answer.StatusCode == HttpStatusCode.Created)
            return await answer.Content.ReadFromJsonAsync<ReservationView>(Json.Options);
        refused.Add(await answer.Content.ReadAsStringAsync());
        return null;
    }

    private static async Task<ReservationView> Mine(HttpClient resident, ReservationView made) =>
        (await resident.GetFromJsonAsync<MyBooking[]>($"/api/v1/bookings/mine/{made.Id.Value}", Json.Options))!.Single().Reservation;
}
