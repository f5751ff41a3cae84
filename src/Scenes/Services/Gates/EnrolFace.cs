using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>
/// Staff open the enrolment of a face at gates that can keep it within themselves. Only for who has another way in already,
/// and only with the separate consent of the person, or of the guardian of a child under 14 (R41).
/// </summary>
/// <param name="Tie">The person's tie to the home.</param>
/// <param name="Gates">The gates, 1–20.</param>
internal sealed record EnrolFace(Guid Tie, IReadOnlyList<Guid>? Gates) : ICommand<FaceOpened>, IValidated, IAudited
{
    public string? AuditSubject => Tie.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Gates is not { Count: >= 1 and <= 20 })
            yield return Problem.Invalid("gates", "services.gates_missing", "请选择 1–20 个门禁。", "Choose 1 to 20 gates.");
    }
}

/// <summary>The credential whose face is enrolled now at the gates themselves.</summary>
internal sealed record FaceOpened(Guid Id, IReadOnlyList<Guid> Enrolments, DateTimeOffset? ValidUntil);

/// <summary>A gate says that it has enrolled the face, and under which handle of its own. Nothing of the face itself is taken.</summary>
/// <param name="Enrolment">The enrolment that waited.</param>
/// <param name="Reference">1–24 letters, digits or hyphens.</param>
internal sealed record FaceEnrolled(Guid Enrolment, string? Reference) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Enrolment.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (FaceHandle.Fault(Reference) is { } fault)
            yield return fault;
    }
}

internal sealed class EnrolFaceHandler(
    LinliDb db, CurrentCaller current, IHomeTies ties, IConsents consents, IConsentRecords records, Credentials credentials, TimeProvider time)
    : IHandler<EnrolFace, FaceOpened>, IHandler<FaceEnrolled, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/gates/faces", (EnrolFace request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.Credentials).WithTags("gates").WithSummary("Open the enrolment of a face at gates 人脸录入登记");
        api.MapPost("/gates/device/enrolled", (FaceEnrolled request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.Gate).WithTags("gates").WithSummary("For gates: a face was enrolled within the device; its handle, never the face");
    }

    public async Task<Result<FaceOpened>> Handle(EnrolFace request, CancellationToken cancel)
    {
        if ((await ties.Find([request.Tie], cancel)).GetValueOrDefault(request.Tie) is not { } tie || !current.Value.May(ServicesPermissions.Credentials, tie.Building))
            return Problem.NotFound("services.tie_not_found", "没有找到这位住户。", "This resident was not found.");
        if (current.Value.MayBe(tie.Person))
            return Problem.Forbidden("services.own_credential", "不能给自己办理人脸录入。", "Nobody opens an enrolment for themselves.");
        if (await consents.Missing(tie.Person, Purposes.GateFace, cancel) is { } missing)
            return missing;
        var now = Clock.Now(time);
        var known = await db.Unfiltered<GateCredential>().Where(c => c.Tie == tie.Id && c.RevokedAt == null).ToListAsync(cancel);
        if (!known.Exists(c => c.Kind is not (CredentialKind.Face or CredentialKind.Guest) && c.IsGood(now)))
            return Problem.Conflict("services.face_not_alone",
                "请先办理门禁卡、密码、二维码或对讲，人脸不能是唯一的开门方式。", "Set up a card, PIN, QR code or intercom first: a face must not be the only way in.");
        var wanted = request.Gates!.Distinct().ToList();
        var gates = await db.Unfiltered<Gate>().Where(g => wanted.Contains(g.Id) && g.RetiredAt == null && g.HasFace).ToListAsync(cancel);
        if (gates.Count != wanted.Count || gates.Exists(g => !tie.Building.Value.StartsWith(g.Scope, StringComparison.Ordinal)))
            return Problem.Invalid("gates", "services.gate_no_face", "所选门禁不支持本机人脸，或不在此人的出入口。", "One of the gates cannot keep faces within itself, or is not on the person's way.");

        var open = known.Find(c => c.Kind == CredentialKind.Face);
        if (open is null)
        {
            var issued = await credentials.Issue(tie, CredentialKind.Face, new(), cancel);
            if (!issued.Ok)
                return issued.As<FaceOpened>();
            open = issued.Value;
        }
        else
        {
            open.Version = await credentials.Next(cancel);
        }

        var consent = await records.Find(tie.Person, Purposes.GateFace, cancel);
        var already = await db.Records<FaceEnrolment>().Where(e => e.Credential == open.Id).Select(e => e.Gate).ToListAsync(cancel);
        var added = gates.Where(g => !already.Contains(g.Id)).Select(g => new FaceEnrolment
        {
            Id = Guid.CreateVersion7(now), Credential = open.Id, Gate = g.Id, Account = tie.Account, Consent = consent!.Id, ConsentVersion = consent.TextVersion,
            ByGuardian = consent.ByGuardian, At = now, By = current.Value.Account,
        }).ToList();
        db.Records<FaceEnrolment>().AddRange(added);
        return new FaceOpened(open.Id, added.ConvertAll(e => e.Id), open.ValidUntil);
    }

    public async Task<Result<Done>> Handle(FaceEnrolled request, CancellationToken cancel)
    {
        var gate = current.Value.Account;
        if (await db.Records<FaceEnrolment>().SingleOrDefaultAsync(e => e.Id == request.Enrolment && e.Gate == gate, cancel) is not { } enrolment)
            return Problem.NotFound("services.enrolment_not_found", "没有找到这项录入登记。", "This enrolment was not found.");
        // The consent may have gone while the person stood before the device: it then has to delete at once.
        if (enrolment.DeletionOrderedAt is not null)
            return Problem.Conflict("services.enrolment_ended", "录入已取消，请立即删除设备内的人脸数据。", "The enrolment has ended: delete what the device has of this face at once.");
        (enrolment.Reference, enrolment.EnrolledAt) = (request.Reference, Clock.Now(time));
        return Done.It;
    }
}
