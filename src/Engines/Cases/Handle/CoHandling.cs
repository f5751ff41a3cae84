using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Handle;

/// <summary>Asks another team to do its part (协办); the case stays with its own team.</summary>
public sealed record AskCoHandler : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Code of the team asked.</summary>
    public string Team { get; init; } = "";

    /// <summary>What it should do, 2 to 500 characters.</summary>
    public string Task { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class AskCoHandlerHandler(CaseDesk desk, LinliDb db, IPeople people, INotices notices, TimeProvider time)
    : IHandler<AskCoHandler, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/co-handlers", (CaseId id, AskCoHandler request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Ask another team to help 请求协办");

    public async Task<Result<CaseMove>> Handle(AskCoHandler request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Task, 500, "task", "请写明协办内容", "Say what the team should do") is { } missing)
            return missing;
        var found = await desk.Take(request.Case, CaseAction.AskCoHandler, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if (request.Team == item.Team)
            return Problem.Invalid("team", "cases.same_team", "主办班组不能协办自己的事项。", "The team that has the case cannot be asked to help.");
        if ((await people.Teams(cancel)).All(t => t.Code != request.Team))
            return Problem.Invalid("team", "cases.team_unknown", "没有这个班组，请重新选择。", "There is no such team: choose another.");
        if (await db.Records<CaseCoHandler>().AnyAsync(h => h.Case == item.Id && h.Team == request.Team && h.FinishedAt == null, cancel))
            return Problem.Conflict("cases.asked_already", "已请这个班组协办。", "That team has been asked already.");

        var now = Clock.Now(time);
        db.Records<CaseCoHandler>().Add(new()
        {
            Id = Guid.CreateVersion7(now),
            Case = item.Id,
            Team = request.Team,
            Task = CaseMove.Clean(request.Task),
            AskedAt = now,
        });
        await desk.Record(item, CaseAction.AskCoHandler, CaseAudience.Staff, CaseMove.Clean(request.Task), request.Team, cancel);
        foreach (var member in await people.MembersOf(request.Team, cancel))
            await notices.Tell(
                member.Account, "work.AskCoHandler", ("请您的班组协办一件事项", "Your team is asked to help with a case"), ($"事项 {item.Number}", $"Case {item.Number}"),
                $"/desk/cases/{item.Id.Value}", $"co-handler:{item.Id.Value}:{request.Team}:{item.Version}", cancel);
        return CaseMove.Of(item);
    }
}

/// <summary>The team that was asked says what it did (协办完成).</summary>
public sealed record FinishCoHandling : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Code of the team.</summary>
    public string Team { get; init; } = "";

    /// <summary>What it did, 2 to 1,000 characters.</summary>
    public string Result { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class FinishCoHandlingHandler(CaseDesk desk, LinliDb db, TimeProvider time) : IHandler<FinishCoHandling, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/co-handlers/finish", (CaseId id, FinishCoHandling request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Say what the helping team did 协办完成");

    public async Task<Result<CaseMove>> Handle(FinishCoHandling request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Result, 1000, "result", "请写明协办结果", "Say what was done") is { } missing)
            return missing;
        var found = await desk.Take(request.Case, CaseAction.FinishCoHandling, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var part = await db.Records<CaseCoHandler>()
            .FirstOrDefaultAsync(h => h.Case == request.Case && h.Team == request.Team && h.FinishedAt == null, cancel);
        if (part is null)
            return Problem.Invalid("team", "cases.not_asked", "没有请这个班组协办，或已经完成。", "That team was not asked to help, or has finished.");
        part.FinishedAt = Clock.Now(time);
        part.Result = CaseMove.Clean(request.Result);
        await desk.Record(found.Value, CaseAction.FinishCoHandling, CaseAudience.Staff, part.Result, part.Team, cancel);
        return CaseMove.Of(found.Value);
    }
}
