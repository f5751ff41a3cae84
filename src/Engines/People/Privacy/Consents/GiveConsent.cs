using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Privacy.Consents;

/// <summary>Agrees to a purpose, for oneself or for a child one is the guardian of (R37, R38).</summary>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Version">Version of the text that was read: an answer to an older one does not count.</param>
/// <param name="Person">The child; left out for oneself.</param>
/// <param name="Channel">Where the answer was given; the page says so itself.</param>
internal sealed record GiveConsent(string? Purpose, int Version, Guid? Person = null, string Channel = "api") : ICommand<ConsentAnswered>, IValidated, IAudited
{
    public string? AuditSubject => Person?.ToString() ?? Purpose;

    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Purpose))
            yield return ConsentProblems.UnknownPurpose;
        if (Channel is not ("api" or "page"))
            yield return Problem.Invalid("channel", "channel_unknown", "渠道只能是 api 或 page。", "The channel is api or page.");
    }
}

/// <summary>A consent as it stands after the answer.</summary>
/// <param name="Consent">Its id; <c>null</c> when there was nothing to take back.</param>
/// <param name="Given">Whether it stands.</param>
internal sealed record ConsentAnswered(Guid? Consent, bool Given);

internal sealed class GiveConsentHandler(ConsentDesk desk, PurposeTexts texts, CurrentCaller current, TimeProvider time)
    : IHandler<GiveConsent, ConsentAnswered>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/consents", (GiveConsent request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Agree to a purpose, for oneself or a child 同意");

    public async Task<Result<ConsentAnswered>> Handle(GiveConsent request, CancellationToken cancel)
    {
        if (texts.Find(request.Purpose) is not { } purpose)
            return ConsentProblems.UnknownPurpose;
        if (purpose.Basis != Platform.Privacy.LegalBasis.Consent)
            return ConsentProblems.NotAsked;
        if (current.Value.Person is not { } self)
            return ConsentProblems.Machines;
        var whose = request.Person ?? self;
        var (person, isSelf, isGuardian) = await desk.Relation(whose, self, cancel);
        if (person is null)
            return ConsentRules.Nobody;
        if (ConsentRules.MayGive(person.BirthDate, isSelf, isGuardian, LocalTime.Today(time)) is { } problem)
            return problem;
        var way = isSelf ? ConsentWay.Self : ConsentWay.Guardian;
        var given = await desk.Give(new(whose, purpose, request.Version, way, self, request.Channel), cancel);
        return given.Ok ? new ConsentAnswered(given.Value.Id, true) : given.As<ConsentAnswered>();
    }
}

internal static class ConsentProblems
{
    public static Problem UnknownPurpose => Problem.Invalid("purpose", "purpose_unknown", "没有这项用途，请从列表里选择。", "There is no such purpose: choose one of the list.");

    public static Problem NotAsked => Problem.Invalid("purpose", "purpose_needs_no_consent",
        "这项用途依据合同或法律，不需要同意，也不能撤回。", "This use rests on a contract or a law: it needs no consent and cannot be withdrawn.");

    public static Problem Machines => Problem.Forbidden("machines_have_no_profile", "请先完成住户认证，再查看和管理个人资料；接口密钥没有个人资料。", "Verify your home first: then your data are here. A machine's key has none.");
}
