using Linli.People.Accounts;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Keys;

/// <summary>Keys of machines that scenes register.</summary>
internal sealed class MachineKeys(LinliDb db, CallerDirectory directory, TimeProvider time) : IMachineKeys
{
    public MachineKey Make(string name, ScopePath scope, IReadOnlyCollection<string> permissions)
    {
        var (now, key) = (Clock.Now(time), ApiKey.Make());
        var row = new ApiKey
        {
            Id = Guid.CreateVersion7(now), Name = name, Prefix = ApiKey.PrefixOf(key)!, Hash = ApiKey.HashOf(key), Scope = scope.Value,
            Permissions = string.Join(' ', permissions.Order(StringComparer.Ordinal)), At = now,
            // The scene keeps it for its device: it outlives the service of whoever set the device up.
            CreatedBy = null,
        };
        db.Insert(row);
        return new(row.Id, key);
    }

    public async Task End(Guid id, CancellationToken cancel)
    {
        if (await db.Unfiltered<ApiKey>().SingleOrDefaultAsync(k => k.Id == id && k.RevokedAt == null, cancel) is not { } key)
            return;
        key.RevokedAt = Clock.Now(time);
        db.AfterCommit(() => directory.Forget(id));
    }
}
