using System.Net;
using System.Net.Http.Json;
using Linli.Hall.Accept;
using Linli.Hall.Proxy;
using Linli.Hall.Ways;
using Linli.People;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Hall.Tests.ServiceHall;

namespace Linli.Hall.Tests;

/// <summary>Acting by proxy for and by people who use the network identity (网号、网证, R43): nobody types a name or a number, and the rest is the same.</summary>
public sealed class NetworkIdentityTests
{
    private const string His = "330108194603150026", Hers = "11010519491231002X";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S93")]
    public async Task Proxy_BetweenTwoWhoShowTheNetworkIdentity_HoldsWithoutNameOrDocument_R43(DatabaseKind kind)
    {
        var house = new House();
        await using var hall = await Hall(kind, house);
        var (town, mediator) = (hall.Town, await hall.Town.Staff("mediator"));
        var principal = await town.VerifiedResident("19900000301", home: true);
        await Link(hall, principal, "p-1");

        var proxy = Good(await town.Run(hall.Clerk, Wish() with { PrincipalCheck = await Check(hall, hall.Clerk, "p-1"), AgentCheck = await Check(hall, hall.Clerk, "p-2") }));
        (proxy.Known, proxy.Told).ShouldBe((true, true), "the principal has linked the account here");
        var row = await hall.Look(db => db.Unfiltered<ProxyRow>().AsNoTracking().SingleAsync());
        (row.PrincipalBy, row.AgentBy, row.PrincipalSeenAt, row.PrincipalPerson).ShouldBe(("net", "net", town.Time.GetUtcNow(), await hall.PersonOf(principal)));
        (row.PrincipalHash.Contains("p-1", StringComparison.Ordinal), row.AgentMask.StartsWith("网证-", StringComparison.Ordinal)).ShouldBe((false, true));
        house.Asked.ShouldBe([("WZ p-1", ProxyIdentity.Purpose), ("WZ p-2", ProxyIdentity.Purpose)], "the certificate and what for, nothing else");

        // The witness has both show it again; a number is neither asked for nor taken.
        WitnessProxy Seen() => new(proxy.Id, true);
        (await town.Run(mediator, Seen() with { PrincipalDocument = His, AgentDocument = Hers })).Problem.Field.ShouldBe("principalNetwork");
        (await town.Run(mediator, Seen() with { PrincipalCheck = await Check(hall, mediator, "p-2") })).Problem.Field.ShouldBe("principalNetwork");
        var again = await Check(hall, mediator, "p-1");
        (await town.Run(mediator, Seen() with { PrincipalCheck = again, AgentDocument = Hers })).Problem.Field.ShouldBe("agentNetwork");
        (await town.Run(mediator, Seen() with { PrincipalCheck = again, AgentCheck = await Check(hall, mediator, "p-2") })).Problems.ShouldBeEmpty();
        Good(await town.Ask(mediator, new ReadProxies())).Single().ShouldSatisfyAllConditions(p => p.AgentSeenAt.ShouldNotBeNull(), p => p.State.ShouldBe(ProxyState.Confirmed));

        // At the counter as well.
        Good(await hall.Take(await hall.Resident(), item: Fund));
        await hall.Sit(hall.Clerk, 1);
        await hall.Next(hall.Clerk);
        Task<Result<MatterReceipt>> Come(Guid? check, string? document = null) => town.Run(
            hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "account", "invoice", "income"], Ways: [new(HallWay.Proxy, Proxy: proxy.Number, AgentDocument: document, AgentCheck: check)]));
        (await Come(null, Hers)).Problem.Field.ShouldBe("agentNetwork");
        (await Come(await Check(hall, hall.Clerk, "p-3"))).Problem.Code.ShouldBe("hall.proxy_by_network");
        Good(await Come(await Check(hall, hall.Clerk, "p-2")));
        (await hall.Told(principal, "hall.proxy_used")).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Certificate_ThatIsUnknownOldOrUsed_IsRefusedByName_AndOneByDocumentIsServedTheSame_R43(DatabaseKind kind)
    {
        var house = new House();
        await using var hall = await Hall(kind, house);
        var town = hall.Town;
        (await Show(hall, hall.Clerk, "")).Problem.Field.ShouldBe("code");
        (await Show(hall, hall.Clerk, "WZ old")).Problem.Code.ShouldBe("network_identity_expired");
        (await Show(hall, hall.Clerk, "nobody's")).Problem.Code.ShouldBe("network_identity_unknown");
        house.IsDown = true;
        var down = await Show(hall, hall.Clerk, "WZ p-1");
        (down.Problem.Code, (int)down.Problem.Kind).ShouldBe(("network_identity_down", 502));
        house.IsDown = false;
        house.Says = "{\"verified\":true}";
        (await Show(hall, hall.Clerk, "WZ p-1")).Problem.Code.ShouldBe("network_identity_down", "who says yes and names nobody is not believed");
        house.Says = null;

        // The same person twice: by two certificates, or by a certificate and the document of the same resident.
        var (first, second) = (await Check(hall, hall.Clerk, "p-1"), await Check(hall, hall.Clerk, "p-1"));
        (await town.Run(hall.Clerk, Wish() with { PrincipalCheck = first, AgentCheck = second })).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("hall.proxy_same"), p => p.Field.ShouldBe("agentNetwork"));
        var resident = await town.VerifiedResident("19900000301", home: true);
        await hall.Registered(await hall.PersonOf(resident), "何卫", His);
        await Link(hall, resident, "p-5");
        var his = await Check(hall, hall.Clerk, "p-5");
        (await town.Run(hall.Clerk, Wish() with { PrincipalCheck = his, AgentName = "何卫", AgentDocument = His })).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("hall.proxy_same"), p => p.Field.ShouldBe("agentDocument"));

        // A number beside it is not taken; what failed before is not used up; somebody else's result, or one used before, is none.
        (await town.Run(hall.Clerk, Wish() with { PrincipalCheck = first, PrincipalDocument = His, AgentName = "许静", AgentDocument = Hers })).Problem.Field.ShouldBe("principalDocument");
        (await town.Run(hall.Clerk, Wish() with { PrincipalCheck = await Check(hall, hall.Colleague, "p-1"), AgentName = "许静", AgentDocument = Hers })).Problem.Field.ShouldBe("principalNetwork");
        (await town.Run(hall.Clerk, Wish() with { PrincipalCheck = first, AgentName = "许静", AgentDocument = Hers, Person = await hall.PersonOf(resident) })).Problem.Field.ShouldBe("person", "a certificate cannot be compared with a name");
        var mixed = Good(await town.Run(hall.Clerk, Wish() with { PrincipalCheck = first, AgentName = "许静", AgentDocument = Hers }));
        mixed.Known.ShouldBeFalse();
        (await town.Run(hall.Clerk, Wish() with { PrincipalCheck = first, AgentName = "许静", AgentDocument = Hers })).Problem.Code.ShouldBe("network_identity_old");
        town.Time.Move(TimeSpan.FromMinutes(31));
        (await town.Run(hall.Clerk, Wish() with { PrincipalCheck = second, AgentName = "许静", AgentDocument = Hers })).Problem.Code.ShouldBe("network_identity_old");
        await hall.Run<OldOutside>();
        (await hall.Look(db => db.Records<NetworkCheckRow>().CountAsync())).ShouldBe(0, "results are kept no longer than they count");

        // Equal service: two documents give the same authorisation.
        var papers = Good(await town.Run(hall.Clerk, Wish() with { PrincipalName = "何卫", PrincipalDocument = His, AgentName = "许静", AgentDocument = Hers }));
        (papers.Known, papers.Told).ShouldBe((true, true));
        (await town.Run(hall.Clerk, Wish() with { PrincipalDocument = His, AgentName = "许静", AgentDocument = Hers })).Problem.Field.ShouldBe("principalName");
    }

    [Fact]
    public async Task Certificate_OverHttp_IsForStaffOfTheHall_AndWithoutAServiceEverybodyShowsADocument()
    {
        var house = new House();
        await using var hall = await Hall(DatabaseKind.Sqlite, house);
        var clerk = await hall.Town.StaffClient("desk");
        var known = await clerk.PostAsJsonAsync("/api/v1/halls/proxies/certificates", new { code = "WZ p-1" });
        known.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await known.Content.ReadAsStringAsync()).ShouldNotContain("p-1");
        (await clerk.PostAsJsonAsync("/api/v1/halls/proxies/certificates", new { code = "WZ old" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await (await hall.Town.ResidentClient("19900000301")).PostAsJsonAsync("/api/v1/halls/proxies/certificates", new { code = "WZ p-1" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await clerk.GetStringAsync("/desk/hall/proxies")).ShouldContain("name=\"PrincipalNetwork\"");
        await hall.Look(db => db.Records<OutsideProvider>().ExecuteUpdateAsync(u => u.SetProperty(p => p.VerifyUrl, (string?)null)));
        (await Show(hall, hall.Clerk, "WZ p-1")).Problem.Code.ShouldBe("network_identity_none");
        (await clerk.GetStringAsync("/desk/hall/proxies")).ShouldNotContain("name=\"PrincipalNetwork\"");
    }

    private static GrantProxy Wish() => new(Code, null, null, null, null, [Fund], new(2026, 12, 5));

    private static async Task<ServiceHall> Hall(DatabaseKind kind, House house)
    {
        var hall = await Open(kind, b => b.Services.AddKeyedSingleton(nameof(OutsideChannel), new HttpClient(house)));
        var administrator = await hall.Town.Staff("admin");
        (await hall.Town.Run(administrator, new KeepProvider("网络身份认证", "Network identity", ProviderKind.Oidc, "linli", "secret", "https://net.example", ResultOnly: true, VerifyUrl: "http://10.0.0.1/x") { Code = "net" })).Problem.Field.ShouldBe("verifyUrl");
        (await hall.Town.Run(administrator, new KeepProvider("网络身份认证", "Network identity", ProviderKind.Oidc, "linli", "secret", "https://net.example", ResultOnly: true, VerifyUrl: "https://net.example/certificate") { Code = "net" })).Problems.ShouldBeEmpty();
        return hall;
    }

    private static Task<bool> Link(ServiceHall hall, Guid account, string subject) => hall.Town.InScope(async s =>
    {
        s.GetRequiredService<OutsideLinks>().Add("net", new(subject, null, null, null, false, false), account);
        await s.GetRequiredService<LinliDb>().SaveChangesAsync();
        return true;
    });

    private static Task<Result<NetworkCheck>> Show(ServiceHall hall, Guid clerk, string code) =>
        hall.Town.As(clerk, s => s.GetRequiredService<INetworkIdentity>().Check(ProxyIdentity.Purpose, code, default));

    private static async Task<Guid> Check(ServiceHall hall, Guid clerk, string subject) => Good(await Show(hall, clerk, "WZ " + subject)).Id;

    // A service of the network identity: the pseudonym follows the letters of a certificate.
    private sealed class House : HttpMessageHandler
    {
        public bool IsDown { get; set; }

        public string? Says { get; set; }

        public List<(string Certificate, string Purpose)> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (IsDown)
                return new(HttpStatusCode.ServiceUnavailable);
            var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken));
            form.Count.ShouldBe(2);
            var shown = form["certificate"].ToString();
            Asked.Add((shown, form["purpose"].ToString()));
            return new(HttpStatusCode.OK)
            {
                Content = new StringContent(Says ?? (shown == "WZ old" ? "{\"verified\":false,\"reason\":\"expired\"}" : shown.StartsWith("WZ ", StringComparison.Ordinal) ? $"{{\"verified\":true,\"subject\":\"{shown[3..]}\",\"name\":\"何卫\"}}" : "{\"verified\":false}"),
                    System.Text.Encoding.UTF8, "application/json"),
            };
        }
    }
}
