using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>Links between accounts here and elsewhere, in the current transaction.</summary>
internal sealed class OutsideLinks(LinliDb db, FieldCipher cipher, TimeProvider time)
{
    public Task<OutsideLink?> Find(string provider, string subject, CancellationToken cancel)
    {
        var hash = OutsideHashes.Subject(cipher, provider, subject);
        return db.Records<OutsideLink>().SingleOrDefaultAsync(l => l.Provider == provider && l.SubjectHash == hash, cancel);
    }

    public Task<bool> Has(string provider, Guid account, CancellationToken cancel) =>
        db.Records<OutsideLink>().AnyAsync(l => l.Provider == provider && l.AccountId == account, cancel);

    public void Add(string provider, OutsideIdentity identity, Guid account)
    {
        var now = Clock.Now(time);
        var link = new OutsideLink
        {
            Id = Guid.CreateVersion7(now), AccountId = account, Provider = provider, SubjectHash = OutsideHashes.Subject(cipher, provider, identity.Subject),
            Subject = cipher.Seal(identity.Subject), At = now,
        };
        db.Records<OutsideLink>().Add(link);
        Used(link, identity);
    }

    public void Used(OutsideLink link, OutsideIdentity identity)
    {
        var now = Clock.Now(time);
        (link.LastUsedAt, link.Verified) = (now, identity.Verified);
        if (identity.Session is { } session)
            db.Records<OutsideSession>().Add(new()
            {
                Id = Guid.CreateVersion7(now), LinkId = link.Id, SidHash = OutsideHashes.Session(cipher, link.Provider, session), At = now,
            });
    }
}
