using System.Text.Json;
using Linli.People.Accounts;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.People.Provisioning;

/// <summary>Which staff accounts a directory may see and change.</summary>
internal static class StaffReach
{
    /// <summary>
    /// Those it has opened or taken over, and those whose posts all lie within its places. Of an account that it keeps it may
    /// end posts elsewhere too: who has left has left everywhere.
    /// </summary>
    public static IQueryable<Account> Within(LinliDb db, ScopeSet scopes, DateTimeOffset now)
    {
        var everything = scopes.Covers(ScopePath.Root);
        var kept = db.Scoped<DirectoryEntry>(scopes).Where(e => e.DeletedAt == null);
        var gone = db.Unfiltered<DirectoryEntry>().Where(e => e.DeletedAt != null);
        var held = db.Unfiltered<PostHeld>().Where(p => p.To == null || p.To > now);
        var heldHere = db.Scoped<PostHeld>(scopes).Where(p => p.To == null || p.To > now);
        return db.Records<Account>().Where(a => a.Kind == AccountKind.Staff && !gone.Any(e => e.AccountId == a.Id)
            && (everything || kept.Any(e => e.AccountId == a.Id)
                || (heldHere.Any(p => p.AccountId == a.Id) && held.Count(p => p.AccountId == a.Id) == heldHere.Count(p => p.AccountId == a.Id))));
    }
}

/// <summary>Cards as they lie in the database.</summary>
internal sealed class StaffCards(FieldCipher cipher)
{
    public StaffCard Read(DirectoryEntry? entry) =>
        entry is null ? new() : JsonSerializer.Deserialize<StaffCard>(cipher.Open(entry.Card), Json.Options)!;

    public Sealed Write(StaffCard card) => cipher.Seal(JsonSerializer.Serialize(card, Json.Options));
}
