using System.Globalization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Services.Collective;

/// <summary>What the board of collective income brings to the scene.</summary>
internal static class CollectiveParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<IFileGuard, IncomePapers>();
        module.Tables(Map).Permissions(
            new Permission(ServicesPermissions.Collective, ("查看集体经济", "See collective income"), Posts.CooperativeAccountant, Posts.PartySecretary, Posts.CommunityWorker, Posts.Operator),
            new Permission(ServicesPermissions.CollectiveKeep, ("登记集体收入", "Enter collective income"), Posts.CooperativeAccountant));
        module.UseCase<EnterIncomeHandler>().UseCase<ReadCollectiveHandler>().Demo<CollectiveDemo>(68);
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/collective", ("集体经济", "Collective economy"), "chart-bar", ServicesPermissions.Collective, 335, NavigationSection.Trade));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<IncomeEntry>(e =>
        {
            e.ToTable("services_income").HasKey(i => i.Id);
            e.HasIndex(i => new { i.Scope, i.Year });
            e.HasIndex(i => i.Corrects).IsUnique();
        });
        model.Entity<CollectiveYear>(e => e.ToTable("services_collective_year").HasKey(y => new { y.Scope, y.Year }));
    }
}

/// <summary>Four years of the demo cooperative's income; fictional figures.</summary>
internal sealed class CollectiveDemo(LinliDb db, IScopeTree tree, IPeople people) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("collective_income.csv")) || tree.FindCode("hf") is not { } place)
            return;
        var accountant = (await people.StaffAround(place.Path, [Posts.CooperativeAccountant], cancel)).Select(m => (Guid?)m.Account).FirstOrDefault();
        await using var stream = File.OpenRead(samples.File("collective_income.csv"));
        using var table = TableReader.Open(stream);
        var (year, number) = (LocalTime.DateOf(samples.Now).Year, 0);
        foreach (var row in table.Rows())
        {
            var of = year + int.Parse(row["year"], CultureInfo.InvariantCulture);
            var month = int.Parse(row["month"], CultureInfo.InvariantCulture);
            var at = LocalTime.At(new(of, month, 20), new(15, 10)).AddMinutes(number);
            if (at <= samples.Now)
                db.Insert(new IncomeEntry
                {
                    Id = Guid.CreateVersion7(at), Scope = place.Path.Value, Year = of, Source = Enum.Parse<IncomeSource>(row["source"]), Fen = long.Parse(row["yuan"], CultureInfo.InvariantCulture) * 100,
                    What = row["what"], Voucher = $"记-{of}-{month:00}-{++number:000}", By = accountant, At = at,
                });
        }

        foreach (var (back, count) in new[] { (3, 48120), (2, 48950), (1, 49610) })
            db.Insert(new CollectiveYear { Scope = place.Path.Value, Year = year - back, People = count, CountedOn = new(year - back, 12, 31), Source = "年末名册人数（演示）" });
        await db.SaveChangesAsync(cancel);
    }
}
