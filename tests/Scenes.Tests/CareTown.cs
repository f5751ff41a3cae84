using Linli.People;
using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>People with birth dates and homes, groups, and lists, for the tests of care.</summary>
internal static class CareTown
{
    /// <summary>A person of the register in a home of the first building of a community; several may share one.</summary>
    public static Task<Guid> Person(this TestTown town, string name, string born, int home = 0, bool second = false, Guid? account = null) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var community = second ? SmallTown.Second : SmallTown.First;
        var code = second ? "hf-2-c" : "hf-1-c";
        var at = (await s.GetRequiredService<IHomes>().InBuilding(community.Child(code).Child(code + "-7"), CancellationToken.None))[home];
        var person = account is null ? null : await db.Records<Account>().Where(a => a.Id == account).Select(a => a.Person!).SingleAsync();
        if (person is null)
            db.Records<Person>().Add(person = new() { Id = Guid.CreateVersion7(town.Time.GetUtcNow()), At = TestTown.Start });
        (person.Name, person.BirthDate) = (name, DateOnly.ParseExact(born, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        db.Insert(new HomeTie
        {
            Id = Guid.CreateVersion7(town.Time.GetUtcNow()), PersonId = person.Id, AccountId = account, HomeId = at.Id.Value, HomeLabel = at.Label, Relation = HomeRelation.Family,
            Scope = at.Building.Value, Grid = at.Grid?.Value, From = TestTown.Start.AddYears(-1),
        });
        await db.SaveChangesAsync();
        return person.Id;
    });

    /// <summary>Another home for a person of the register: the first of the first building.</summary>
    public static Task<int> Tie(this TestTown town, Guid person, bool second = false) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var code = second ? "hf-2-c" : "hf-1-c";
        var at = (await s.GetRequiredService<IHomes>().InBuilding((second ? SmallTown.Second : SmallTown.First).Child(code).Child(code + "-7"), CancellationToken.None))[0];
        db.Insert(new HomeTie
        {
            Id = Guid.CreateVersion7(town.Time.GetUtcNow()), PersonId = person, HomeId = at.Id.Value, HomeLabel = at.Label, Relation = HomeRelation.Family,
            Scope = at.Building.Value, Grid = at.Grid?.Value, From = town.Time.GetUtcNow().AddMinutes(-1),
        });
        return await db.SaveChangesAsync();
    });

    public static Task<int> Guardian(this TestTown town, Guid guardianAccount, Guid child) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var guardian = await db.Records<Account>().Where(a => a.Id == guardianAccount).Select(a => a.PersonId).SingleAsync();
        db.Records<Guardianship>().Add(new() { Id = Guid.CreateVersion7(TestTown.Start), GuardianId = guardian, ChildId = child, Kind = GuardianKind.Parent, From = TestTown.Start.AddYears(-5) });
        return await db.SaveChangesAsync();
    });

    /// <summary>The groups of the tests, kept by the secretary.</summary>
    public static async Task Groups(this TestTown town)
    {
        var secretary = await town.StaffClient("secretary");
        await secretary.Put("/care/groups/age80", new { code = "age80", nameZh = "高龄老人", nameEn = "Eighty and older", hint = "age", minAge = 80 }).Good();
        await secretary.Put("/care/groups/alone", new { code = "alone", nameZh = "独居老人", nameEn = "Living alone", hint = "livingAlone", minAge = 60 }).Good();
        await secretary.Put("/care/groups/child", new { code = "child", nameZh = "困境儿童", nameEn = "Children in hardship" }).Good();
    }

    /// <summary>Puts somebody on a list.</summary>
    public static async Task<Guid> Enter(this HttpClient worker, Guid person, string group, string reason = "家中困难", string evidence = "上门核实") =>
        (await worker.Post("/care/entries", new { person, group, reason, evidence }).Good()).Id();

    /// <summary>Codes of everything that was looked at, or refused.</summary>
    public static Task<List<string>> ViewsOf(this TestTown town) => town.InScope(s =>
        s.GetRequiredService<LinliDb>().Records<Linli.People.Contact.View>().Select(v => v.Refused ?? v.What).ToListAsync());
}
