using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Privacy.Consents;

/// <summary>Takes a consent back: no reason, no condition (R37, PIPL art. 15). Whatever stood on it stops.</summary>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Person">The child; left out for oneself.</param>
internal sealed record WithdrawConsent(string? Purpose, Guid? Person = null) : ICommand<ConsentAnswered>, IAudited
{
    public string? AuditSubject => Person?.ToString() ?? Purpose;
}

internal sealed class WithdrawConsentHandler(ConsentDesk desk, PurposeTexts texts, CurrentCaller current, TimeProvider time)
    : IHandler<WithdrawConsent, ConsentAnswered>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/me/consents/{purpose}", (string purpose, Guid? person, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new WithdrawConsent(purpose, person), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Take a consent back 撤回同意");

    public async Task<Result<ConsentAnswered>> Handle(WithdrawConsent request, CancellationToken cancel)
    {
        if (texts.Find(request.Purpose) is not { } purpose)
            return ConsentProblems.UnknownPurpose;
        if (current.Value.Person is not { } self)
            return ConsentProblems.Machines;
        var whose = request.Person ?? self;
        var (person, isSelf, isGuardian) = await desk.Relation(whose, self, cancel);
        if (person is null)
            return ConsentRules.Nobody;
        if (ConsentRules.MayWithdraw(person.BirthDate, isSelf, isGuardian, LocalTime.Today(time)) is { } problem)
            return problem;
        await desk.Withdraw(whose, purpose.Code, isSelf ? ConsentWay.Self : ConsentWay.Guardian, self, cancel);
        return new ConsentAnswered(null, false);
    }
}
