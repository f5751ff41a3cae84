using Linli.Bookings;
using Linli.Health.Privacy;
using Linli.Ledger;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Health.ChildCare;

/// <summary>What inclusive child-care (普惠托育) brings to the scene.</summary>
internal static class NurseryParts
{
    /// <summary>A place in a group for a term; joined and left while it runs.</summary>
    public static readonly OfferingKind Kind = new("nursery", ("普惠托育", "Child-care"), Scene.Learning, "baby-carriage", OfferingMode.Series)
    {
        MadeAtDesk = false,
        ListPermission = HealthPermissions.KeepNursery,
        Terms = new() { JoinsWhileItRuns = true, CancelHours = 0, OfferMinutes = 2880 },
    };

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(Kind).AddScoped<NurseryRuleBook>().AddScoped<NurseryPlaces>().AddScoped<IBookingCondition, NurseryCondition>().AddScoped<IPersonalData, NurseryPersonalData>()
            .AddScoped<NurseryGuardians>().AddScoped<NurseryLooks>().AddScoped<NurseryFees>().AddScoped<ITransferOwner, NurseryFees>().AddScoped<IRetention, OldNurseryDays>()
            .AddSingleton(new NoticeTopic("nursery", ("托育", "Child-care"), ("孩子入园、被接走、有人接错、退费", "Your child came or was fetched, somebody was refused it, fees given back"), Urgent: true));
        module.Tables(Map);
        module.UseCase<FindNurseriesHandler>().UseCase<KeepNurseryHandler>().UseCase<KeepGroupHandler>().UseCase<KeepFeeRuleHandler>().UseCase<KeepAgeRuleHandler>().UseCase<EnterChildHandler>().UseCase<AuthoriseHandler>()
            .UseCase<MyNurseryHandler>().UseCase<PayFeeHandler>().UseCase<GroupDayHandler>().UseCase<ReceiveChildHandler>().UseCase<HandOverHandler>().UseCase<SetCarersHandler>().UseCase<NoteLooksHandler>().UseCase<GroupFeesHandler>().UseCase<GiveFeeBackHandler>();
        module.Publishes<HandoverRefused>("linli.nursery.handover_refused").After<HandoverRefused, TellOfRefusals>().After<ReservationChanged, GiveFeesBack>();
        module.Demo<NurseryDemo>(77);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/nursery", ("普惠托育", "Child-care"), "baby-carriage", Access.Public, 945),
            new NavigationItem(Workspace.Resident, "/my/nursery", ("我家孩子的托育", "My child's nursery"), "baby-carriage", Access.SignedIn, 958),
            new NavigationItem(Workspace.Staff, "/desk/nursery", ("托育接送", "Nursery day"), "baby-carriage", HealthPermissions.Nursery, 41, NavigationSection.Care),
            new NavigationItem(Workspace.Staff, "/desk/nursery/groups", ("托育班级与收费", "Nursery groups"), "school", HealthPermissions.KeepNursery, 42, NavigationSection.Care));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        MapHouses(model);
        MapChildren(model);
    }

    private static void MapHouses(ModelBuilder model)
    {
        model.Entity<Nursery>(e =>
        {
            e.ToTable("health_nursery").HasKey(n => n.Code);
            e.Property(n => n.Code).HasMaxLength(40);
            e.Property(n => n.NameZh).HasMaxLength(60);
            e.Property(n => n.NameEn).HasMaxLength(100);
            e.Property(n => n.About).HasMaxLength(500);
            e.Property(n => n.Facility).HasMaxLength(60);
            e.Property(n => n.Space).HasMaxLength(60);
            e.Property(n => n.Operator).HasMaxLength(40);
            e.Ignore(n => n.Name);
        });
        model.Entity<NurseryGroup>(e =>
        {
            e.ToTable("health_nursery_group").HasKey(g => g.Id);
            e.Property(g => g.Nursery).HasMaxLength(40);
            e.Property(g => g.NameZh).HasMaxLength(40);
            e.Property(g => g.NameEn).HasMaxLength(60);
            e.Ignore(g => g.Name);
            e.HasIndex(g => g.Nursery);
            e.HasIndex(g => g.Offering);
        });
        model.Entity<AgeRule>(e =>
        {
            e.ToTable("health_nursery_age_rule").HasKey(r => r.Id);
            e.Property(r => r.Jurisdiction).HasMaxLength(200);
            e.Property(r => r.Source).HasMaxLength(200);
        });
        model.Entity<FeeRule>(e =>
        {
            e.ToTable("health_nursery_fee_rule").HasKey(r => r.Id);
            e.Property(r => r.Source).HasMaxLength(200);
        });
    }

    private static void MapChildren(ModelBuilder model)
    {
        model.Entity<NurseryChild>(e =>
        {
            e.ToTable("health_nursery_child").HasKey(c => c.Id);
            e.Property(c => c.CallName).HasMaxLength(12);
            e.HasIndex(c => c.Reservation).IsUnique();
            e.HasIndex(c => c.Group);
            e.HasIndex(c => c.Person);
        });
        model.Entity<Collector>(e =>
        {
            e.ToTable("health_nursery_collector").HasKey(c => c.Id);
            e.Property(c => c.NameMask).HasMaxLength(30);
            e.Property(c => c.NameHash).HasMaxLength(64);
            e.Property(c => c.Relation).HasMaxLength(12);
            e.Property(c => c.CodeHash).HasMaxLength(64);
            e.HasIndex(c => c.Child);
        });
        model.Entity<Handover>(e =>
        {
            e.ToTable("health_nursery_handover").HasKey(h => h.Id);
            e.HasIndex(h => new { h.Child, h.Day }).IsUnique();
            e.HasIndex(h => new { h.Group, h.Day });
        });
        model.Entity<HandoverAttempt>(e =>
        {
            e.ToTable("health_nursery_attempt").HasKey(a => a.Id);
            e.HasIndex(a => new { a.Child, a.At });
        });
        model.Entity<NurseryLook>(e =>
        {
            e.ToTable("health_nursery_look").HasKey(l => l.Id);
            e.Property(l => l.Name).HasMaxLength(60);
            e.HasIndex(l => new { l.Child, l.Day, l.Account }).IsUnique();
        });
        model.Entity<CarersOfDay>(e => e.ToTable("health_nursery_carers").HasKey(c => new { c.Group, c.Day }));
        model.Entity<NurseryFee>(e =>
        {
            e.ToTable("health_nursery_fee").HasKey(f => f.Id);
            // A month that was given back may be paid once more.
            e.HasIndex(f => new { f.Group, f.Person, f.Month }).IsUnique().HasFilter("\"BackAt\" IS NULL");
            e.HasIndex(f => f.Reservation);
            e.HasIndex(f => f.Posting);
        });
    }
}
