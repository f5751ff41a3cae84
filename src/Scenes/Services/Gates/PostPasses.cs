using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>A gate posts who came, also long after the fact when it was offline. Sent twice, kept once.</summary>
/// <param name="Passes">1–500 passes.</param>
internal sealed record PostPasses(IReadOnlyList<PostedPass>? Passes) : ICommand<PassesTaken>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Passes is not { Count: >= 1 and <= 500 })
            yield return Problem.Invalid("passes", "services.passes_count", "每次 1–500 条通行记录。", "Send 1 to 500 passes at once.");
        else if (Passes.Any(p => p.Seq <= 0))
            yield return Problem.Invalid("passes", "services.pass_seq", "每条记录要有大于 0 的序号。", "Each pass has a number above 0.");
    }
}

/// <summary>A pass as the gate saw it.</summary>
/// <param name="Seq">The gate's own number, growing.</param>
/// <param name="At">When, UTC by the gate's clock.</param>
/// <param name="Kind">How.</param>
/// <param name="Outcome">opened or refused.</param>
/// <param name="Credential">The credential, where the gate knows one.</param>
/// <param name="In">In or out.</param>
internal sealed record PostedPass(long Seq, DateTimeOffset At, CredentialKind Kind, PassOutcome Outcome, Guid? Credential = null, bool In = true);

/// <summary>What was taken.</summary>
/// <param name="Taken">New passes.</param>
/// <param name="Known">Passes that were there already.</param>
internal sealed record PassesTaken(int Taken, int Known);

internal sealed class PostPassesHandler(LinliDb db, CurrentCaller current, Credentials credentials, TimeProvider time)
    : IHandler<PostPasses, PassesTaken>, IUseCase
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/gates/device/passes", (PostPasses request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.Gate).WithTags("gates").WithSummary("For gates: post passes");

    public async Task<Result<PassesTaken>> Handle(PostPasses request, CancellationToken cancel)
    {
        var (now, id) = (Clock.Now(time), current.Value.Account);
        if (await db.Unfiltered<Gate>().SingleOrDefaultAsync(g => g.Id == id && g.RetiredAt == null, cancel) is not { } gate)
            return Problem.Forbidden("services.no_gate", "这个密钥不属于在用的门禁设备。", "This key belongs to no gate in service.");
        // A gate that sends again because an answer was lost may send twice at the same moment.
        await db.LockUntilCommit($"gates.passes.{gate.Id}", cancel);
        var passes = request.Passes!.DistinctBy(p => p.Seq).ToList();
        var seqs = passes.ConvertAll(p => p.Seq);
        var known = await db.Unfiltered<GatePass>().Where(p => p.Gate == gate.Id && seqs.Contains(p.Seq)).Select(p => p.Seq).ToHashSetAsync(cancel);
        var ids = passes.Select(p => p.Credential).OfType<Guid>().Distinct().ToList();
        var used = await db.Scoped<GateCredential>(ScopeSet.Of([ScopePath.Parse(gate.Scope, null)])).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        foreach (var pass in passes.Where(p => !known.Contains(p.Seq)))
        {
            var credential = pass.Credential is { } which ? used.GetValueOrDefault(which) : null;
            // A gate that was offline tells late: a pass of somebody who has had their data deleted stays nobody's.
            var whose = credential?.RevokedBecause == RevokedBecause.AccountGone ? null : credential;
            // Ahead of us, or before the gate was there: its clock is not believed.
            var wrong = pass.At > now + Ahead || pass.At < gate.At - Ahead;
            db.Insert(new GatePass
            {
                Id = Guid.CreateVersion7(now), Scope = gate.Scope, Gate = gate.Id, Seq = pass.Seq, At = wrong ? now : Clock.ToMicroseconds(pass.At), ReceivedAt = now,
                Credential = whose?.Id, Account = whose?.Account, Kind = pass.Kind, Outcome = pass.Outcome, In = pass.In, ClockWrong = wrong,
            });
            // The other gates of the compound must not take a visitor's code a second time.
            if (credential is { Kind: CredentialKind.Guest } && pass.Outcome == PassOutcome.Opened)
                await credentials.Revoke(credential, RevokedBecause.Used, cancel);
        }

        return new PassesTaken(passes.Count - known.Count, known.Count);
    }
}
