using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Linli.Platform.Results;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests;

public partial class PersonalSmsTests
{
    private const string Phone = "13800001111";

    [Fact]
    public async Task Send_ReachesThePersonInTheirLanguage()
    {
        var gateway = new Gateway();
        await using var town = await Town.Found(demo: false, services: s => s.AddSingleton<ISmsSender>(gateway));
        await town.Client().PostAsJsonAsync("/api/v1/sign-in/code", new { phone = Phone });
        var code = SixDigits().Match(gateway.Sent.Single().Text).Value;
        var signedIn = await Town.Body(await town.Client().PostAsJsonAsync("/api/v1/sign-in/phone", new { phone = Phone, code }));
        var client = town.Client(signedIn.GetProperty("accessToken").GetString());
        var account = (await Town.Body(await client.GetAsync("/api/v1/me"))).GetProperty("account").GetGuid();

        (await Reach(town, account)).ShouldBeTrue();
        (await Send(town, account)).ShouldBeNull();
        gateway.Sent.Last().ShouldBe((Phone, "您好"));
        await Town.Body(await client.PatchAsJsonAsync("/api/v1/me", new { language = "en" }));
        (await Send(town, account)).ShouldBeNull();
        gateway.Sent.Last().ShouldBe((Phone, "Hello"));
    }

    [Fact]
    public async Task Send_ToSomebodyWithoutANumber_SaysSo()
    {
        await using var town = await Town.Found(demo: false, services: s => s.AddSingleton<ISmsSender>(new Gateway()));
        var account = await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        (await Reach(town, account)).ShouldBeFalse();
        (await Send(town, account))!.Code.ShouldBe("no_phone");
    }

    [Fact]
    public async Task Reach_InTheDemo_IsNobody()
    {
        await using var town = await Town.Found();
        var account = (await Town.Body(await (await town.ResidentClient(Phone)).GetAsync("/api/v1/me"))).GetProperty("account").GetGuid();
        (await Reach(town, account)).ShouldBeFalse();
    }

    private static Task<bool> Reach(Town town, Guid account) =>
        town.InScope(s => s.GetRequiredService<IPersonalSms>().CanReach(account, CancellationToken.None));

    private static Task<Problem?> Send(Town town, Guid account) =>
        town.InScope(s => s.GetRequiredService<IPersonalSms>().Send(account, ("您好", "Hello"), CancellationToken.None));

    [GeneratedRegex(@"\d{6}")]
    private static partial Regex SixDigits();

    /// <summary>Simulator of a gateway that keeps what it is given.</summary>
    private sealed class Gateway : ISmsSender
    {
        public List<(string Phone, string Text)> Sent { get; } = [];

        public Problem? NotReady => null;

        public Task<Problem?> Send(string phone, string text, CancellationToken cancel)
        {
            Sent.Add((phone, text));
            return Task.FromResult<Problem?>(null);
        }
    }
}
