using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Outside;

/// <summary>A town whose residents may come in with an account of the city.</summary>
internal sealed partial class OutsideTown : IAsyncDisposable
{
    private OutsideTown(Town town, TestHouse house) => (Town, House) = (town, house);

    public Town Town { get; }

    public TestHouse House { get; }

    public static async Task<OutsideTown> Found(Action<OutsideProvider>? adjust = null)
    {
        var time = new Linli.Tests.FakeTime(default);
        var house = new TestHouse(time);
        var town = await Town.Found(services: s => s.AddKeyedSingleton(nameof(OutsideChannel), new HttpClient(house)));
        time.SetTo(town.Time.GetUtcNow());
        await town.InScope(async s =>
        {
            var provider = new OutsideProvider
            {
                Code = "city", NameZh = "城市账号", NameEn = "City account", Kind = ProviderKind.Oidc, Authority = TestHouse.Issuer,
                ClientId = TestHouse.ClientId, ClientSecret = s.GetRequiredService<FieldCipher>().Seal(TestHouse.Secret), At = town.Time.GetUtcNow(),
            };
            adjust?.Invoke(provider);
            var db = s.GetRequiredService<LinliDb>();
            db.Records<OutsideProvider>().Add(provider);
            return await db.SaveChangesAsync();
        });
        return new(town, house) { HouseTime = time };
    }

    private Linli.Tests.FakeTime HouseTime { get; init; } = null!;

    public void Move(TimeSpan by)
    {
        Town.Time.Move(by);
        HouseTime.Move(by);
    }

    /// <summary>Goes to the city and comes back agreed; where the browser stands then.</summary>
    public async Task<string> Visit(Browser browser, string query = "") => await Return(browser, await Depart(browser, query));

    /// <summary>Goes to the city; the address with which the person comes back.</summary>
    public async Task<string> Depart(Browser browser, string query = "")
    {
        if (query == "?link=1" && await WhoIs(browser) is { } account)
            query = "?link=" + OutsideHashes.Link(Town.Services.GetRequiredService<FieldCipher>(), account, Platform.Time.LocalTime.Today(Town.Time));
        var begun = await browser.Get("/sign-in/with/city" + query);
        begun.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        begun.Headers.Location!.ToString().ShouldStartWith(TestHouse.Issuer + "/authorize?");
        return House.Agree(begun.Headers.Location);
    }

    public static async Task<string> Return(Browser browser, string address)
    {
        var back = await browser.Get(address);
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect, await back.Content.ReadAsStringAsync());
        return back.Headers.Location!.ToString();
    }

    /// <summary>Confirms the first sign-in by a code to a phone.</summary>
    public static async Task<HttpResponseMessage> Confirm(Browser browser, string phone)
    {
        var sent = await (await browser.Post("/sign-in/outside", "send", new() { ["Phone"] = phone })).Content.ReadAsStringAsync();
        var code = Code().Match(sent).Groups[1].Value;
        return await browser.Post("/sign-in/outside", "enter", new() { ["Phone"] = phone, ["Code"] = code, ["Step"] = "enter" });
    }

    /// <summary>The account in the browser; <c>null</c> when nobody is signed in.</summary>
    public static async Task<Guid?> WhoIs(Browser browser)
    {
        var answer = await browser.Get("/api/v1/me");
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("account").GetGuid() : null;
    }

    public Task<T> Read<T>(Func<LinliDb, Task<T>> read) => Town.InScope(s => read(s.GetRequiredService<LinliDb>()));

    public ValueTask DisposeAsync() => Town.DisposeAsync();

    [GeneratedRegex("<strong>(\\d{6})</strong>")]
    private static partial Regex Code();
}
