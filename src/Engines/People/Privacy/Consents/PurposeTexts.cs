using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Linli.People.Privacy.Consents;

/// <summary>The sentences of the purposes as they hold at an instant.</summary>
internal sealed class PurposeTexts(LinliDb db, Composition composition, TimeProvider time)
{
    /// <summary>Every purpose a module declared.</summary>
    public IEnumerable<Purpose> All => composition.Purposes.Values;

    public Purpose? Find(string? code) => code is not null && composition.Purposes.TryGetValue(code, out var purpose) ? purpose : null;

    /// <summary>The text of a purpose that holds now; <c>null</c> for a purpose nobody declared.</summary>
    public async Task<PurposeText?> Current(string purpose, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        return await db.Records<PurposeText>().AsNoTracking().Where(t => t.Purpose == purpose && t.From <= now)
            .OrderByDescending(t => t.Version).FirstOrDefaultAsync(cancel);
    }

    /// <summary>The texts that hold now, by purpose.</summary>
    public async Task<IReadOnlyDictionary<string, PurposeText>> Current(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var rows = await db.Records<PurposeText>().AsNoTracking().Where(t => t.From <= now).ToListAsync(cancel);
        return rows.GroupBy(t => t.Purpose).ToDictionary(g => g.Key, g => g.MaxBy(t => t.Version)!, StringComparer.Ordinal);
    }

    /// <summary>Every version of a purpose's text, oldest first; those that begin later too.</summary>
    public Task<List<PurposeText>> Versions(string purpose, CancellationToken cancel) =>
        db.Records<PurposeText>().AsNoTracking().Where(t => t.Purpose == purpose).OrderBy(t => t.Version).ToListAsync(cancel);

    /// <summary>The lowest version to which a consent still counts now; <c>null</c> for a purpose nobody declared.</summary>
    public async Task<int?> Lowest(string purpose, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var begun = await db.Records<PurposeText>().AsNoTracking().Where(t => t.Purpose == purpose && t.From <= now)
            .Select(t => new { t.Version, t.Older }).ToListAsync(cancel);
        return ConsentRules.Lowest(begun.ConvertAll(t => (t.Version, t.Older)));
    }

    /// <summary>Adds the sentences of the modules that the database has not seen yet; in the current unit of work.</summary>
    public async Task Bring(CancellationToken cancel)
    {
        var known = await db.Records<PurposeText>().AsNoTracking().Select(t => new { t.Purpose, t.Version, t.Hash }).ToListAsync(cancel);
        foreach (var purpose in All)
        {
            var versions = known.Where(k => k.Purpose == purpose.Code).ToList();
            if (versions.Exists(v => v.Hash == purpose.Hash))
                continue;
            var now = Clock.Now(time);
            db.Records<PurposeText>().Add(Version(purpose, versions.Select(v => v.Version).DefaultIfEmpty().Max() + 1, now, null));
        }
    }

    public static PurposeText Version(Purpose purpose, int version, DateTimeOffset from, Guid? by) => new()
    {
        Id = Guid.CreateVersion7(from),
        Purpose = purpose.Code,
        Version = version,
        TitleZh = purpose.Title.Zh,
        TitleEn = purpose.Title.En,
        TextZh = purpose.Text.Zh,
        TextEn = purpose.Text.En,
        NecessityZh = purpose.Necessity.Zh,
        NecessityEn = purpose.Necessity.En,
        ImpactZh = purpose.Impact.Zh,
        ImpactEn = purpose.Impact.En,
        KeepsZh = purpose.Keeps.Zh,
        KeepsEn = purpose.Keeps.En,
        OtherwiseZh = purpose.Otherwise.Zh,
        OtherwiseEn = purpose.Otherwise.En,
        Hash = purpose.Hash,
        From = from,
        PublishedBy = by,
    };
}

/// <summary>Brings new sentences of the modules into the database when a node starts.</summary>
internal sealed class BringPurposeTexts(IServiceScopeFactory scopes, WriterQueue writers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        using (await writers.Enter(cancellationToken))
        {
            await scope.ServiceProvider.GetRequiredService<PurposeTexts>().Bring(cancellationToken);
            if (!db.ChangeTracker.HasChanges())
                return;
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Another node that started at the same moment was faster: the version it wrote is the same.
                db.ChangeTracker.Clear();
                await scope.ServiceProvider.GetRequiredService<PurposeTexts>().Bring(cancellationToken);
                if (db.ChangeTracker.HasChanges())
                    throw;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
