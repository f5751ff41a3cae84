using Linli.Bookings;
using Linli.Health.Privacy;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Health.ElderCare;

/// <summary>What centres of home care and day care bring to the scene.</summary>
internal static class CareParts
{
    /// <summary>From this age on people book care.</summary>
    public const int LeastAge = 60;

    /// <summary>Services and days of care; a child books for their parents.</summary>
    public static readonly OfferingKind Kind = new("elder-care", ("养老照护", "Care of elders"), Scene.Health, "heart-handshake")
    {
        MadeAtDesk = false,
        ListPermission = HealthPermissions.KeepCare,
        Terms = new() { LeastAge = LeastAge, OpensDaysBefore = 30, CancelHours = 4, OfferMinutes = 240 },
    };

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(Kind).AddScoped<IPersonalData, CarePersonalData>().AddScoped<PlanBook>().AddScoped<IRetention, OldCareRecords>()
            .AddSingleton(new NoticeTopic("elder-care", ("养老照护", "Care of elders"), ("照护计划待同意、到期评估、结束", "Plans to agree to, to look at again, or ended")));
        module.Tables(Map);
        module.UseCase<FindCareHandler>().UseCase<KeepCareCentreHandler>().UseCase<KeepCareServiceHandler>().UseCase<CareDayHandler>().UseCase<MarkCareHandler>()
            .UseCase<ProposePlanHandler>().UseCase<AgreePlanHandler>().UseCase<MyPlansHandler>().UseCase<CentrePlansHandler>().UseCase<ReadPlanHandler>().UseCase<RecordCareHandler>()
            .UseCase<EndPlanHandler>().UseCase<ReviewPlanHandler>().UseCase<RecordConsentHandler>().UseCase<EndCareServiceHandler>();
        module.Job<RemindReviews>(TimeSpan.FromHours(1));
        module.Demo<CareDemo>(78);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/care", ("养老照护", "Care of elders"), "heart-handshake", Access.Public, 946),
            new NavigationItem(Workspace.Resident, "/my/care", ("照护计划", "Care plans"), "clipboard-heart", Access.SignedIn, 959),
            new NavigationItem(Workspace.Staff, "/desk/elder-care", ("养老中心", "Elder care"), "heart-handshake", HealthPermissions.Care, 43, NavigationSection.Care));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<CareCentre>(e =>
        {
            e.ToTable("health_care_centre").HasKey(c => c.Code);
            e.Property(c => c.Code).HasMaxLength(40);
            e.Property(c => c.NameZh).HasMaxLength(60);
            e.Property(c => c.NameEn).HasMaxLength(100);
            e.Property(c => c.About).HasMaxLength(500);
            e.Property(c => c.Facility).HasMaxLength(60);
            e.Property(c => c.Space).HasMaxLength(60);
            e.Property(c => c.Operator).HasMaxLength(40);
            e.Ignore(c => c.Name);
        });
        model.Entity<CareService>(e =>
        {
            e.ToTable("health_care_service").HasKey(s => s.Id);
            e.Property(s => s.Centre).HasMaxLength(40);
            e.Property(s => s.NameZh).HasMaxLength(40);
            e.Property(s => s.NameEn).HasMaxLength(60);
            e.Ignore(s => s.Name);
            e.HasIndex(s => s.Centre);
        });
        model.Entity<CarePlan>(e =>
        {
            e.ToTable("health_care_plan").HasKey(p => p.Id);
            e.Property(p => p.Centre).HasMaxLength(40);
            e.Property(p => p.EndReason).HasMaxLength(200);
            e.Property(p => p.State).IsConcurrencyToken();
            e.HasIndex(p => p.Person);
            e.HasIndex(p => p.Centre);
            e.HasIndex(p => p.ReviewOn);
        });
        model.Entity<CarePlanItem>(e =>
        {
            e.ToTable("health_care_plan_item").HasKey(i => i.Id);
            e.HasIndex(i => i.Plan);
        });
        model.Entity<CareDone>(e =>
        {
            e.ToTable("health_care_done").HasKey(d => d.Id);
            e.HasIndex(d => new { d.Plan, d.Day });
            e.HasIndex(d => d.Day);
        });
    }
}

/// <summary>Words and refusals of care.</summary>
internal static class CareWords
{
    public static readonly Problem NoCentre = Problem.NotFound("health.no_care_centre", "没有这家养老中心，或不在您的范围内。", "There is no such centre, or it is not yours.");
    public static readonly Problem NoPlan = Problem.NotFound("health.no_care_plan", "没有这份照护计划，或不在您的范围内。", "There is no such plan, or it is not yours.");
    public static readonly Problem PlanOver = Problem.Conflict("health.care_plan_over", "这份计划已经结束。", "This plan has ended.");
    public static readonly Problem NotAgreed = Problem.Conflict("health.care_not_agreed", "计划还没有得到本人或家属同意，或已结束。", "Nobody has agreed to this plan yet, or it has ended.");
    public static readonly Problem WrongReview = Problem.Invalid("reviewOn", "health.care_review", "复评日期应在今天以后、一年以内。", "It is looked at again within a year.");
    public static readonly Problem NoBooking = Problem.NotFound("health.no_care_booking", "这家中心没有这条预约。", "This centre has no such booking.");

    public static Phrase Of(CareLevel level) => level switch
    {
        CareLevel.Able => ("能力完好", "able"),
        CareLevel.Mild => ("轻度失能", "mild impairment"),
        CareLevel.Moderate => ("中度失能", "moderate impairment"),
        CareLevel.Severe => ("重度失能", "severe impairment"),
        _ => ("完全失能", "complete impairment"),
    };

    public static Phrase Of(PlanState state) => state switch
    {
        PlanState.Proposed => ("待本人或家属同意", "to be agreed to"),
        PlanState.Agreed => ("执行中", "running"),
        _ => ("已结束", "ended"),
    };
}
