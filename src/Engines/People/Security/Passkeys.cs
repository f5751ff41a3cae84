using Linli.People.Accounts;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Security;

/// <summary>What a browser needs for <c>navigator.credentials</c>, and a ticket to send back with its answer.</summary>
/// <param name="Options">PublicKeyCredential options as JSON text.</param>
/// <param name="Ticket">Good for five minutes.</param>
internal sealed record PasskeyCeremony(string Options, string Ticket);

/// <summary>What the browser made of it.</summary>
/// <param name="Credential">The credential as JSON text.</param>
/// <param name="Ticket">The ticket of the ceremony.</param>
internal sealed record PasskeyAnswer(string? Credential, string? Ticket);

/// <summary>
/// Passkeys (通行密钥, WebAuthn) of staff. The state between the two halves of a ceremony travels in a sealed ticket, so any
/// node can finish what another began and no cookie is needed.
/// </summary>
internal sealed class PasskeyDesk(IPasskeyHandler<Account> handler, UserManager<Account> users, IDataProtectionProvider protection, IHttpContextAccessor http)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector tickets = protection.CreateProtector("Linli.People.Passkeys").ToTimeLimitedDataProtector();

    public async Task<PasskeyCeremony> BeginAdding(Account account, string name)
    {
        var made = await handler.MakeCreationOptionsAsync(
            new() { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = name }, http.HttpContext!);
        return new(made.CreationOptionsJson, tickets.Protect("add" + made.AttestationState, Life));
    }

    public async Task<PasskeyCeremony> BeginSignIn()
    {
        var made = await handler.MakeRequestOptionsAsync(null, http.HttpContext!);
        return new(made.RequestOptionsJson, tickets.Protect("use" + made.AssertionState, Life));
    }

    public async Task<UserPasskeyInfo?> FinishAdding(Account account, PasskeyAnswer answer)
    {
        if (Open(answer, "add") is not { } state)
            return null;
        var result = await handler.PerformAttestationAsync(new() { HttpContext = http.HttpContext!, CredentialJson = answer.Credential!, AttestationState = state });
        return result.Succeeded && result.UserEntity.Id == account.Id.ToString() ? result.Passkey : null;
    }

    public async Task<(Account Account, UserPasskeyInfo Passkey)?> FinishSignIn(PasskeyAnswer answer)
    {
        if (Open(answer, "use") is not { } state)
            return null;
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http.HttpContext!, CredentialJson = answer.Credential!, AssertionState = state });
        return result.Succeeded ? (result.User, result.Passkey) : null;
    }

    public Task Keep(Account account, UserPasskeyInfo passkey) => users.AddOrUpdatePasskeyAsync(account, passkey);

    private string? Open(PasskeyAnswer answer, string purpose)
    {
        if (string.IsNullOrEmpty(answer.Credential) || answer.Credential.Length > 50_000 || string.IsNullOrEmpty(answer.Ticket))
            return null;
        try
        {
            var state = tickets.Unprotect(answer.Ticket);
            return state.StartsWith(purpose, StringComparison.Ordinal) ? state[purpose.Length..] : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Adds the passkey of a finished ceremony to the caller's account.</summary>
/// <param name="Answer">What the browser made.</param>
/// <param name="Device">Where it was made: by this its owner knows it again.</param>
internal sealed record AddPasskey(PasskeyAnswer Answer, string Device = "") : ICommand<Done>;

internal sealed class AddPasskeyHandler(LinliDb db, CurrentCaller current, PasskeyDesk desk, CallerDirectory directory)
    : IHandler<AddPasskey, Done>, IUseCase
{
    private static readonly Problem Refused = Problem.Invalid("credential", "passkey_refused",
        "通行密钥没有通过验证，请重试。", "The passkey could not be verified: please try again.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/me/passkeys/begin", async (LinliDb db, CurrentCaller current, PasskeyDesk desk, CancellationToken cancel) =>
            await StaffAccounts.Own(db, current, cancel) is { } account
                ? Results.Ok(await desk.BeginAdding(account, current.Value.Name))
                : ProblemResults.From([StaffAccounts.OnlyStaff]))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Begin to add a passkey").Produces<PasskeyCeremony>();
        api.MapPost("/me/passkeys", (PasskeyAnswer answer, HttpRequest http, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new AddPasskey(answer, Devices.NameOf(http.Headers.UserAgent.ToString())), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Finish adding a passkey");
    }

    public async Task<Result<Done>> Handle(AddPasskey request, CancellationToken cancel)
    {
        if (await StaffAccounts.Own(db, current, cancel) is not { } account)
            return StaffAccounts.OnlyStaff;
        if (await desk.FinishAdding(account, request.Answer) is not { } passkey)
            return Refused;
        passkey.Name = request.Device;
        await desk.Keep(account, passkey);
        db.AfterCommit(() => directory.Forget(account.Id));
        return Done.It;
    }
}

/// <summary>Signs in by the passkey of a finished ceremony.</summary>
internal sealed record SignInByPasskey(PasskeyAnswer Answer) : ICommand<SignInVerdict>;

internal sealed class SignInByPasskeyHandler(LinliDb db, PasskeyDesk desk, TimeProvider time) : IHandler<SignInByPasskey, SignInVerdict>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sign-in/passkey/begin", (PasskeyDesk desk) => desk.BeginSignIn())
            .Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).WithTags("sign-in").WithSummary("Begin to sign in with a passkey");
        api.MapPost("/sign-in/passkey", async (PasskeyAnswer answer, UseCaseRunner runner, LinliDb db, CancellationToken cancel) =>
            await Tokens.Answer(await runner.Run(new SignInByPasskey(answer), cancel), db, runner, cancel))
            .Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).WithTags("sign-in").WithSummary("Sign in with a passkey: bearer tokens");
    }

    public async Task<Result<SignInVerdict>> Handle(SignInByPasskey request, CancellationToken cancel)
    {
        if (await desk.FinishSignIn(request.Answer) is not var (found, passkey))
            return SignInVerdict.No("passkey_refused", "通行密钥没有通过验证，请重试。", "The passkey could not be verified: please try again.");
        var account = await db.Records<Account>().SingleAsync(a => a.Id == found.Id, cancel);
        if (account.SuspendedAt is not null)
            return AccountProblems.Suspended;
        account.LastSignInAt = Clock.Now(time);
        await desk.Keep(account, passkey);
        return SignInVerdict.Yes(account.Id);
    }
}
