using Linli.People.Accounts;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.People.SignIn;

/// <summary>The refresh tokens that came one from another, beginning with one sign-in (RFC 9700 § 4.14). Written at the first refresh.</summary>
internal sealed class RefreshFamily
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Number of the only token that still counts.</summary>
    public required int Serial { get; set; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset LastAt { get; set; }

    /// <summary>When a token came back that had been exchanged before: one of the two who hold the family is a thief.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Asks for fresh tokens.</summary>
/// <param name="RefreshToken">The refresh token of the last answer; it counts once.</param>
internal sealed record RefreshSignIn(string? RefreshToken);

/// <summary>Exchanges one number of a family for the next; a number that was exchanged before ends the family.</summary>
internal sealed record RotateRefresh(Guid Account, Guid Family, int Serial) : ICommand<Rotated>;

/// <summary>What came of it: a refusal is an answer, because the end of the family is kept.</summary>
internal sealed record Rotated(int? Serial);

internal sealed class RefreshSignInHandler(LinliDb db, CallerDirectory directory, AuditTrail audit, TimeProvider time) : IHandler<RotateRefresh, Rotated>, IUseCase
{
    private static readonly TimeSpan LostOnTheWay = TimeSpan.FromSeconds(30);

    private static readonly Problem Invalid = new("refresh_token_invalid",
        ("登录已过期，请重新登录。", "This sign-in has ended: please sign in again."), ProblemKind.NotSignedIn, "refreshToken");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sign-in/refresh", async Task<IResult> (
            RefreshSignIn request, IOptionsMonitor<BearerTokenOptions> options, ICallerDirectory callers, UseCaseRunner runner, TimeProvider time, CancellationToken cancel) =>
        {
            var ticket = request.RefreshToken is { Length: > 0 } token
                ? options.Get(BearerTokenDefaults.AuthenticationScheme).RefreshTokenProtector.Unprotect(token)
                : null;
            if (ticket?.Properties.ExpiresUtc is not { } until || time.GetUtcNow() >= until
                || await callers.Find(ticket.Principal, cancel) is not { Account: { } account } || Principals.FamilyOf(ticket.Principal) is not { } family)
                return ProblemResults.From([Invalid]);
            var rotated = await runner.Run(new RotateRefresh(account, family.Id, family.Serial), cancel);
            return rotated is { Ok: true, Value.Serial: { } serial }
                ? TypedResults.SignIn(Principals.Next(ticket.Principal, serial), authenticationScheme: BearerTokenDefaults.AuthenticationScheme)
                : ProblemResults.From([Invalid]);
        })
            .Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).WithTags("sign-in").WithSummary("Exchange a refresh token for fresh tokens; each counts once")
            .Produces<AccessTokenResponse>().ProducesProblem(StatusCodes.Status401Unauthorized);

    public async Task<Result<Rotated>> Handle(RotateRefresh request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        await db.LockUntilCommit($"people.refresh.{request.Family}", cancel);
        var family = await db.Records<RefreshFamily>().SingleOrDefaultAsync(f => f.Id == request.Family && f.AccountId == request.Account, cancel);
        if (family is null)
            db.Records<RefreshFamily>().Add(family = new() { Id = request.Family, AccountId = request.Account, Serial = 0, At = now, LastAt = now });
        if (family.EndedAt is not null)
            return new Rotated(null);
        // A phone that lost the answer on the way asks once more with the token it has.
        if (request.Serial == family.Serial - 1 && now - family.LastAt <= LostOnTheWay)
            return new Rotated(family.Serial);
        if (family.Serial != request.Serial)
        {
            family.EndedAt = now;
            audit.Record("people.refresh_token_reused", request.Account.ToString());
            db.AfterCommit(() => directory.Forget(request.Account));
            return new Rotated(null);
        }

        (family.Serial, family.LastAt) = (family.Serial + 1, now);
        return new Rotated(family.Serial);
    }
}
