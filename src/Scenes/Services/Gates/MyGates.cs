using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Services.MoveIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>The caller's own credentials, what else is offered, and their passes.</summary>
internal sealed record MyGates : IQuery<MyGatesView>;

/// <summary>How a person comes in.</summary>
/// <param name="Homes">The homes the person is tied to now.</param>
/// <param name="Credentials">Credentials, good ones first.</param>
/// <param name="Passes">The last passes, newest first.</param>
/// <param name="KeptDays">For how many days passes are kept.</param>
internal sealed record MyGatesView(IReadOnlyList<HomeGates> Homes, IReadOnlyList<CredentialLine> Credentials, IReadOnlyList<PassLine> Passes, int KeptDays);

/// <summary>The ways into one home. All are offered to everybody and good for the same time; a face comes last (R41).</summary>
/// <param name="Tie">Id of the tie.</param>
/// <param name="Home">What people call it.</param>
/// <param name="Until">End of the lease; <c>null</c> when there is none.</param>
/// <param name="NotYet">Why no credential is given yet.</param>
/// <param name="Offered">The ways in, in the order they are offered.</param>
internal sealed record HomeGates(Guid Tie, string Home, DateTimeOffset? Until, Phrase? NotYet, IReadOnlyList<CredentialKind> Offered);

/// <summary>A credential. PINs, codes and cards' numbers are not in it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">How it opens.</param>
/// <param name="Home">Which home it is for.</param>
/// <param name="Number">Typed before the PIN.</param>
/// <param name="CardTail">The end of a card's number.</param>
/// <param name="Label">What it is called.</param>
/// <param name="ValidFrom">Since when.</param>
/// <param name="ValidUntil">Until when.</param>
/// <param name="Good">Whether it opens now.</param>
/// <param name="RevokedAt">When it ended before its time.</param>
/// <param name="RevokedBecause">Why.</param>
internal sealed record CredentialLine(
    Guid Id, CredentialKind Kind, string Home, int? Number, string? CardTail, string? Label, DateTimeOffset ValidFrom, DateTimeOffset? ValidUntil, bool Good,
    DateTimeOffset? RevokedAt, RevokedBecause? RevokedBecause)
{
    public static CredentialLine Of(GateCredential c, DateTimeOffset now) => new(
        c.Id, c.Kind, c.HomeLabel, c.Number, c.CardTail, c.Label, c.ValidFrom, c.ValidUntil, c.IsGood(now), c.RevokedAt, c.RevokedBecause);
}

/// <summary>A pass.</summary>
internal sealed record PassLine(DateTimeOffset At, Phrase Gate, CredentialKind Kind, PassOutcome Outcome, bool In);

internal sealed class MyGatesHandler(LinliDb db, CurrentCaller current, IHomeTies ties, MoveIns moveIns, ServicesOptions options, TimeProvider time)
    : IHandler<MyGates, MyGatesView>, IUseCase
{
    private const int MostPasses = 50;
    private static readonly TimeSpan OldShown = TimeSpan.FromDays(30);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/gates/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyGates(), cancel))
            .Needs(Access.SignedIn).WithTags("gates").WithSummary("My credentials and passes 我的门禁");

    public async Task<Result<MyGatesView>> Handle(MyGates request, CancellationToken cancel)
    {
        if (current.Value.Account is not { } account)
            return new MyGatesView([], [], [], options.PassDays);
        var now = Clock.Now(time);
        var homes = new List<HomeGates>();
        foreach (var tie in await ties.Running(account, cancel))
            homes.Add(new(tie.Id, tie.HomeLabel, tie.To, (GateRules.LeaseUnknown(tie) ?? await moveIns.WhyNotYet(tie, cancel))?.Message, GateRules.Offered));
        var since = now - OldShown;
        var credentials = await db.Unfiltered<GateCredential>().AsNoTracking()
            .Where(c => c.Account == account && (c.RevokedAt == null || c.RevokedAt > since))
            .OrderBy(c => c.RevokedAt != null).ThenBy(c => c.At).ToListAsync(cancel);
        var passes = await db.Unfiltered<GatePass>().AsNoTracking().Where(p => p.Account == account)
            .OrderByDescending(p => p.At).ThenByDescending(p => p.Seq).Take(MostPasses)
            .Join(db.Unfiltered<Gate>(), p => p.Gate, g => g.Id, (p, g) => new { p, g.NameZh, g.NameEn }).ToListAsync(cancel);
        return new MyGatesView(
            homes, [.. credentials.Select(c => CredentialLine.Of(c, now)).OrderByDescending(c => c.Good)],
            [.. passes.OrderByDescending(p => p.p.At).Select(p => new PassLine(p.p.At, (p.NameZh, p.NameEn), p.p.Kind, p.p.Outcome, p.p.In))], options.PassDays);
    }
}
