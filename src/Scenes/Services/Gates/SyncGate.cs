using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>A gate says up to which change it has its list, and gets what changed since. <c>docs/gates.md</c> is the protocol.</summary>
/// <param name="Have">Number of the last change the gate has written down; 0 for none, which brings the whole list.</param>
internal sealed record ChangesForGate(long Have) : IQuery<GateChanges>;

/// <summary>What a gate has to know.</summary>
/// <param name="Version">Number to send as <c>have</c> once the changes are written down.</param>
/// <param name="Full">Whether the changes are the whole list: forget what is not in it.</param>
/// <param name="GoodUntil">Without another answer the gate refuses everybody from then on, UTC.</param>
/// <param name="ServerTime">UTC; sets the gate's clock.</param>
/// <param name="QrKey">Public key of QR codes, SubjectPublicKeyInfo, base64.</param>
/// <param name="Changes">Entries to put or to remove, in the order of their versions.</param>
internal sealed record GateChanges(
    long Version, bool Full, DateTimeOffset GoodUntil, DateTimeOffset ServerTime, string? QrKey, IReadOnlyList<GateEntry> Changes);

/// <summary>What a gate does with an entry.</summary>
internal enum GateEntryAction
{
    Put,
    Remove,
}

/// <summary>An entry of a gate's list. No name, no telephone, no face.</summary>
/// <param name="Id">The credential.</param>
/// <param name="Action">put or remove; removing a face deletes its template on the device.</param>
/// <param name="Kind">How it opens.</param>
/// <param name="Number">Typed before the PIN or code.</param>
/// <param name="Salt">Salt of the slow hash, base64.</param>
/// <param name="Iterations">Rounds of the slow hash.</param>
/// <param name="Verifier">HMAC of the proof with the gate's secret, base64.</param>
/// <param name="Door">Label of the home to ring, of intercoms only.</param>
/// <param name="Once">Opens one time.</param>
/// <param name="Enrol">Id of an enrolment that waits for the face at this gate.</param>
/// <param name="Reference">The device's own handle of an enrolled face.</param>
/// <param name="ValidFrom">UTC.</param>
/// <param name="ValidUntil">UTC, to the minute and beyond; the gate refuses by itself from then on.</param>
internal sealed record GateEntry(
    Guid Id, GateEntryAction Action, CredentialKind Kind, int? Number = null, string? Salt = null, int? Iterations = null, string? Verifier = null,
    string? Door = null, bool Once = false, Guid? Enrol = null, string? Reference = null, DateTimeOffset? ValidFrom = null, DateTimeOffset? ValidUntil = null);

/// <summary>The gate has written its list down up to a change.</summary>
/// <param name="Have">Number of that change.</param>
internal sealed record ConfirmGateList(long Have) : ICommand<Done>;

