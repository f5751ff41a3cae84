using Linli.People.Privacy.Disclosure;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Consents;

/// <summary>Writes down that somebody signed a consent on paper, or took it back so, before a member of staff (R44: the paper way stays open).</summary>
/// <param name="Person">Whose data it is about.</param>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Version">Version of the text on the paper; of a withdrawal it does not matter.</param>
/// <param name="SignedBy">Person who signed: for a child under 14 a guardian; left out for the person.</param>
/// <param name="Paper">Number of the paper or where it lies, 2–100 characters.</param>
/// <param name="SignedOn">Local day of the signature; today at the latest.</param>
/// <param name="Witness">Who saw the signature, 2–40 characters.</param>
/// <param name="Scan">The paper as photo or PDF, sent before to <c>/files</c>.</param>
/// <param name="Withdraw">Whether the paper takes the consent back.</param>
internal sealed record RecordPaperConsent(
    Guid Person, string? Purpose, int Version, string? Paper, DateOnly? SignedOn, string? Witness, Guid? SignedBy = null,
    IReadOnlyList<FileId>? Scan = null, bool Withdraw = false)
    : ICommand<ConsentAnswered>, IValidated, IAudited
{
    public string? AuditSubject => Person.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Paper?.Trim() is not { Length: >= 2 and <= 100 })
            yield return Problem.Invalid("paper", "paper_missing", "请写明书面材料的编号或存放处（2–100 个字）。", "Say the number of the paper, or where it lies (2–100 characters).");
        if (Witness?.Trim() is not { Length: >= 2 and <= 40 })
            yield return Problem.Invalid("witness", "witness_missing", "请写明见证人（2–40 个字）。", "Say who saw the signature (2–40 characters).");
        if (SignedOn is null)
            yield return WrongDay;
        if (Scan is { Count: > 5 })
            yield return Problem.Invalid("scan", "scan_too_many", "扫描件最多 5 个。", "At most five scans.");
    }

    public static Problem WrongDay => Problem.Invalid("signedOn", "signed_on_wrong",
        "签署日期不能晚于今天，也不能早于一年前。", "The day of the signature is today at the latest, and at most a year ago.");
}

