using System.Security.Cryptography;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Gates;

/// <summary>A resident takes a way to open the gates that needs no desk: PIN, QR code or intercom.</summary>
/// <param name="Kind">pin, qr or intercom.</param>
/// <param name="Pin">Six digits of one's own choice; left out, Linli makes some.</param>
/// <param name="Tie">For which of one's homes; the newest when left out.</param>
internal sealed record ChooseCredential(CredentialKind Kind, string? Pin = null, Guid? Tie = null) : ICommand<CredentialChosen>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (!GateRules.IsSelfService(Kind))
            yield return Problem.Invalid("kind", "services.kind_at_desk", "门禁卡和人脸请到一站式服务台办理。", "Cards and faces are set up at the one-stop desk.");
        if (Kind == CredentialKind.Pin && Pin is not null && GateRules.PinProblem(Pin) is { } problem)
            yield return problem;
    }

    /// <summary>Never with the PIN.</summary>
    public override string ToString() => $"ChooseCredential {Kind}";
}

/// <summary>The credential as chosen.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Typed at the keypad before the PIN.</param>
/// <param name="Pin">The PIN, this once.</param>
/// <param name="ValidUntil">The end of the lease.</param>
internal sealed record CredentialChosen(Guid Id, int? Number, string? Pin, DateTimeOffset? ValidUntil);

internal sealed class ChooseCredentialHandler(CurrentCaller current, IHomeTies ties, Credentials credentials) : IHandler<ChooseCredential, CredentialChosen>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/gates/mine", (ChooseCredential request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("gates").WithSummary("Take a PIN, a QR code or the intercom 选择开门方式");

    public async Task<Result<CredentialChosen>> Handle(ChooseCredential request, CancellationToken cancel)
    {
        if (await TieOf(current, ties, request.Tie, cancel) is not { } tie)
            return NoHome;
        var pin = request.Kind == CredentialKind.Pin ? request.Pin ?? NewPin() : null;
        var issued = await credentials.Issue(tie, request.Kind, new(pin), cancel);
        return issued.Ok ? new CredentialChosen(issued.Value.Id, issued.Value.Number, pin, issued.Value.ValidUntil) : issued.As<CredentialChosen>();
    }

    /// <summary>The caller's running tie with this id, or the newest.</summary>
    public static async Task<TieOfHome?> TieOf(CurrentCaller current, IHomeTies ties, Guid? wanted, CancellationToken cancel) =>
        current.Value.Account is { } account ? (await ties.Running(account, cancel)).FirstOrDefault(t => wanted is null || t.Id == wanted) : null;

    public static Problem NoHome => Problem.Conflict("services.no_home", "请先认证住房，再办理门禁。", "Register your home first; then come the gates.");

    /// <summary>Six digits that nobody guesses at once.</summary>
    public static string NewPin()
    {
        while (true)
            if (RandomNumberGenerator.GetString("0123456789", 6) is var pin && GateRules.PinProblem(pin) is null)
                return pin;
    }
}
