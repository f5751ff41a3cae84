using Linli.CitySimulator;
using Linli.People;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Journeys;

/// <summary>A service hall, and the city whose offices share what they know.</summary>
public partial class Town
{
    private bool hasHall;

    // The simulated city is there in the demo only; here it answers though codes are sent, not shown.
    private static void LetTheCityAnswer(IServiceCollection services) => services
        .AddSingleton(s => ActivatorUtilities.CreateInstance<OutsideChannel>(s, new DemoMode(true)))
        .AddScoped<ISimulatorRegistration>(s => ActivatorUtilities.CreateInstance<SimulatorRegistration>(s, new DemoMode(true)));

    /// <summary>The hall and its items, made once over the API as an administrator and an operator would.</summary>
    public async Task Hall()
    {
        if (hasHall)
            return;
        hasHall = true;
        using var admin = await Desk(await Hire(Posts.Administrator, at: ScopePath.Root));
        await admin.Put("/cases/categories/gov_service", new { nameZh = "政务服务", nameEn = "Government service", type = "hall" }).Good();
        using var keeper = await Desk(await Hire(Posts.Operator, at: ScopePath.Parse("/hf/", null)));
        await keeper.Put("/halls/journey", new
        {
            place = "hf-1",
            nameZh = "和一政务大厅",
            nameEn = "Heyi hall",
            address = "月桂街 86 号",
            hours = "24/7",
            secondsBetweenCalls = 0,
            sites = new[] { new { code = "centre", nameZh = "和二党群服务中心", nameEn = "He'er centre", address = "灯桥街 300 号", place = SecondCode } },
            counters = new object[] { new { number = 1, kind = "general" }, new { number = 2, kind = "consultation" }, new { number = 3, kind = "general", site = "centre" } },
        }).Good();
        foreach (var (code, name) in new[] { ("fund", "公积金提取"), ("loan", "贷款结清"), ("mortgage", "抵押权注销") })
            await keeper.Put($"/halls/journey/items/{code}", new { nameZh = name, nameEn = code, officeZh = "公积金中心", days = 3, count = "calendar", byProxy = true, papers = new[] { new { code = "id", nameZh = "身份证" } } }).Good();
        await keeper.Put("/halls/journey/items/elder_pass", new { nameZh = "老年优待证", nameEn = "Elder pass", officeZh = "民政局", papers = new[] { new { code = "id", nameZh = "身份证复印件", coveredBy = "id_number" }, new { code = "photo", nameZh = "近期照片", coveredBy = "photo_on_file" } } }).Good();
    }

    /// <summary>Ties somebody who signed in to a citizen of the simulated city, as the page of one's accounts does after signing in there.</summary>
    public async Task LinkToCity(string account, string citizen)
    {
        await AsSystem(services => services.GetRequiredService<ISimulatorRegistration>().Register("city", ("城市账号（模拟）", "City account (simulated)"), SimulatedCity.ClientId, default));
        await AsSystem(services =>
        {
            services.GetRequiredService<OutsideLinks>().Add("city", new(citizen, null, null, null, false, false), Guid.Parse(account));
            return Task.CompletedTask;
        });
    }
}
