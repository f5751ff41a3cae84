using System.Net;
using System.Text.Json;
using Linli.Neighbours.Goodwill.Donations;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Goodwill;

/// <summary>Gifts in kind (S109): registered, counted, boxed, labelled, tracked, confirmed by who receives them.</summary>
[Trait("Feature", "S109")]
public class DonationTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Books_GoFromTheDonorToTheSchool_AndEverybodySeesHowFar(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, donor) = (await town.StaffClient("desk"), await WishTests.Donor(town, "13800000001", "林涛", "1988-06-17"));
        await desk.Put("/donations/recipients/yunling", new { place = "hf", nameZh = "云岭镇中心小学", address = "云岭镇学前路 1 号" }).Good();
        var made = await donor.Post("/donations", Gift("童话书", 12)).Good();
        made.Text("number").ShouldBe("JZ-2611-0001");
        var item = (await desk.Get("/donations/desk").Good()).GetProperty("donations")[0].GetProperty("items")[0].Id();
        (await desk.Post("/parcels", Pack((item, 5))).Refused(HttpStatusCode.BadRequest)).ShouldBe("parcels.not_here", "what was not counted is not packed");
        (await desk.Post($"/donations/{made.Id()}/receive", new { counts = new Dictionary<Guid, int> { [item] = 0 } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("donations.counts");
        await desk.Post($"/donations/{made.Id()}/receive", new { counts = new Dictionary<Guid, int> { [item] = 10 } }).Good();
        (await donor.Get("/donations/mine").Good()).GetProperty("donations")[0].GetProperty("items")[0].Text("count").ShouldBe("10", "the receipt says what came");
        (await donor.Post($"/donations/{made.Id()}/call-off").Refused(HttpStatusCode.Conflict)).ShouldBe("donations.moved");

        var first = await desk.Post("/parcels", Pack((item, 6))).Good();
        (await desk.Post("/parcels", Pack((item, 5))).Refused(HttpStatusCode.Conflict)).ShouldBe("parcels.too_many");
        var second = await desk.Post("/parcels", Pack((item, 4))).Good();
        first.Text("code").Length.ShouldBe(10);
        (await town.Client().Post($"/parcels/{first.Text("code")}/confirm", new { count = 6 }).Refused(HttpStatusCode.Conflict)).ShouldBe("parcels.not_sent");

        // One is tracked by its courier's adapter, one noted by hand.
        (await desk.Post($"/parcels/{first.Id()}/send", new { courier = "simulator", tracking = "SF12345678" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("parcels.tracking_unknown");
        (await desk.Post($"/parcels/{first.Id()}/send", new { courier = "simulator", tracking = "SIM 1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("parcels.tracking");
        await desk.Post($"/parcels/{first.Id()}/send", new { courier = "simulator", tracking = "SIM0001" }).Good();
        (await desk.Post($"/parcels/{first.Id()}/send", new { courier = "simulator", tracking = "SIM0001" }).Refused(HttpStatusCode.Conflict)).ShouldBe("parcels.moved");
        await desk.Post($"/parcels/{second.Id()}/send", new { courier = "顺路货车", tracking = "ZJA12345" }).Good();
        (await desk.Post($"/parcels/{second.Id()}/steps", new { state = "confirmed", where = "学校" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("parcels.state");
        await desk.Post($"/parcels/{second.Id()}/steps", new { state = "delivered", where = "学校门卫" }).Good();
        town.Time.Move(TimeSpan.FromHours(30));
        await Couriers(town);
        await Couriers(town);
        (await Steps(town, first)).ShouldBe(["packed", "sent", "onTheWay", "onTheWay"], "asked twice, noted once");
        town.Time.Move(TimeSpan.FromHours(20));
        await Couriers(town);
        (await Steps(town, first))[^1].ShouldBe("delivered");

        var label = await town.Client().Get($"/parcels/{first.Text("code")}").Good();
        label.ToString().ShouldNotContain("林");
        (await town.Client().Post($"/parcels/{first.Text("code")}/confirm", new { count = -1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("parcels.count");
        (await town.Client().Post("/parcels/AAAAAAAAAA/confirm", new { count = 1 }).Refused(HttpStatusCode.NotFound)).ShouldBe("parcels.not_found");
        await town.Client().Post($"/parcels/{first.Text("code")}/confirm", new { count = 6, word = "都收到了，谢谢" }).Good();
        (await town.Client().Post($"/parcels/{first.Text("code")}/confirm", new { count = 6 }).Refused(HttpStatusCode.Conflict)).ShouldBe("parcels.confirmed");
        donor = await town.ResidentClient("13800000001");
        (await donor.Get("/donations/mine").Good()).GetProperty("donations")[0].GetProperty("parcels").EnumerateArray().Select(p => p.Text("state")).Order().ShouldBe(["confirmed", "delivered"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Donation_WithBadFiguresOrByNobody_IsRefused(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, donor) = (await town.StaffClient("desk"), await WishTests.Donor(town, "13800000001", "林涛", "1988-06-17"));
        (await donor.Post("/donations", Gift("童话书", 12)).Refused(HttpStatusCode.BadRequest)).ShouldBe("donations.recipient");
        await desk.Put("/donations/recipients/yunling", new { place = "hf", nameZh = "云岭镇中心小学", address = "云岭镇学前路 1 号" }).Good();
        (await desk.Put("/donations/recipients/Bad Code", new { place = "hf", nameZh = "云岭", address = "云岭镇" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.code");
        (await donor.Post("/donations", Gift("童话书", 0)).Refused(HttpStatusCode.BadRequest)).ShouldBe("donations.count");
        (await donor.Post("/donations", Gift("童话书 13800000001", 1)).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.contact_in_text");
        (await donor.Post("/donations", new { recipient = "yunling", items = Array.Empty<object>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("donations.items");
        var made = await donor.Post("/donations", Gift("童话书", 3)).Good();
        (await (await WishTests.Donor(town, "13800000002", "罗蓝", "1965-01-01")).Post($"/donations/{made.Id()}/call-off").Refused(HttpStatusCode.NotFound)).ShouldBe("donations.not_found");
        await donor.Post($"/donations/{made.Id()}/call-off").Good();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Simulator_LosesWhatIsMarkedSo(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var simulator = new CourierSimulator(town.Time);
        var sent = town.Time.GetUtcNow().AddHours(-100);
        (await simulator.Track("SIM01LOST", sent, CancellationToken.None))[^1].State.ToString().ShouldBe("Lost");
        (await simulator.Track("SIM01", sent, CancellationToken.None)).ShouldBe(await simulator.Track("SIM01", sent, CancellationToken.None));
    }

    [Fact]
    public void Parcels_GoForwardOnly()
    {
        var states = Enum.GetValues<ParcelState>();
        states.Where(to => ParcelRules.MayGo(ParcelState.Packed, to)).ShouldBe([ParcelState.Sent]);
        states.Where(to => ParcelRules.MayGo(ParcelState.OnTheWay, to)).ShouldBe([ParcelState.OnTheWay, ParcelState.Delivered, ParcelState.Confirmed, ParcelState.Lost]);
        states.Where(to => ParcelRules.MayGo(ParcelState.Delivered, to)).ShouldBe([ParcelState.Confirmed]);
        states.Where(to => ParcelRules.MayGo(ParcelState.Confirmed, to)).ShouldBeEmpty();
        states.Where(to => ParcelRules.MayGo(ParcelState.Lost, to)).ShouldBe([ParcelState.Delivered, ParcelState.Confirmed], ignoreOrder: true, "what was lost may turn up");
    }

    private static object Gift(string what, int count) => new { recipient = "yunling", items = new[] { new { kind = "books", what, count } } };

    private static object Pack(params (Guid Item, int Count)[] items) => new { recipient = "yunling", items = items.ToDictionary(i => i.Item, i => i.Count) };

    private static async Task<List<string>> Steps(TestTown town, JsonElement parcel) =>
        [.. (await town.Client().Get($"/parcels/{parcel.Text("code")}").Good()).GetProperty("steps").EnumerateArray().Select(s => s.Text("state"))];

    private static Task<int> Couriers(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<CourierClock>().Run(CancellationToken.None);
        return 0;
    });
}
