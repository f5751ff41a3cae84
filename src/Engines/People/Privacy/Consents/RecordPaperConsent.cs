using Linli.People.Privacy.Disclosure;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Privacy.Consents;

/// <summary>Writes down that somebody signed a consent on paper, or took it back so, before a member of staff (R44: the paper way stays open).</summary>
/// <param name="Person">Whose data it is about.</param>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Version">Version of the text on the paper.</param>
/// <param name="SignedBy">Person who signed: for a child under 14 a guardian; left out for the person.</param>
/// <param name="Paper">Number of the paper or where it lies, 2–100 characters.</param>
/// <param name="Withdraw">Whether the paper takes the consent back.</param>
internal sealed record RecordPaperConsent(Guid Person, string? Purpose, int Version, string? Paper, Guid? SignedBy = null, bool Withdraw = false)
    : ICommand<ConsentAnswered>, IValidated, IAudited
{
    public string? AuditSubject => Person.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Paper?.Trim() is not { Length: >= 2 and <= 100 })
            yield return Problem.Invalid("paper", "paper_missing", "请写明书面材料的编号或存放处（2–100 个字）。", "Say the number of the paper, or where it lies (2–100 characters).");
    }
}

internal sealed class RecordPaperConsentHandler(LinliDb db, ConsentDesk desk, PurposeTexts texts, CurrentCaller current, TimeProvider time)
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
        if (!await PersonReach.Covers(db, current.Value.ScopesFor(PeoplePermissions.PaperConsent), request.Person, Clock.Now(time), cancel)
            || await desk.Relation(request.Person, signer, cancel) is not { Person: { } person } relation)
            return ConsentRules.Nobody;
        if (person.Id == current.Value.Person)
            return Problem.Forbidden("own_consent", "自己的同意请在“我的授权”里选择。", "For yourself, choose under My consents.");
        var today = LocalTime.Today(time);
        var problem = request.Withdraw
            ? ConsentRules.MayWithdraw(person.BirthDate, relation.IsSelf, relation.IsGuardian, today)
            : ConsentRules.MayGive(person.BirthDate, relation.IsSelf, relation.IsGuardian, today);
        if (problem is not null)
            return problem;
        if (request.Withdraw)
        {
            await desk.Withdraw(person.Id, purpose.Code, ConsentWay.Paper, signer, cancel);
            return new ConsentAnswered(null, false);
        }

        var given = await desk.Give(new(person.Id, purpose, request.Version, ConsentWay.Paper, signer, "paper", request.Paper!.Trim()), cancel);
        return given.Ok ? new ConsentAnswered(given.Value.Id, true) : given.As<ConsentAnswered>();
    }
}
