using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Notices.Push;

/// <summary>The installation's key pair, made when it is first asked for and then always the same, on every node.</summary>
internal sealed class PushKeys(IServiceScopeFactory scopes, WriterQueue writers, FieldCipher cipher, TimeProvider time)
{
    private VapidKey? known;

    /// <summary>The key pair. Not to be asked for within a command: it may have to write in a transaction of its own.</summary>
    public async ValueTask<VapidKey> Get(CancellationToken cancel)
    {
        if (known is not null)
            return known;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        return known = await Find(db, cancel) ?? await Make(db, cancel);
    }

    private async Task<VapidKey?> Find(LinliDb db, CancellationToken cancel) =>
        await db.Records<PushKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Name == PushKey.Vapid, cancel) is { } row
            ? new(row.Public, cipher.Open(row.Private))
            : null;

    private async Task<VapidKey> Make(LinliDb db, CancellationToken cancel)
    {
        var made = VapidKey.New();
        db.Records<PushKey>().Add(new() { Name = PushKey.Vapid, Public = made.Public, Private = cipher.Seal(made.Private), At = Clock.Now(time) });
        try
        {
            using (await writers.Enter(cancel))
                await db.SaveChangesAsync(cancel);
            return made;
        }
        catch (DbUpdateException)
        {
            // Another request, or another node, was faster: there is one pair only.
            db.ChangeTracker.Clear();
            if (await Find(db, cancel) is { } first)
                return first;
            throw;
        }
    }
}
