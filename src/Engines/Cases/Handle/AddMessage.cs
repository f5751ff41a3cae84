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

/// <summary>
/// Adds a message (留言): from a reporter to the handlers, from staff to the reporters, or between staff only.
/// </summary>
public sealed record AddMessage : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>2 to 2,000 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>For staff: keep it between staff.</summary>
    public bool Internal { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class AddMessageHandler(CaseDesk desk, LinliDb db, TimeProvider time) : IHandler<AddMessage, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/messages", (CaseId id, AddMessage request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("Leave a message or a note 留言/备注");

    public async Task<Result<CaseMove>> Handle(AddMessage request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Text, 2000, "text", "请写留言内容", "Write the message") is { } missing)
            return missing;
        var isReporter = await db.Unfiltered<Case>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Case, cancel) is { } seen
            && await desk.IsReporter(seen, cancel);
        var found = isReporter && !request.Internal
            ? await desk.TakeOwn(request.Case, CaseAction.Message, cancel)
            : await desk.Take(request.Case, CaseAction.Note, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();

        var item = found.Value;
        if (!isReporter && !request.Internal)
            item.FirstAnsweredAt ??= Clock.Now(time);
        await desk.Record(
            item, request.Internal ? CaseAction.Note : CaseAction.Message,
            request.Internal ? CaseAudience.Staff : CaseAudience.Reporter, request.Text.Trim(), isReporter ? "reporter" : null, cancel);
        return CaseMove.Of(item);
    }
}
