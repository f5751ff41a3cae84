using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>
/// A sign-in by tokens (令牌登录). Its refresh tokens follow one another, and an old one that comes back says that two hold the
/// sign-in, of whom one is a thief: it ends for both (RFC 9700 § 4.14).
/// </summary>
internal sealed class TokenSignIn
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the refresh token that counts; the first is 1.</summary>
    public required int Turn { get; set; }

    /// <summary>When that one was given out.</summary>
    public required DateTimeOffset TurnedAt { get; set; }
}

/// <summary>A sign-in by tokens begins.</summary>
internal sealed record BeginTokenSignIn(Guid Account) : ICommand<Guid>;

internal sealed class BeginTokenSignInHandler(LinliDb db, TimeProvider time) : IHandler<BeginTokenSignIn, Guid>
{
    public Task<Result<Guid>> Handle(BeginTokenSignIn request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var signIn = new TokenSignIn { Id = Guid.CreateVersion7(now), AccountId = request.Account, At = now, Turn = 1, TurnedAt = now };
        db.Records<TokenSignIn>().Add(signIn);
        return Task.FromResult<Result<Guid>>(signIn.Id);
    }
}

/// <summary>A refresh token is handed in for the next one.</summary>
/// <param name="SignIn">The sign-in it belongs to.</param>
/// <param name="Turn">Its number.</param>
internal sealed record TurnToken(Guid SignIn, int Turn) : ICommand<TokenTurned>;

/// <summary>What came of it: an answer in either case, as the end of a stolen sign-in must be kept.</summary>
/// <param name="Turn">Number of the next refresh token; <c>null</c> when the sign-in has ended.</param>
internal sealed record TokenTurned(int? Turn);

internal sealed class TurnTokenHandler(LinliDb db, TimeProvider time) : IHandler<TurnToken, TokenTurned>
{
    /// <summary>A phone that lost the answer on the way asks once more with the token it has.</summary>
    private static readonly TimeSpan LostOnTheWay = TimeSpan.FromSeconds(30);

    public async Task<Result<TokenTurned>> Handle(TurnToken request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"people.token-sign-in.{request.SignIn}", cancel);
        if (await db.Records<TokenSignIn>().SingleOrDefaultAsync(s => s.Id == request.SignIn, cancel) is not { } signIn)
            return new TokenTurned(null);
        var now = Clock.Now(time);
        if (request.Turn == signIn.Turn)
            (signIn.Turn, signIn.TurnedAt) = (signIn.Turn + 1, now);
        else if (request.Turn != signIn.Turn - 1 || now - signIn.TurnedAt > LostOnTheWay)
        {
            db.Records<TokenSignIn>().Remove(signIn);
            return new TokenTurned(null);
        }

        return new TokenTurned(signIn.Turn);
    }
}
