using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Mediate;

/// <summary>
/// Records what the parties agreed on (调解协议). The reporter is answered; the terms stay between the parties and the
/// mediator, who looks again on the day named.
/// </summary>
public sealed record RecordAgreement : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>The terms, 5 to 4,000 characters; kept encrypted.</summary>
    public string Terms { get; init; } = "";

    /// <summary>Local date of the follow-up, later than today and within a year.</summary>
    public DateOnly FollowUpOn { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class RecordAgreementHandler(CaseDesk desk, LinliDb db, FieldCipher cipher, TimeProvider time)
    : IHandler<RecordAgreement, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/mediation/agreement", (CaseId id, RecordAgreement request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Mediate).WithTags("Mediation").WithSummary("Record an agreement 调解协议");

    public async Task<Result<CaseMove>> Handle(RecordAgreement request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Terms, 4000, "terms", "请写明协议内容", "Write down the terms") is { } missing)
            return missing;
        var today = LocalTime.Today(time);
        if (request.FollowUpOn <= today || request.FollowUpOn > today.AddYears(1))
            return Problem.Invalid("followUpOn", "cases.follow_up_date", "回访日期应在明天到一年之内。", "The follow-up must lie between tomorrow and a year from now.");
        var found = await desk.TakeMediation(request.Case, CaseAction.Agree, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        if (await db.Records<MediationParty>().CountAsync(p => p.Case == request.Case, cancel) < 2)
            return Problem.Conflict("cases.parties_missing", "请先登记双方当事人。", "Add both parties first.");

        var item = found.Value;
        var now = Clock.Now(time);
        db.Records<MediationAgreement>().Add(new() { Case = item.Id, Terms = cipher.Seal(CaseMove.Clean(request.Terms)), AgreedAt = now, FollowUpOn = request.FollowUpOn });
        item.FirstAnsweredAt ??= now;
        item.AnsweredAt = now;
        item.Outcome = CaseOutcome.Solved;
        item.State = CaseState.Answered;
        await desk.Record(item, CaseAction.Agree, CaseAudience.Reporter, null, null, cancel);
        return CaseMove.Of(item);
    }
}
