using Linli.Neighbours.Pairings;
using Linli.Neighbours.ServiceList;
using Linli.Neighbours.Visits;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Neighbours;

/// <summary>What the list of services (S16), visits (S17) and pairings (S29) bring to the module and its tables.</summary>
internal static class CareParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<VisitDesk>().AddScoped<PairEnds>().AddScoped<IGridHandOverPart, HandOverVisits>().AddScoped<IGridHandOverPart, HandOverPairings>()
            .AddSingleton(new NoticeTopic("visits", ("走访与心愿", "Visits and wishes"), ("到期、交接、心愿", "What is due, handed over, wished for")))
            .AddSingleton(new NoticeTopic("legal", ("咨询预约", "Appointments for advice"), ("预约、确认、取消", "Booked, confirmed, called off"), NeighboursPermissions.ServiceList))
            .AddSingleton(new NoticeTopic("pairings", ("互帮结对", "Pairings"), ("提议、结果、好久没联系", "Proposals, what came of them, long silence")));
        module.UseCase<MakeVisitPlanHandler>().UseCase<OpenVisitPlanHandler>().UseCase<HandOverFamilyHandler>().UseCase<CloseVisitPlanHandler>().UseCase<OpenFamilyHandler>()
            .UseCase<RecordVisitHandler>().UseCase<RemindVisitsHandler>().Job<VisitClock>(TimeSpan.FromMinutes(30));
        module.UseCase<ServicesForMeHandler>().UseCase<KeepServiceHandler>().UseCase<ProjectsHandler>().UseCase<BookLegalAidHandler>().UseCase<LegalDeskHandler>().UseCase<CallOffLegalTimeHandler>();
        module.UseCase<OfferPairingHandler>().UseCase<ProposePairHandler>().UseCase<DecidePairHandler>().UseCase<LogContactHandler>().UseCase<EndPairHandler>()
            .UseCase<ReadPairingsHandler>().UseCase<RemindSilentPairsHandler>().Job<PairingClock>(TimeSpan.FromHours(6))
            .UseCase<EndOfMovedAwayHandler>().Job<MovedAwayClock>(TimeSpan.FromHours(1));
        module.Pages(
            new NavigationItem(Workspace.Staff, "/desk/visits", ("走访", "Visits"), "walk", NeighboursPermissions.Visits, 345, NavigationSection.Care),
            new NavigationItem(Workspace.Staff, "/desk/pairings", ("互帮结对", "Pairings"), "friends", NeighboursPermissions.Pairings, 355, NavigationSection.Care),
            new NavigationItem(Workspace.Staff, "/desk/service-list", ("服务清单", "List of services"), "list-check", NeighboursPermissions.KeepServices, 360, NavigationSection.Care),
            new NavigationItem(Workspace.Staff, "/desk/legal-aid", ("法律咨询", "Legal advice"), "scale", NeighboursPermissions.LegalAid, 365, NavigationSection.Care));
        module.Purpose(PairingRules.Consent).After<ConsentWithdrawn, EndPairingsWithConsent>().After<ResidentDied, EndPairingsWithLife>().After<ResidentDied, EndVisitsWithLife>().After<HomesMoved, FollowGrids>();
        module.Demo<CareLifeDemo>(70);
    }

    public static void Map(ModelBuilder model)
    {
        MapVisits(model);
        MapServices(model);
        MapPairings(model);
    }

    private static void MapVisits(ModelBuilder model)
    {
        model.Entity<VisitPlan>(e =>
        {
            e.ToTable("neighbours_visit_plan").HasKey(p => p.Id);
            e.HasIndex(p => p.Scope);
        });
        model.Entity<CheckItem>(e =>
        {
            e.ToTable("neighbours_check_item").HasKey(i => i.Id);
            e.HasIndex(i => i.Plan);
        });
        model.Entity<VisitFamily>(e =>
        {
            e.ToTable("neighbours_visit_family").HasKey(f => f.Id);
            e.HasOne<VisitPlan>().WithMany().HasForeignKey(f => f.Plan);
            e.HasIndex(f => new { f.Plan, f.Person }).IsUnique();
            e.HasIndex(f => f.Worker);
            e.HasIndex(f => f.Scope);
            e.Property(f => f.Worker).IsConcurrencyToken();
        });
        model.Entity<Visit>(e =>
        {
            e.ToTable("neighbours_visit").HasKey(v => v.Id);
            e.HasOne<VisitFamily>().WithMany().HasForeignKey(v => v.Family);
        });
        model.Entity<VisitHandOver>(e =>
        {
            e.ToTable("neighbours_visit_hand_over").HasKey(h => h.Id);
            e.HasOne<VisitFamily>().WithMany().HasForeignKey(h => h.Family);
        });
    }

    private static void MapServices(ModelBuilder model)
    {
        model.Entity<CareService>(e =>
        {
            e.ToTable("neighbours_service").HasKey(s => s.Id);
            e.HasIndex(s => s.Scope);
            e.HasIndex(s => s.Project);
        });
        model.Entity<Project>(e =>
        {
            e.ToTable("neighbours_project").HasKey(p => p.Code);
            e.Property(p => p.Code).HasMaxLength(30);
        });
        model.Entity<ProjectActivity>(e =>
        {
            e.ToTable("neighbours_project_activity").HasKey(a => a.Id);
            e.HasOne<Project>().WithMany().HasForeignKey(a => a.Project);
        });
        model.Entity<LegalSlot>(e =>
        {
            e.ToTable("neighbours_legal_slot").HasKey(s => s.Id);
            e.HasIndex(s => new { s.Scope, s.StartsAt });
        });
        model.Entity<LegalAppointment>(e =>
        {
            e.ToTable("neighbours_legal_appointment").HasKey(a => a.Id);
            e.HasOne<LegalSlot>().WithMany().HasForeignKey(a => a.Slot);
            e.HasIndex(a => a.Account);
            e.Property(a => a.State).IsConcurrencyToken();
        });
    }

    private static void MapPairings(ModelBuilder model)
    {
        model.Entity<PairingOffer>(e =>
        {
            e.ToTable("neighbours_pairing_offer").HasKey(o => o.Id);
            e.HasIndex(o => new { o.Account, o.Kind }, "ix_neighbours_pairing_offer_one").IsUnique().HasFilter("\"State\" <> 'Withdrawn'");
            e.HasIndex(o => new { o.Scope, o.Kind });
            e.Property(o => o.State).IsConcurrencyToken();
        });
        model.Entity<Pair>(e =>
        {
            e.ToTable("neighbours_pair").HasKey(p => p.Id);
            // Nobody in two pairings of a kind, whatever two coordinators do at the same moment.
            e.HasIndex(p => new { p.First, p.Kind }, "ix_neighbours_pair_first").IsUnique().HasFilter("\"State\" IN ('Proposed', 'Active')");
            e.HasIndex(p => new { p.Second, p.Kind }, "ix_neighbours_pair_second").IsUnique().HasFilter("\"State\" IN ('Proposed', 'Active')");
            e.HasIndex(p => p.Scope);
            e.Property(p => p.State).IsConcurrencyToken();
        });
        model.Entity<PairContact>(e =>
        {
            e.ToTable("neighbours_pair_contact").HasKey(c => c.Id);
            e.HasOne<Pair>().WithMany().HasForeignKey(c => c.Pair);
        });
    }
}
