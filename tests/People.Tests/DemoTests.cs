using System.Net;
using System.Net.Http.Json;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests;

public class DemoTests
{
    [Fact]
    public async Task Demo_FromTheSamples_LetsItsStaffItsResidentsAndItsMachineIn()
    {
        await using var town = await Town.Found();
        var samples = Directory.CreateTempSubdirectory("linli-samples-").FullName;
        await File.WriteAllTextAsync(Path.Combine(samples, "teams.csv"), "code,name_zh,name_en,kind,scope\nlighting,路灯班,Street lamps,municipal,hf-1\n");
        await File.WriteAllTextAsync(Path.Combine(samples, "staff.csv"),
            "login,name,phone,post,scope,team\nlimin,李敏,13900000001,community_worker,hf-1,\nlimin,李敏,13900000001,dispatcher,hf-1,lighting\n");
        await File.WriteAllTextAsync(Path.Combine(samples, "residents.csv"), "name,phone,home,relation\n沈桂芳,13900000002,和一-7-502,owner\n");
        await Seed(town, samples);

        var staff = await town.Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login = "limin", password = PeopleDemo.Password });
        var me = await Town.Body(await town.Client((await Town.Body(staff)).GetProperty("accessToken").GetString()).GetAsync("/api/v1/me"));
        me.GetProperty("name").GetString().ShouldBe("李敏");
        me.GetProperty("posts").GetArrayLength().ShouldBe(2);

        var resident = await Town.Body(await (await town.ResidentClient("13900000002")).GetAsync("/api/v1/me"));
        resident.GetProperty("homes")[0].GetProperty("label").GetString().ShouldBe("和一-7-502");

        var machine = town.Client();
        machine.DefaultRequestHeaders.Add("X-Api-Key", PeopleDemo.Key);
        (await machine.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var members = await town.InScope(s => s.GetRequiredService<IPeople>().MembersOf("lighting", CancellationToken.None));
        members.ShouldHaveSingleItem().Name.ShouldBe("李敏");
        var near = await town.InScope(s => s.GetRequiredService<IPeople>().StaffFor(FakePlaces.FirstBuilding, [Posts.CommunityWorker], CancellationToken.None));
        near.ShouldHaveSingleItem().Post.ShouldBe(Posts.CommunityWorker);
        var names = await town.InScope(s => s.GetRequiredService<IPeople>()
            .NamesOf([members[0].Account, resident.GetProperty("account").GetGuid()], CancellationToken.None));
        names.Values.Order(StringComparer.Ordinal).ShouldBe(["李敏", "沈**"], ignoreOrder: true);
    }

    [Fact]
    public async Task Demo_WithoutAListOfStaff_HasOneForEachPost()
    {
        await using var town = await Town.Found();
        await Seed(town, Directory.CreateTempSubdirectory("linli-samples-").FullName);
        var answer = await town.Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login = Posts.Administrator, password = PeopleDemo.Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Demo_WithAResidentInAHomeThatIsNone_SaysWhichLine()
    {
        await using var town = await Town.Found();
        var samples = Directory.CreateTempSubdirectory("linli-samples-").FullName;
        await File.WriteAllTextAsync(Path.Combine(samples, "residents.csv"), "name,phone,home,relation\n沈桂芳,13900000002,和九-7-502,owner\n");
        (await Should.ThrowAsync<InvalidDataException>(() => Seed(town, samples))).Message.ShouldContain("line 2");
    }

    private static Task<int> Seed(Town town, string folder) => town.InScope(async s =>
    {
        await s.GetRequiredService<PeopleDemo>().Seed(new DemoSamples(folder, town.Time.GetUtcNow()), CancellationToken.None);
        return await s.GetRequiredService<LinliDb>().SaveChangesAsync();
    });
}
