using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>What use cases of plans share: finding one for staff, sealing what is health, and telling those it is about.</summary>
internal sealed class PlanBook(LinliDb db, IPersonAccounts accounts, IActingFor family, INotices notices, FieldCipher cipher, CurrentCaller current)
{
    public const string Page = "/my/care";

    /// <summary>A plan of a centre of the caller's.</summary>
    public Task<CarePlan?> Find(Guid plan, CancellationToken cancel) =>
        db.Scoped<CarePlan>(current.Value.ScopesFor(HealthPermissions.Care)).SingleOrDefaultAsync(p => p.Id == plan, cancel);

    public Sealed Seal(string text) => cipher.Seal(text);

    /// <summary>Tells the person, and those who speak for them in care: many have no phone of their own.</summary>
    /// <returns>Whether there was anybody to tell.</returns>
    public async Task<bool> Tell(Guid person, string kind, Phrase title, Phrase body, string key, CancellationToken cancel)
    {
        var told = (await accounts.Of([person], cancel))[person].Union(await family.AgentsOf(person, FamilyMatters.Care, cancel)).ToList();
        foreach (var account in told)
            await notices.Tell(account, kind, title, body, Page, key, cancel);
        return told.Count > 0;
    }
}
