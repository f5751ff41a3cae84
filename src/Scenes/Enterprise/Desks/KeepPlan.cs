using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Offers a plan of membership (会员方案), or changes it; memberships that run keep what was agreed until they are renewed.</summary>
/// <param name="Kind">Hot desks, or a desk of one's own. Stays as it was made.</param>
/// <param name="NameZh">What people call it, 2 to 40 characters.</param>
/// <param name="FeeFen">What a month costs, in fen.</param>
/// <param name="RoomHours">Hours of meeting rooms a calendar month for the whole team, 0 to 200.</param>
/// <param name="DeskFen">What a member pays for half a day at a hot desk.</param>
/// <param name="RoomFen">What a member pays for an hour beyond the included ones.</param>
/// <param name="Seats">Most people of the team, 1 to 50.</param>
/// <param name="NameEn">In English.</param>
/// <param name="Open">Whether people can apply.</param>
internal sealed record KeepPlan(PlanKind Kind, string NameZh, long FeeFen, int RoomHours, long DeskFen, long RoomFen, int Seats, string? NameEn = null, bool Open = true) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Space { get; init; } = "";

    /// <summary>Which; <c>null</c> for a new one.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    public string? AuditSubject => Id?.ToString() ?? Space;

    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(Kind))
            yield return Problem.Invalid("kind", "enterprise.plan_kind", "请选择流动或固定工位。", "Choose hot desks or a fixed desk.");
        if (RoomHours is < 0 or > 200)
            yield return Problem.Invalid("roomHours", "enterprise.room_hours", "每月会议室 0–200 小时。", "0 to 200 hours of meeting rooms a month.");
        if (Seats is < 1 or > 50)
            yield return Problem.Invalid("seats", "enterprise.seats", "团队 1–50 人。", "A team has 1 to 50 people.");
        foreach (var problem in FirmProblems.Names(NameZh, NameEn).Concat(FirmProblems.Price("feeFen", FeeFen)).Concat(FirmProblems.Price("deskFen", DeskFen)).Concat(FirmProblems.Price("roomFen", RoomFen)))
            yield return problem;
    }
}

internal sealed class KeepPlanHandler(LinliDb db, CurrentCaller current) : IHandler<KeepPlan, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/desks/{space}/plans", (string space, KeepPlan request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Space = space }, cancel))
            .Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("Offer a plan of membership 会员方案");
        api.MapPut("/desks/{space}/plans/{id:guid}", (string space, Guid id, KeepPlan request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Space = space, Id = id }, cancel))
            .Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("Change a plan of membership");
    }

    public async Task<Result<Guid>> Handle(KeepPlan request, CancellationToken cancel)
    {
        if (await db.Scoped<DeskSpace>(current.Value.ScopesFor(EnterprisePermissions.Desks)).AsNoTracking().SingleOrDefaultAsync(s => s.Code == request.Space, cancel) is not { } space)
            return FirmProblems.NoSpace;
        // Of a space that the caller keeps.
        var plan = request.Id is { } id ? await db.Unfiltered<DeskPlan>().SingleOrDefaultAsync(p => p.Id == id && p.Space == space.Code && p.Kind == request.Kind, cancel) : null;
        if (request.Id is not null && plan is null)
            return Problem.NotFound("enterprise.no_plan", "没有这个会员方案。", "There is no such plan.");
        var (zh, en) = (FirmProblems.Line(request.NameZh, 40), FirmProblems.LineOrNothing(request.NameEn, 80));
        if (plan is null)
            db.Insert(plan = new() { Id = Guid.CreateVersion7(), Space = space.Code, Scope = space.Scope, Kind = request.Kind, NameZh = zh, NameEn = en ?? zh, FeeFen = 0, RoomHours = 0, DeskFen = 0, RoomFen = 0, Seats = 1, Open = true });
        (plan.NameZh, plan.NameEn, plan.FeeFen, plan.RoomHours, plan.DeskFen, plan.RoomFen, plan.Seats, plan.Open) =
            (zh, en ?? zh, request.FeeFen, request.RoomHours, request.DeskFen, request.RoomFen, request.Seats, request.Open);
        return plan.Id;
    }
}
