using Linli.Enterprise.Settling;
using Linli.Ledger;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Flats;

/// <summary>What flats for talent (人才公寓) bring to the scene.</summary>
internal static class FlatParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<FlatBook>().AddScoped<ITalentEnded>(s => s.GetRequiredService<FlatBook>()).AddScoped<FlatSettlement>().AddScoped<IFileGuard, FlatPhotos>().AddScoped<ISubjectLinks, FlatLinks>()
            .AddSingleton(FlatMoney.Owner).AddScoped<IPersonalData, FlatPersonalData>()
            .AddSingleton(new NoticeTopic("flat", ("人才公寓", "Flats for talent"), ("分房、签约、清点、房租", "Offers, contracts, check-in, rent"), Urgent: true));
        module.Tables(Map);
        module.UseCase<KeepFlatsHandler>().UseCase<FlatRoundsHandler>().UseCase<AskForFlatHandler>().UseCase<SignContractHandler>().UseCase<CheckFlatHandler>().UseCase<PayRentHandler>().UseCase<LeaveFlatHandler>().UseCase<RenewTenancyHandler>()
            .UseCase<FlatDeskHandler>().UseCase<MoveFlatsOnHandler>();
        module.Job<WatchFlats>(TimeSpan.FromMinutes(1)).Demo<FlatDemo>(97);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/enterprise/flats", ("人才公寓", "Flats for talent"), "building", Access.Public, 962),
            new NavigationItem(Workspace.Staff, "/desk/flats", ("人才公寓", "Flats for talent"), "building", EnterprisePermissions.Flats, 363, NavigationSection.Enterprise));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        MapFlats(model);
        MapRounds(model);
        MapTenancies(model);
    }

    private static void MapFlats(ModelBuilder model)
    {
        model.Entity<FlatEstate>(e =>
        {
            e.ToTable("enterprise_estate").HasKey(x => x.Id);
            e.Property(x => x.Code).HasMaxLength(20);
            e.Property(x => x.NameZh).HasMaxLength(40);
            e.Property(x => x.NameEn).HasMaxLength(80);
            e.Ignore(x => x.Name);
            e.HasIndex(x => x.Code).IsUnique();
        });
        model.Entity<Flat>(e =>
        {
            e.ToTable("enterprise_flat").HasKey(f => f.Id);
            e.Property(f => f.Code).HasMaxLength(40);
            e.Property(f => f.Building).HasMaxLength(20);
            e.Property(f => f.Door).HasMaxLength(10);
            e.Property(f => f.RepairNote).HasMaxLength(200);
            e.Property(f => f.State).IsConcurrencyToken();
            e.Property(f => f.Holder).IsConcurrencyToken();
            e.HasIndex(f => new { f.Estate, f.Code }).IsUnique();
            e.HasIndex(f => new { f.Estate, f.State });
        });
        model.Entity<FlatKit>(e =>
        {
            e.ToTable("enterprise_flat_kit").HasKey(k => new { k.Estate, k.Layout, k.Order });
            e.Property(k => k.NameZh).HasMaxLength(30);
            e.Property(k => k.NameEn).HasMaxLength(60);
        });
    }

    private static void MapRounds(ModelBuilder model)
    {
        model.Entity<FlatRound>(e =>
        {
            e.ToTable("enterprise_flat_round").HasKey(r => r.Id);
            e.Property(r => r.NameZh).HasMaxLength(40);
            e.Property(r => r.NameEn).HasMaxLength(80);
            e.Property(r => r.Seed).HasMaxLength(64);
            e.Ignore(r => r.Name);
            e.HasIndex(r => r.Estate);
        });
        model.Entity<FlatRequest>(e =>
        {
            e.ToTable("enterprise_flat_request").HasKey(r => r.Id);
            e.Property(r => r.State).IsConcurrencyToken();
            e.HasIndex(r => new { r.Round, r.Ticket }).IsUnique();
            e.HasIndex(r => r.Person);
        });
    }

    private static void MapTenancies(ModelBuilder model)
    {
        model.Entity<Tenancy>(e =>
        {
            e.ToTable("enterprise_flat_tenancy").HasKey(t => t.Id);
            e.Property(t => t.Number).HasMaxLength(30);
            e.Property(t => t.LeaveReason).HasMaxLength(100);
            e.Property(t => t.State).IsConcurrencyToken();
            e.HasIndex(t => t.Number).IsUnique();
            e.HasIndex(t => t.Flat);
            e.HasIndex(t => t.Person);
            e.HasIndex(t => new { t.Estate, t.State });
        });
        model.Entity<CheckedItem>(e =>
        {
            e.ToTable("enterprise_flat_checked").HasKey(i => new { i.Tenancy, i.Out, i.Order });
            e.Property(i => i.NameZh).HasMaxLength(30);
            e.Property(i => i.NameEn).HasMaxLength(60);
            e.Property(i => i.Note).HasMaxLength(100);
        });
        model.Entity<FlatRent>(e =>
        {
            e.ToTable("enterprise_flat_rent").HasKey(r => r.Id);
            e.HasIndex(r => new { r.Tenancy, r.Month }).IsUnique();
            e.HasIndex(r => new { r.Estate, r.PaidAt, r.DueOn });
        });
    }
}
