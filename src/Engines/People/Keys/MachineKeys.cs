using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Keys;

/// <summary>Keys of machines that scenes register.</summary>
internal sealed class MachineKeys(LinliDb db, CurrentCaller current, CallerDirectory directory, TimeProvider time) : IMachineKeys
{
    public MachineKey Make(string name, ScopePath scope, IReadOnlyCollection<string> permissions)
    {
        var (now, key) = (Clock.Now(time), ApiKey.Make());
        var row = new ApiKey
        {
            Id = Guid.CreateVersion7(now), Name = name, Prefix = ApiKey.PrefixOf(key)!, Hash = ApiKey.HashOf(key), Scope = scope.Value,
            Permissions = string.Join(' ', permissions.Order(StringComparer.Ordinal)), At = now, CreatedBy = current.Value.Account,
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
