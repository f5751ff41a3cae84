using System.Net;
using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests.MovingIn;

/// <summary>What people show at a till: the code of their phone or their card; a face is never asked for (R41).</summary>
public class CodeTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Code_IsGoodForOneReader_AndOneMinute(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var tenant = await town.Settled();
        var (desk, worker) = (await town.StaffClient("desk"), await town.StaffClient("worker"));
        var code = (await tenant.Get("/me/code").Good()).Text("token");

        var read = await desk.Post("/codes/read", new { code }).Good();
        read.Text("way").ShouldBe("phone");
        read.Text("name").ShouldContain("*");
        (await desk.Post("/codes/read", new { code }).Good()).Text("person").ShouldBe(read.Text("person"), "an answer may have been lost");
        (await worker.Post("/codes/read", new { code }).Refused(HttpStatusCode.BadRequest)).ShouldBe("people.code_used");

        var next = (await tenant.Get("/me/code").Good()).Text("token");
        town.Time.Move(TimeSpan.FromSeconds(76));
        (await desk.Post("/codes/read", new { code = next }).Refused(HttpStatusCode.BadRequest)).ShouldBe("people.code_expired");
        (await desk.Post("/codes/read", new { code = next[..^4] + "AAAA" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("people.code_unknown");
        (await desk.Post("/codes/read", new { code = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("people.code_missing");
        (await desk.Post("/codes/read", new { code = read.Text("ticket") }).Refused(HttpStatusCode.BadRequest)).ShouldBe("people.code_unknown", "a ticket is no code");
        (await tenant.Post("/codes/read", new { code = next })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "residents read nobody's code");
    }

    [Fact]
    public async Task Ticket_StandsForThePerson_OnlyForWhoReadTheCode_AndFiveMinutes()
    {
        await using var town = await TestTown.Found();
        var tenant = await town.Settled();
        var code = (await tenant.Get("/me/code").Good()).Text("token");
        var read = await (await town.StaffClient("desk")).Post("/codes/read", new { code }).Good();
        var (desk, worker, ticket) = (await town.Staff("desk"), await town.Staff("worker"), read.Text("ticket"));

        (await Open(town, desk, ticket)).ShouldBe(read.Text("person"));
        (await Open(town, worker, ticket)).ShouldBe("people.ticket_expired");
        (await Open(town, desk, code)).ShouldBe("people.ticket_expired", "a code is no ticket");
        town.Time.Move(TimeSpan.FromMinutes(5));
        (await Open(town, desk, ticket)).ShouldBe("people.ticket_expired");
    }

    [Fact]
    public async Task Card_SaysWhoseItIs_UntilItIsBlocked()
    {
        await using var town = await TestTown.Found();
        var tenant = await town.Settled();
        var desk = await town.StaffClient("desk");
        var card = await desk.Post("/gates/cards", new { tie = await tenant.Tie(), card = "04 A1 B2 C3" }).Good();

        (await desk.Post("/codes/read", new { code = "04a1b2c3" }).Good()).Text("way").ShouldBe("card");
        (await desk.Post("/codes/read", new { code = "04A1B2C4" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("people.code_unknown");
        (await desk.Delete($"/gates/credentials/{card.Text("id")}?lost=true")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await desk.Post("/codes/read", new { code = "04A1B2C3" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("people.code_unknown");
    }

    private static Task<string> Open(TestTown town, Guid account, string ticket) => town.As(account, services =>
    {
        var opened = ((IPresentedCodes)services.GetService(typeof(IPresentedCodes))!).Open(ticket);
        return Task.FromResult(opened.Ok ? opened.Value.Person.ToString() : opened.Problems[0].Code);
    });
}
