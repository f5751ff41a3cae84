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

/// <summary>A resident gives a visitor a code for one entry.</summary>
/// <param name="Hours">For how many hours, 1–24.</param>
/// <param name="Label">What to call it, such as 送货, at most 20 characters; no need to name anybody.</param>
/// <param name="Tie">For which of one's homes; the newest when left out.</param>
internal sealed record GiveGuestCode(int Hours, string? Label = null, Guid? Tie = null) : ICommand<GuestCode>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Hours < 1 || Hours > GateRules.GuestLongest.TotalHours)
            yield return Problem.Invalid("hours", "services.guest_hours", "访客码最长 24 小时。", "A visitor's code is good for 1 to 24 hours.");
        if (Label?.Length > 20)
            yield return Problem.Invalid("label", "services.guest_label", "备注最多 20 个字。", "A note has at most 20 characters.");
    }
}

/// <summary>The visitor's code, shown this once: the number first, then the code.</summary>
internal sealed record GuestCode(Guid Id, int Number, string Code, DateTimeOffset ValidUntil);

internal sealed class GiveGuestCodeHandler(LinliDb db, CurrentCaller current, IHomeTies ties, Credentials credentials, TimeProvider time)
    : IHandler<GiveGuestCode, GuestCode>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/gates/mine/guests", (GiveGuestCode request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("gates").WithSummary("A visitor's code for one entry 访客码");

    public async Task<Result<GuestCode>> Handle(GiveGuestCode request, CancellationToken cancel)
    {
        if (await ChooseCredentialHandler.TieOf(current, ties, request.Tie, cancel) is not { } tie)
            return ChooseCredentialHandler.NoHome;
        var now = Clock.Now(time);
        var open = await db.Unfiltered<GateCredential>()
            .CountAsync(c => c.Tie == tie.Id && c.Kind == CredentialKind.Guest && c.RevokedAt == null && c.ValidUntil > now, cancel);
        if (open >= GateRules.GuestsAtOnce)
            return Problem.Conflict("services.guests_many",
                $"同时最多 {GateRules.GuestsAtOnce} 个访客码，请先作废不用的。", $"At most {GateRules.GuestsAtOnce} codes at once: withdraw one you do not need.");
        var code = ChooseCredentialHandler.NewPin();
        var label = request.Label?.Trim() is { Length: > 0 } text ? text : null;
        var issued = await credentials.Issue(tie, CredentialKind.Guest, new(code, Until: now.AddHours(request.Hours), Label: label), cancel);
        return issued.Ok ? new GuestCode(issued.Value.Id, issued.Value.Number!.Value, code, issued.Value.ValidUntil!.Value) : issued.As<GuestCode>();
    }
}
