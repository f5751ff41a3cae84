using System.Security.Cryptography;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Services.MoveIn;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>What is known of a credential before it is issued.</summary>
/// <param name="Digits">PIN or code.</param>
/// <param name="Card">Number of the card.</param>
/// <param name="Until">End, where it is before the tie's.</param>
/// <param name="Label">What a resident calls a visitor's code.</param>
internal sealed record Making(string? Digits = null, string? Card = null, DateTimeOffset? Until = null, string? Label = null);

/// <summary>Issues and ends credentials, each change with the next number, so that gates know what they miss.</summary>
internal sealed class Credentials(
    LinliDb db, FieldCipher cipher, IScopeTree tree, IConsents consents, MoveIns moveIns, CurrentCaller current, Outbox outbox, QrSigning signing,
    GateSignal signal, TimeProvider time)
{
    private const int Tries = 50;

    /// <summary>Issues a credential for as long as the tie runs; one of the same kind that is there already is replaced.</summary>
    public async Task<Result<GateCredential>> Issue(TieOfHome tie, CredentialKind kind, Making making, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (tie.Standing != TieStanding.Running || tree.CommunityOf(tie.Building) is not { } community)
            return Problem.Conflict("services.tie_ended", "住户关系已结束，不能发放门禁凭证。", "The tie to this home has ended: no credential can be given.");
        if (GateRules.LeaseUnknown(tie) is { } unknown)
            return unknown;
        if (await moveIns.WhyNotYet(tie, cancel) is { } notYet)
            return notYet;
        if (await consents.Missing(tie.Person, Purposes.GateCredential, cancel) is { } missing)
            return missing;
        // Two requests at the same moment must not leave two PINs.
        await db.LockUntilCommit($"gates.issue.{tie.Id}.{kind}", cancel);
        if (kind is not (CredentialKind.Guest or CredentialKind.Face))
            foreach (var old in await db.Unfiltered<GateCredential>().Where(c => c.Tie == tie.Id && c.Kind == kind && c.RevokedAt == null).ToListAsync(cancel))
                await Revoke(old, RevokedBecause.Replaced, cancel);

        if (kind == CredentialKind.Qr)
            await signing.Ensure(cancel);
        var hasCode = kind is CredentialKind.Pin or CredentialKind.Guest;
        var salt = hasCode ? GateSecrets.NewSalt() : null;
        var proof = hasCode ? GateSecrets.Slow(making.Digits!, salt) : making.Card is { } card ? GateSecrets.Card(card) : null;
        var credential = new GateCredential
        {
            Id = Guid.CreateVersion7(now), Scope = tie.Building.Value, Community = community.Path.Value, Account = tie.Account, Person = tie.Person, Tie = tie.Id,
            HomeLabel = tie.HomeLabel, Kind = kind, Number = hasCode ? await FreeNumber(community.Path.Value, cancel) : null,
            Salt = salt is null ? null : Convert.ToBase64String(salt), Proof = proof is null ? null : cipher.Seal(Convert.ToBase64String(proof)),
            CardHash = making.Card is { } number ? CardHash(number) : null, CardTail = making.Card is { Length: >= 4 } tail ? tail[^4..] : null,
            Label = making.Label, ValidFrom = now, ValidUntil = Earlier(tie.To, making.Until), At = now,
            IssuedBy = current.Value.Account == tie.Account ? null : current.Value.Account, Version = await Next(cancel),
        };
        db.Insert(credential);
        Publish(credential, revoked: false);
        return credential;
    }

    /// <summary>Ends a credential; every gate hears of it with the next pull.</summary>
    public async Task Revoke(GateCredential credential, RevokedBecause why, CancellationToken cancel)
    {
        if (credential.RevokedAt is not null)
            return;
        var now = Clock.Now(time);
        (credential.RevokedAt, credential.RevokedBecause, credential.RevokedBy) = (now, why, current.Value.Account);
        (credential.Version, credential.TightenedAt) = (await Next(cancel), now);
        if (credential.Kind == CredentialKind.Face)
            foreach (var enrolment in await db.Records<FaceEnrolment>().Where(e => e.Credential == credential.Id && e.DeletionOrderedAt == null).ToListAsync(cancel))
                enrolment.DeletionOrderedAt = now;
        Publish(credential, revoked: true);
    }

    /// <summary>Follows the tie: a lease that was prolonged prolongs the credential, one that was cut short cuts it short.</summary>
    public async Task Limit(GateCredential credential, DateTimeOffset? until, CancellationToken cancel)
    {
        if (credential.Kind == CredentialKind.Guest && credential.ValidUntil <= (until ?? DateTimeOffset.MaxValue))
            return;
        if (credential.ValidUntil == until)
            return;
        if (until < (credential.ValidUntil ?? DateTimeOffset.MaxValue))
            credential.TightenedAt = Clock.Now(time);
        (credential.ValidUntil, credential.Version) = (until, await Next(cancel));
        Publish(credential, revoked: false);
    }

    /// <summary>Keyed hash by which a card is found.</summary>
    public string CardHash(string number) => cipher.Hash("gate-card", number);

    /// <summary>
    /// The number of the next change. The row stays locked until the commit, so numbers become visible in their order and a
    /// gate that has one has all before it.
    /// </summary>
    public async Task<long> Next(CancellationToken cancel)
    {
        if (await db.Records<GateClock>().ExecuteUpdateAsync(s => s.SetProperty(c => c.Value, c => c.Value + 1), cancel) == 0)
        {
            db.Records<GateClock>().Add(new() { Id = GateClock.TheOnly, Value = 1 });
            await db.SaveChangesAsync(cancel);
        }

        db.AfterCommit(signal.Raise);
        return await db.Records<GateClock>().AsNoTracking().Where(c => c.Id == GateClock.TheOnly).Select(c => c.Value).SingleAsync(cancel);
    }

    private void Publish(GateCredential credential, bool revoked) =>
        outbox.Add(new CredentialChanged(credential.Id, credential.Account, ScopePath.Parse(credential.Scope, null), credential.Kind, revoked));

    private async Task<int> FreeNumber(string community, CancellationToken cancel)
    {
        for (var i = 0; i < Tries; i++)
        {
            var number = RandomNumberGenerator.GetInt32(10_000, 100_000);
            if (!await db.Unfiltered<GateCredential>().AnyAsync(c => c.Community == community && c.Number == number && c.RevokedAt == null, cancel))
                return number;
        }

        throw new InvalidOperationException("There is no free keypad number left.");
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other : other is null || one < other ? one : other;
}

/// <summary>Wakes the gates that wait on this node when a credential changed.</summary>
internal sealed class GateSignal
{
    private volatile TaskCompletionSource next = New();

    /// <summary>Ends with the next change.</summary>
    public Task Changed => next.Task;

    public void Raise() => Interlocked.Exchange(ref next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
