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

namespace Linli.Cases.Mediate;

/// <summary>Looks whether the agreement is kept (回访履行情况).</summary>
public sealed record FollowUpAgreement : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Whether it is kept.</summary>
    public bool Kept { get; init; }

    /// <summary>What was found, 2 to 2,000 characters; kept encrypted.</summary>
    public string Note { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class FollowUpAgreementHandler(CaseDesk desk, LinliDb db, FieldCipher cipher, TimeProvider time)
    : IHandler<FollowUpAgreement, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/mediation/follow-up", (CaseId id, FollowUpAgreement request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Mediate).WithTags("Mediation").WithSummary("Look whether an agreement is kept 回访");

    public async Task<Result<CaseMove>> Handle(FollowUpAgreement request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Note, 2000, "note", "请写明回访情况", "Say what was found") is { } missing)
            return missing;
        var found = await desk.TakeMediation(request.Case, CaseAction.FollowUp, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        if (await db.Records<MediationAgreement>().SingleOrDefaultAsync(a => a.Case == request.Case, cancel) is not { } agreement)
            return Problem.Conflict("cases.no_agreement", "还没有调解协议。", "There is no agreement yet.");
        agreement.FollowedUpAt = Clock.Now(time);
        agreement.Kept = request.Kept;
        agreement.FollowUpNote = cipher.Seal(CaseMove.Clean(request.Note));
        await desk.Record(found.Value, CaseAction.FollowUp, CaseAudience.Staff, null, request.Kept ? "kept" : "broken", cancel);
        return CaseMove.Of(found.Value);
    }
}