internal sealed class RecordPaperConsentHandler(
    LinliDb db, ConsentDesk desk, PurposeTexts texts, IFileStore files, CurrentCaller current, TimeProvider time)
    : IHandler<RecordPaperConsent, ConsentAnswered>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/privacy/consents", (RecordPaperConsent request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PeoplePermissions.PaperConsent).WithTags("privacy").WithSummary("A consent signed on paper 书面同意");

    public async Task<Result<ConsentAnswered>> Handle(RecordPaperConsent request, CancellationToken cancel)
    {
        if (texts.Find(request.Purpose) is not { } purpose)
            return ConsentProblems.UnknownPurpose;
        if (purpose.Basis != LegalBasis.Consent)
            return ConsentProblems.NotAsked;
        var signer = request.SignedBy ?? request.Person;
        var today = LocalTime.Today(time);
        if (request.SignedOn > today || request.SignedOn < today.AddYears(-1))
            return RecordPaperConsent.WrongDay;
        if (!await PersonReach.Covers(db, current.Value.ScopesFor(PeoplePermissions.PaperConsent), request.Person, Clock.Now(time), cancel)
            || await desk.Relation(request.Person, signer, cancel) is not { Person: { } person } relation)
            return ConsentRules.Nobody;
        if (current.Value.MayBe(person.Id) || current.Value.MayBe(signer))
            return Problem.Forbidden("own_consent", "自己的同意请在“我的授权”里选择。", "For yourself, choose under My consents.");
        var problem = request.Withdraw
            ? ConsentRules.MayWithdraw(person.BirthDate, relation.IsSelf, relation.IsGuardian, today)
            : ConsentRules.MayGive(person.BirthDate, relation.IsSelf, relation.IsGuardian, today);
        if (problem is not null)
            return problem;
        if (await Later(person.Id, purpose.Code, request, cancel) is { } later)
            return later;
        var answered = request.Withdraw ? await TakeBack(request, person.Id, purpose.Code, signer, cancel) : await Give(request, purpose, signer, cancel);
        return answered.Ok && answered.Value is { } consent ? await Keep(request, consent, cancel) : answered.As<ConsentAnswered>();
    }

    // A paper speaks for its day: what the person chose themselves since then is newer.
    private async Task<Problem?> Later(Guid person, string purpose, RecordPaperConsent request, CancellationToken cancel)
    {
        var since = LocalTime.StartOfDay(request.SignedOn!.Value.AddDays(1));
        var newer = await db.Records<Consent>().AnyAsync(
            c => c.PersonId == person && c.Purpose == purpose
                && (request.Withdraw
                    ? c.WithdrawnAt == null && c.GivenAt >= since
                    : c.WithdrawnAt >= since && c.WithdrawnWay != ConsentWay.Lapsed && c.WithdrawnWay != ConsentWay.Replaced), cancel);
        return newer
            ? Problem.Conflict("paper_outdated", "本人在签署之后已另作选择，请与本人核实。", "The person has chosen otherwise since the paper was signed: ask them.")
            : null;
    }

    private async Task<Result<Consent>> Give(RecordPaperConsent request, Purpose purpose, Guid signer, CancellationToken cancel) =>
        await desk.Give(new(request.Person, purpose, request.Version, ConsentWay.Paper, signer, "paper", PaperOf(request)), cancel);

    private async Task<Result<Consent>> TakeBack(RecordPaperConsent request, Guid person, string purpose, Guid signer, CancellationToken cancel) =>
        await desk.Withdraw(person, purpose, ConsentWay.Paper, signer, cancel) is { } ended
            ? ended
            : Problem.Conflict("nothing_to_withdraw", "本人现在没有同意这项用途，无需撤回。", "The person does not agree to this use at present: there is nothing to take back.");

    private async Task<Result<ConsentAnswered>> Keep(RecordPaperConsent request, Consent consent, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var paper = new ConsentPaper
        {
            Id = Guid.CreateVersion7(now), ConsentId = consent.Id, PersonId = consent.PersonId, Withdraws = request.Withdraw, SignedOn = request.SignedOn!.Value,
            Reference = request.Paper!.Trim(), Witness = request.Witness!.Trim(), RecordedBy = current.Value.Account ?? Guid.Empty, RecordedByName = current.Value.Name, At = now,
        };
        db.Records<ConsentPaper>().Add(paper);
        if (request.Scan is { Count: > 0 } scan)
        {
            var attached = await files.Attach(scan, ConsentPaper.Files, paper.Id, ScopePath.Root, cancel, "scan");
            if (!attached.Ok)
                return attached.As<ConsentAnswered>();
        }

        return new ConsentAnswered(consent.Id, !request.Withdraw);
    }

    private static SignedPaper PaperOf(RecordPaperConsent request) => new(request.SignedOn!.Value, request.Paper!.Trim(), request.Witness!.Trim());
}

/// <summary>The scan of a paper is for the person, the guardian of a child, and staff who may write papers down where the person lives.</summary>
internal sealed class ConsentPaperGuard(LinliDb db, ConsentDesk desk, TimeProvider time) : IFileGuard
{
    public string SubjectKind => ConsentPaper.Files;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel)
    {
        if (await db.Records<ConsentPaper>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == subject, cancel) is not { } paper)
            return false;
        var (person, isSelf, isGuardian) = await desk.Relation(paper.PersonId, caller.Person, cancel);
        return person is not null
            && (isSelf || (isGuardian && ConsentRules.IsChild(person.BirthDate, LocalTime.Today(time)))
                || await PersonReach.Covers(db, caller.ScopesFor(PeoplePermissions.PaperConsent), person.Id, Clock.Now(time), cancel));
    }
}
