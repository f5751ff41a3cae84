using Linli.Ledger;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Market.Machines.Device;
using Linli.Market.Machines.Disputes;
using Linli.Market.Machines.Privacy;
using Linli.Market.Machines.Watch;
using Linli.Notices;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Machines;

/// <summary>Everything the market has of unattended machines (无人设备): rice mills and produce cabinets.</summary>
internal static class MachineParts
{
    public static void Declare(Platform.Modules.ModuleBuilder module)
    {
        module.Services.AddSingleton<MachineSignal>().AddSingleton<MachinesSeen>().AddScoped<MachineBook>().AddScoped<MachineReach>().AddScoped<SessionDesk>().AddScoped<Payers>().AddScoped<OwnSessions>()
            .AddScoped<ISubjectLinks, MachineLinks>().AddScoped<IFileGuard, DisputeFileGuard>().AddScoped<IPersonalData, MachinePersonalData>()
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(SessionDesk.Poster, ("“无人设备”的申诉里退款，小票会一起更正", "give it back with the dispute of the purchase, and the receipt changes with it"), "/desk/machines/disputes"));
        module.Services.AddSingleton(new NoticeTopic("machine", ("无人设备", "Machines"), ("购米、果蔬柜的小票、退款和关门提醒", "Receipts, refunds and open doors at machines")));
        module.Permissions(MachinePermissions.All)
            .Publishes<MachineSessionMoved>("linli.machine.session").Publishes<MachineChanged>("linli.machine.changed")
            .Job<WatchMachines>(TimeSpan.FromSeconds(5)).Demo<MachinesDemo>(78);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/machines", ("无人设备", "Machines"), "building-store", Access.SignedIn, 943) { OnHome = true },
            new NavigationItem(Workspace.Staff, "/desk/machines", ("无人设备", "Machines"), "building-store", MachinePermissions.Machines, 560, NavigationSection.Trade),
            new NavigationItem(Workspace.Merchant, "/desk/machines", ("无人设备", "Machines"), "building-store", MachinePermissions.Machines, 560));
        module.UseCase<RegisterMachineHandler>().UseCase<KeepMachineHandler>().UseCase<ChangeShelvesHandler>().UseCase<EndSessionHandler>().UseCase<SetRightHandler>().UseCase<DeskMachinesHandler>()
            .UseCase<BuyRiceHandler>().UseCase<OpenCabinetHandler>().UseCase<SeeMachineHandler>().UseCase<SeeSessionHandler>().UseCase<CancelSessionHandler>()
            .UseCase<DisputeHandler>().UseCase<ReportHandler>().UseCase<PostEventsHandler>().UseCase<LookAtMachineHandler>();
    }

    public static void Map(Microsoft.EntityFrameworkCore.ModelBuilder model)
    {
        model.Entity<Machine>(e =>
        {
            e.ToTable("market_machine").HasKey(m => m.Id);
            e.Property(m => m.Code).HasMaxLength(12);
            e.Property(m => m.NameZh).HasMaxLength(40);
            e.Property(m => m.NameEn).HasMaxLength(80);
            e.Property(m => m.Spot).HasMaxLength(80);
            e.Property(m => m.Shop).HasMaxLength(60);
            e.Property(m => m.Licence).HasMaxLength(40);
            e.Property(m => m.Fault).HasMaxLength(40);
            e.Property(m => m.SetRightNote).HasMaxLength(200);
            e.HasIndex(m => m.Code).IsUnique();
            e.HasIndex(m => m.Key);
            e.HasIndex(m => m.Scope);
        });
        model.Entity<MachineShelf>(e =>
        {
            e.ToTable("market_machine_shelf").HasKey(s => s.Id);
            e.Property(s => s.NameZh).HasMaxLength(40);
            e.Property(s => s.NameEn).HasMaxLength(80);
            e.Property(s => s.Lot).HasMaxLength(30);
            // A number is free again once its shelf was taken away.
            e.HasIndex(s => new { s.Machine, s.Number }).IsUnique().HasFilter("\"TakenAt\" IS NULL");
        });
        model.Entity<MachinePrice>(e =>
        {
            e.ToTable("market_machine_price").HasKey(p => p.Id);
            e.HasIndex(p => p.Shelf);
        });
        model.Entity<MachineStockMove>(e =>
        {
            e.ToTable("market_machine_stock").HasKey(s => s.Id);
            e.Property(s => s.Lot).HasMaxLength(30);
            e.HasIndex(s => new { s.Machine, s.At });
        });
        MapSessions(model);
    }

    private static void MapSessions(Microsoft.EntityFrameworkCore.ModelBuilder model)
    {
        model.Entity<MachineSession>(e =>
        {
            e.ToTable("market_machine_session").HasKey(s => s.Id);
            e.Property(s => s.Number).HasMaxLength(20);
            e.Property(s => s.Reason).HasMaxLength(20);
            e.Property(s => s.StaffNote).HasMaxLength(200);
            e.Property(s => s.DebtClosed).HasMaxLength(200);
            e.HasIndex(s => new { s.Machine, s.At });
            e.HasIndex(s => new { s.Person, s.At });
            e.HasIndex(s => s.Account);
            e.HasIndex(s => s.Scope);
        });
        model.Entity<MachineLine>(e =>
        {
            e.ToTable("market_machine_line").HasKey(l => l.Id);
            e.Property(l => l.NameZh).HasMaxLength(40);
            e.Property(l => l.NameEn).HasMaxLength(80);
            e.Property(l => l.Lot).HasMaxLength(30);
            e.HasIndex(l => l.Session);
        });
        model.Entity<MachineCommand>(e =>
        {
            e.ToTable("market_machine_command").HasKey(c => c.Id);
            e.HasIndex(c => new { c.Machine, c.Number }).IsUnique();
            e.HasIndex(c => c.Session);
        });
        model.Entity<MachineEvent>(e =>
        {
            e.ToTable("market_machine_event").HasKey(m => m.Id);
            e.Property(m => m.Code).HasMaxLength(40);
            e.Property(m => m.Stray).HasMaxLength(20);
            e.Property(m => m.SeenNote).HasMaxLength(200);
            e.HasIndex(m => new { m.Machine, m.Seq }).IsUnique();
            e.HasIndex(m => m.Session);
        });
        model.Entity<MachineDispute>(e =>
        {
            e.ToTable("market_machine_dispute").HasKey(d => d.Id);
            e.Property(d => d.Text).HasMaxLength(500);
            e.Property(d => d.Decision).HasMaxLength(300);
            e.Property(d => d.Version).IsConcurrencyToken();
            e.HasIndex(d => d.Session);
            e.HasIndex(d => d.Scope);
        });
    }
}
