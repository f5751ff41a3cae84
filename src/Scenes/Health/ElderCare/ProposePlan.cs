using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Health.Clinics;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>Something of a plan.</summary>
/// <param name="What">At most 40 characters.</param>
/// <param name="TimesPerWeek">1 to 21.</param>
internal sealed record PlanItem(string What, int TimesPerWeek);

/// <summary>
/// Proposes a plan of care for somebody who has booked with the centre (照护计划). It runs once the person, or who speaks for them in
/// care, has agreed.
/// </summary>
/// <param name="Reservation">A booking of theirs with the centre.</param>
/// <param name="Level">How much help they need.</param>
/// <param name="Goal">To what end, 4–500 characters; kept sealed.</param>
/// <param name="Items">What is done every week, 1 to 12.</param>
/// <param name="ReviewOn">When it is looked at again, at most a year ahead.</param>
internal sealed record ProposePlan(Guid Reservation, CareLevel Level, string Goal, IReadOnlyList<PlanItem> Items, DateOnly ReviewOn) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Centre { get; init; } = "";

    public string? AuditSubject => Centre;

    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(Level))
            yield return Problem.Invalid("level", "health.care_level", "没有这个能力等级。", "There is no such level.");
        if (!PlainText.TryClean(Goal, 500, out var goal) || goal.Length < 4)
            yield return Problem.Invalid("goal", "health.care_goal", "请写清照护目标（4–500 个字）。", "Say what the care is for (4–500 characters).");
        if (Items is not { Count: > 0 and <= 12 } || Items.Any(i => i is null || ClinicProblems.Line(i.What, 40).Length < 2 || i.TimesPerWeek is < 1 or > 21))
            yield return Problem.Invalid("items", "health.care_items", "请列 1–12 项服务，每项写明内容和每周次数（1–21）。", "List 1 to 12 things, each with what it is and how often a week (1–21).");
    }
}

/// <summary>The person, or who speaks for them in care, agrees to a plan or ends it (同意/终止).</summary>
/// <param name="Plan">Which.</param>
/// <param name="Agree">Whether to agree; otherwise it ends.</param>
internal sealed record AgreePlan(Guid Plan, bool Agree) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Plan.ToString();
}

/// <summary>The body of an answer.</summary>
internal sealed record AgreeBody(bool Agree);

internal sealed class ProposePlanHandler(LinliDb db, IRosters rosters, PlanBook plans, CurrentCaller current, TimeProvider time)
    : IHandler<ProposePlan, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-centres/{code}/plans", (string code, ProposePlan request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Centre = code }, cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("Propose a plan of care 照护计划");

    public async Task<Result<Guid>> Handle(ProposePlan request, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        if (request.ReviewOn <= today || request.ReviewOn > today.AddYears(1))
            return CareWords.WrongReview;
        if (await db.Scoped<CareCentre>(current.Value.ScopesFor(HealthPermissions.Care)).AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Centre, cancel) is not { } centre)
            return CareWords.NoCentre;
        if (await Visitor(centre, new(request.Reservation), now, cancel) is not { } person)
            return CareWords.NoBooking;
        await db.LockUntilCommit($"care plan {person}", cancel);
        // Of one person, at this centre.
        if (await db.Unfiltered<CarePlan>().AnyAsync(p => p.Person == person && p.Centre == centre.Code && p.State != PlanState.Ended, cancel))
            return Problem.Conflict("health.care_plan_there", "已有一份未结束的照护计划，请先结束它。", "A plan runs already, or waits for an answer: end it first.");
        var plan = new CarePlan
        {
            Id = Guid.CreateVersion7(now), Centre = centre.Code, Scope = centre.Scope, Person = person, Level = plans.Seal(request.Level.ToString()), Goal = plans.Seal(Clean(request.Goal)), State = PlanState.Proposed, From = today,
            ReviewOn = request.ReviewOn, By = current.Value.Account, At = now,
        };
        db.Insert(plan);
        foreach (var item in request.Items)
            db.Records<CarePlanItem>().Add(new() { Id = Guid.CreateVersion7(), Plan = plan.Id, What = plans.Seal(ClinicProblems.Line(item.What, 40)), TimesPerWeek = item.TimesPerWeek });
        await plans.Tell(person, "elder-care.plan", ("有一份照护计划请您看", "A plan of care for you"), ($"{centre.NameZh}拟了照护计划，同意后才开始。", $"{centre.NameEn} proposes a plan of care; it begins when you agree."), $"care-plan-{plan.Id:N}", cancel);
        return plan.Id;
    }

    private async Task<Guid?> Visitor(CareCentre centre, ReservationId reservation, DateTimeOffset now, CancellationToken cancel)
    {
        // Of a centre of the caller's, in the last weeks and the next.
        return await rosters.Find(reservation, cancel) is { } found && found.State is not (ReservationState.Cancelled or ReservationState.Waiting) && found.End > now.AddDays(-30) && found.Start < now.AddDays(31)
            && await db.Unfiltered<CareService>().AnyAsync(s => s.Centre == centre.Code && s.Offering == found.Offering, cancel) ? found.Person : null;
    }

    private static string Clean(string text) => PlainText.TryClean(text, 500, out var clean) ? clean : "";
}

internal sealed class AgreePlanHandler(LinliDb db, IActingFor family, CurrentCaller current, TimeProvider time) : IHandler<AgreePlan, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/care-plans/mine/{id:guid}", (Guid id, AgreeBody body, UseCaseRunner run, CancellationToken cancel) => run.Answer(new AgreePlan(id, body.Agree), cancel))
            .Needs(Access.SignedIn).WithTags("Elder care").WithSummary("Agree to a plan of care, or end it 同意或终止");

    public async Task<Result<Done>> Handle(AgreePlan request, CancellationToken cancel)
    {
        var me = await family.Self(cancel);
        var acted = await family.People(FamilyMatters.Care, cancel);
        // One's own, or of somebody one speaks for in care.
        var plan = await db.Unfiltered<CarePlan>().SingleOrDefaultAsync(p => p.Id == request.Plan, cancel);
        if (plan?.Person is not { } person || (person != me && acted.All(a => a.Person != person)))
            return CareWords.NoPlan;
        if (plan.State == PlanState.Ended)
            return CareWords.PlanOver;
        if (request.Agree && plan.State == PlanState.Agreed)
            return Done.It;
        plan.State = request.Agree ? PlanState.Agreed : PlanState.Ended;

        // Who agreed, and when, stays as it was when a plan is ended.
        if (request.Agree)
            (plan.AgreedBy, plan.AgreedAt) = (current.Value.Account, Clock.Now(time));
        else
            (plan.EndedBy, plan.EndedAt) = (current.Value.Account, Clock.Now(time));
        if (acted.FirstOrDefault(a => a.Person == person) is { } other && person != me)
            family.Record(other, FamilyMatters.Care, plan.Id.ToString(), request.Agree ? ("同意了照护计划", "Agreed to a plan of care") : ("终止了照护计划", "Ended a plan of care"), "/my/care");
        return Done.It;
    }
}
