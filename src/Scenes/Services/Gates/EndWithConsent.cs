using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>What stood on a consent ends with it: a face with that of the face alone, everything with that of the credentials.</summary>
internal sealed class EndWithConsent(LinliDb db, Credentials credentials) : IEventHandler<ConsentWithdrawn>
{
    public async Task Handle(Delivered<ConsentWithdrawn> delivered, CancellationToken cancel)
    {
        var (person, purpose) = (delivered.Event.Person, delivered.Event.Purpose);
        if (purpose is not (Purposes.GateFace or Purposes.GateCredential))
            return;
        // Given again meanwhile, a new credential is not the one that the withdrawal was about.
        var rows = await db.Unfiltered<GateCredential>().Where(c => c.Person == person && c.RevokedAt == null && c.At <= delivered.Time).ToListAsync(cancel);
        foreach (var credential in rows.Where(c => purpose == Purposes.GateCredential || c.Kind == CredentialKind.Face))
            await credentials.Revoke(credential, RevokedBecause.ConsentWithdrawn, cancel);
    }
}
