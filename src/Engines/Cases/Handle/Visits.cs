using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Handle;

/// <summary>Plans a visit or an appointment with the people concerned (预约办/上门办).</summary>
public sealed record PlanVisit : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>When, UTC or with offset; later than now.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Where, 2 to 200 characters.</summary>
    public string Place { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class PlanVisitHandler(CaseDesk desk, LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<PlanVisit, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/visits", (CaseId id, PlanVisit request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Plan a visit 预约上门");

    public async Task<Result<CaseMove>> Handle(PlanVisit request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (CaseMove.Missing(request.Place, 200, "place", "请写明地点", "Say where") is { } missing)
            return missing;
        if (request.At <= now || request.At > now.AddDays(90))
            return Problem.Invalid("at", "cases.visit_time", "预约时间应在现在之后、90 天之内。", "The visit must lie within the next 90 days.");
        var found = await desk.Take(request.Case, CaseAction.PlanVisit, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        db.Records<CaseVisit>().Add(new()
        {
            Id = Guid.CreateVersion7(now),
            Case = item.Id,
            PlannedAt = Clock.ToMicroseconds(request.At),
            Place = CaseMove.Clean(request.Place),
            Visitor = current.Value.Account,
        });
        item.Mode ??= HandlingMode.HomeVisit;
        await desk.Record(item, CaseAction.PlanVisit, CaseAudience.Reporter, CaseMove.Clean(request.Place), request.At.ToUniversalTime().ToString("O"), cancel);
        return CaseMove.Of(item);
    }
}

/// <summary>Records that a visit took place, and how long it took (上门记录).</summary>
public sealed record RecordVisit : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; at most 12 hours later.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>What was found and agreed, for staff; 2 to 2,000 characters, kept encrypted.</summary>
    public string Notes { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class RecordVisitHandler(CaseDesk desk, LinliDb db, FieldCipher cipher, CurrentCaller current, TimeProvider time)
    : IHandler<RecordVisit, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/visits/record", (CaseId id, RecordVisit request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Record a visit 上门记录");

    public async Task<Result<CaseMove>> Handle(RecordVisit request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (CaseMove.Missing(request.Notes, 2000, "notes", "请写明走访情况", "Say what was found") is { } missing)
            return missing;
        if (request.EndedAt < request.StartedAt || request.EndedAt > now.AddMinutes(5) || request.EndedAt - request.StartedAt > TimeSpan.FromHours(12))
            return Problem.Invalid("endedAt", "cases.visit_span", "结束时间应在开始之后、现在之前，且不超过 12 小时。", "It must end after it began, before now and within 12 hours.");
        var found = await desk.Take(request.Case, CaseAction.RecordVisit, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        var visit = await db.Records<CaseVisit>().Where(v => v.Case == item.Id && v.StartedAt == null).OrderBy(v => v.PlannedAt).FirstOrDefaultAsync(cancel);
        if (visit is null)
        {
            visit = new() { Id = Guid.CreateVersion7(now), Case = item.Id, PlannedAt = Clock.ToMicroseconds(request.StartedAt), Place = item.PlaceText ?? "", Visitor = current.Value.Account };
            db.Records<CaseVisit>().Add(visit);
        }

        visit.StartedAt = Clock.ToMicroseconds(request.StartedAt);
        visit.EndedAt = Clock.ToMicroseconds(request.EndedAt);
        visit.Notes = cipher.Seal(CaseMove.Clean(request.Notes));
        var minutes = (int)Math.Round((request.EndedAt - request.StartedAt).TotalMinutes);
        await desk.Record(item, CaseAction.RecordVisit, CaseAudience.Reporter, null, $"{minutes}", cancel);
        return CaseMove.Of(item);
    }
}
