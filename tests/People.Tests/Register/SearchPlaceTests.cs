using Linli.People.Accounts;
using Linli.People.Register.Search;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Register;

/// <summary>Where people are looked for: whoever has homes in two communities is found from both, and nobody is lost on the way.</summary>
public class SearchPlaceTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Search_ForSomebodyWithHomesInTwoCommunities_FindsThemFromBoth_BeforeAndAfterTheJob(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, second) = (await town.StaffClient("worker"), await town.StaffClient("worker2"));
        var number = TestIdentity.Of("330108", new(1950, 3, 8), 2);
        var person = (await Desk.Add(desk, await Desk.Home(desk, "和一-7-1-101"), new { relation = "owner", name = "沈桂芳", identityNumber = number })).Person;
        (await Place(town, person)).ShouldBe(SmallTown.First.Value);
        await Desk.Add(second, await Desk.Home(second, "和二-7-1-101"), new { relation = "owner", name = "沈桂芳", identityNumber = number, useKnown = true });
        (await Place(town, person)).ShouldBe(SearchPlaces.Unplaced);
        await BothFind();

        await town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<PlacePeople>(s).Run(CancellationToken.None);
            return true;
        });
        (await Place(town, person)).ShouldBe(SmallTown.First.Parent.Value);
        await BothFind();

        async Task BothFind()
        {
            foreach (var client in new[] { desk, second })
                foreach (var q in new[] { "沈", "shengui", "sgf" })
                    (await Desk.Found(client, q)).ShouldBe(["沈桂芳"], q);
        }
    }

    [Fact]
    public void Of_Communities_IsThePlaceThatHoldsThemAll()
    {
        SearchPlaces.Of([]).ShouldBe(SearchPlaces.Nowhere);
        SearchPlaces.Of([SmallTown.First]).ShouldBe(SmallTown.First.Value);
        SearchPlaces.Of([SmallTown.First, SmallTown.Second]).ShouldBe(SmallTown.First.Parent.Value);
        SearchPlaces.After(SearchPlaces.Nowhere, SmallTown.First).ShouldBe(SmallTown.First.Value);
        SearchPlaces.After(SmallTown.First.Value, SmallTown.Second).ShouldBe(SearchPlaces.Unplaced);
    }

    private static Task<string> Place(TestTown town, Guid person) =>
        town.InScope(s => s.GetRequiredService<LinliDb>().Records<Person>().Where(p => p.Id == person).Select(p => p.SearchPlace).SingleAsync());
}
