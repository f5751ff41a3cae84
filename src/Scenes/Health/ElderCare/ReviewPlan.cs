using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Health.ElderCare;

/// <summary>A plan that runs was looked at again with the person and goes on (复评). What is to be done otherwise is a new plan: end this one and propose it.</summary>
/// <param name="Finding">What was found, 4–500 characters; kept sealed.</param>
/// <param name="ReviewOn">When it is looked at next, at most a year ahead.</param>
internal sealed record ReviewPlan(string Finding, DateOnly ReviewOn) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Plan { get; init; }

    public string? AuditSubject => Plan.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryClean(Finding, 500, out var text) || text.Length < 4)
            yield return Problem.Invalid("finding", "health.care_finding", "请写明复评情况（4–500 个字）。", "Say what was found (4–500 characters).");
    }
}

internal sealed class ReviewPlanHandler(PlanBook plans, TimeProvider time) : IHandler<ReviewPlan, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-plans/{id:guid}/review", (Guid id, ReviewPlan request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Plan = id }, cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("A plan was looked at again and goes on 复评");

    public async Task<Result<Done>> Handle(ReviewPlan request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        if (request.ReviewOn <= today || request.ReviewOn > today.AddYears(1))
            return CareWords.WrongReview;
        if (await plans.Find(request.Plan, cancel) is not { } plan)
            return CareWords.NoPlan;
        if (plan.State != PlanState.Agreed)
            return CareWords.NotAgreed;
        PlainText.TryClean(request.Finding, 500, out var text);
        (plan.Review, plan.ReviewedAt, plan.ReviewOn) = (plans.Seal(text), Clock.Now(time), request.ReviewOn);
        if (plan.Person is { } person)
            await plans.Tell(person, "elder-care.reviewed", ("照护计划复评过了", "A plan of care was looked at again"), ($"计划继续，下次复评 {request.ReviewOn:M月d日}。不合适可以随时终止。", $"It goes on until {request.ReviewOn:yyyy-MM-dd}; you can end it at any time."), $"care-plan-review-{plan.Id:N}-{today:yyyyMMdd}", cancel);
        return Done.It;
    }
}