internal sealed class SyncGateHandler(LinliDb db, CurrentCaller current, FieldCipher cipher, QrSigning signing, TimeProvider time)
    : IHandler<ChangesForGate, GateChanges>, IHandler<ConfirmGateList, Done>, IUseCase
{
    private const int LongestWait = 50;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/gates/device/changes", Pull)
            .Needs(ServicesPermissions.Gate).WithTags("gates").WithSummary("For gates: what changed since, waiting for it if wanted");

    // Long poll: the answer comes with the next change, or empty when the time is up. What the gate says it has is noted
    // only when it is news, so that waiting costs no write.
    private static async Task<IResult> Pull(
        UseCaseRunner runner, GateSignal signal, GatesSeen seen, CurrentCaller current, LinliDb db, TimeProvider time, CancellationToken cancel, long have = 0, int wait = 0)
    {
        if (current.Value.Account is { } gate)
            seen.Note(gate, Clock.Now(time));
        var until = time.GetUtcNow().AddSeconds(Math.Clamp(wait, 0, LongestWait));
        if (have > 0 && await runner.Run(new ConfirmGateList(have), cancel) is { Ok: false } refused)
            return ProblemResults.From(refused.Problems);
        while (true)
        {
            // Taken before looking: a change in between must not be slept through.
            var changed = signal.Changed;
            var answer = await runner.Ask(new ChangesForGate(have), cancel);
            if (!answer.Ok)
                return ProblemResults.From(answer.Problems);
            // Where nothing was ever issued the whole list is empty: a gate that asks for it waits like any other.
            var empty = have <= 0 && answer.Value.Version == 0;
            if (answer.Value.Changes.Count > 0 || (answer.Value.Full && !empty) || until <= time.GetUtcNow())
                return TypedResults.Ok(answer.Value);
            await Sleep(changed, until, time, cancel);
        }
    }

    // Another node may have made the change: look again every second.
    private static async Task Sleep(Task changed, DateTimeOffset until, TimeProvider time, CancellationToken cancel)
    {
        var left = until - time.GetUtcNow();
        var atMost = left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);
        await Task.WhenAny(changed, Task.Delay(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, time, cancel));
        cancel.ThrowIfCancellationRequested();
    }

    public async Task<Result<GateChanges>> Handle(ChangesForGate request, CancellationToken cancel)
    {
        var found = await Mine(cancel);
        if (!found.Ok)
            return found.As<GateChanges>();
        var (gate, now) = (found.Value, Clock.Now(time));
        var version = await db.Records<GateClock>().AsNoTracking().Select(c => c.Value).FirstOrDefaultAsync(cancel);
        // A gate that claims more than there is was with another server, or this one was restored from a backup.
        var full = request.Have <= 0 || request.Have > version;
        var have = full ? 0 : request.Have;
        var place = ScopeSet.Of([ScopePath.Parse(gate.Scope, null)]);
        var rows = db.Scoped<GateCredential>(place).AsNoTracking().Where(c => c.Version > have && c.Version <= version);
        if (full)
            rows = rows.Where(c => c.RevokedAt == null && (c.ValidUntil == null || c.ValidUntil > now));
        var changed = await rows.OrderBy(c => c.Version).ToListAsync(cancel);
        var faces = await Faces(gate, changed, cancel);
        var secret = Convert.FromBase64String(cipher.Open(gate.Secret));
        var entries = changed.Where(c => c.Kind != CredentialKind.Face || faces.ContainsKey(c.Id))
            .Select(c => Entry(c, faces.GetValueOrDefault(c.Id), secret, now)).ToList();
        return new GateChanges(version, full, now.AddMinutes(gate.OfflineMinutes), now, await signing.Public(cancel), entries);
    }

    public async Task<Result<Done>> Handle(ConfirmGateList request, CancellationToken cancel)
    {
        var found = await Mine(cancel);
        if (!found.Ok)
            return found.As<Done>();
        var gate = found.Value;
        var version = await db.Records<GateClock>().AsNoTracking().Select(c => c.Value).FirstOrDefaultAsync(cancel);
        var have = request.Have > version ? 0 : request.Have;
        if (gate.Applied == have)
            return Done.It;
        var now = Clock.Now(time);
        (gate.Applied, gate.AppliedAt, gate.LastSeenAt) = (have, now, now);
        var ordered = await db.Records<FaceEnrolment>().Where(e => e.Gate == gate.Id && e.DeletionOrderedAt != null && e.DeletedAt == null)
            .Join(db.Unfiltered<GateCredential>(), e => e.Credential, c => c.Id, (e, c) => new { e, c.Version }).ToListAsync(cancel);
        foreach (var done in ordered.Where(d => d.Version <= have))
            (done.e.DeletedAt, done.e.Reference) = (now, null);
        return Done.It;
    }

    private async Task<Dictionary<Guid, FaceEnrolment>> Faces(Gate gate, List<GateCredential> changed, CancellationToken cancel)
    {
        var ids = changed.Where(c => c.Kind == CredentialKind.Face).Select(c => c.Id).ToList();
        return ids.Count == 0 ? [] : await db.Records<FaceEnrolment>().AsNoTracking().Where(e => e.Gate == gate.Id && ids.Contains(e.Credential)).ToDictionaryAsync(e => e.Credential, cancel);
    }

    private GateEntry Entry(GateCredential c, FaceEnrolment? face, byte[] secret, DateTimeOffset now) => c.IsGood(now)
        ? new(
            c.Id, GateEntryAction.Put, c.Kind, c.Number, c.Salt, c.Salt is null ? null : GateSecrets.Iterations,
            c.Proof is { } proof ? GateSecrets.Verifier(secret, Convert.FromBase64String(cipher.Open(proof))) : null,
            c.Kind == CredentialKind.Intercom ? c.HomeLabel : null, c.Kind == CredentialKind.Guest,
            face is { EnrolledAt: null } ? face.Id : null, face?.Reference, c.ValidFrom, c.ValidUntil)
        : new(c.Id, GateEntryAction.Remove, c.Kind);

    private async Task<Result<Gate>> Mine(CancellationToken cancel)
    {
        var id = current.Value.Account;
        return await db.Unfiltered<Gate>().SingleOrDefaultAsync(g => g.Id == id && g.RetiredAt == null, cancel) is { } gate
            ? gate
            : Problem.Forbidden("services.no_gate", "这个密钥不属于在用的门禁设备。", "This key belongs to no gate in service.");
    }
}

/// <summary>When gates were last heard of, on this node: written down now and then, not at every pull.</summary>
internal sealed class GatesSeen
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, DateTimeOffset> seen = new();

    public void Note(Guid gate, DateTimeOffset at) => seen[gate] = at;

    /// <summary>When a gate was heard of that is not written down yet.</summary>
    public DateTimeOffset? Last(Guid gate) => seen.TryGetValue(gate, out var at) ? at : null;

    /// <summary>What was noted since this was last asked.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Take()
    {
        var taken = new Dictionary<Guid, DateTimeOffset>();
        foreach (var id in seen.Keys)
            if (seen.TryRemove(id, out var at))
                taken[id] = at;
        return taken;
    }
}
