using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>What several use cases of the watch ask: whom to tell, who reaches whom, and how a device ends.</summary>
internal sealed class WatchBook(
    LinliDb db, IPersonAccounts accounts, IActingFor family, IPeople people, INotices notices, ITracks tracks, WatchMemory memory, CurrentCaller current, TimeProvider time)
{
    public const string FamilyPage = "/my/elder-watch";

    public const string StaffPage = "/desk/elder-watch";

    /// <summary>Tells the elder and those who speak for them in care; the text names nobody, for it may stand on a locked phone.</summary>
    public async Task<int> TellFamily(Guid person, string kind, Phrase title, Phrase body, string key, CancellationToken cancel)
    {
        var told = (await accounts.Of([person], cancel))[person].Union(await family.AgentsOf(person, FamilyMatters.Care, cancel)).ToList();
        foreach (var account in told)
            await notices.Tell(account, kind, title, body, FamilyPage, key, cancel);
        return told.Count;
    }

    /// <summary>Tells the carers of a centre.</summary>
    public async Task<int> TellStaff(string centreScope, string kind, Phrase title, Phrase body, string key, CancellationToken cancel)
    {
        var staff = (await people.StaffFor(ScopePath.Parse(centreScope, null), [Posts.CareWorker], cancel)).Select(s => s.Account).Distinct().ToList();
        foreach (var account in staff)
            await notices.Tell(account, kind, title, body, StaffPage, key, cancel);
        return staff.Count;
    }

    /// <summary>Whether the caller is a person, or speaks for them in care.</summary>
    public async Task<bool> IsFamily(Guid person, CancellationToken cancel) =>
        await family.Self(cancel) == person || await family.For(person, FamilyMatters.Care, cancel) is { Ok: true };

    /// <summary>An alert that the caller may act on: as a carer of its centre, as the elder, or for them.</summary>
    public async Task<HomeAlert?> Alert(Guid id, CancellationToken cancel)
    {
        if (await db.Scoped<HomeAlert>(current.Value.ScopesFor(HealthPermissions.Care)).SingleOrDefaultAsync(a => a.Id == id, cancel) is { } own)
            return own;
        // Who is asked for is known before anything is shown.
        return await db.Unfiltered<HomeAlert>().SingleOrDefaultAsync(a => a.Id == id, cancel) is { } alert && await IsFamily(alert.Person, cancel) ? alert : null;
    }

    /// <summary>Ends devices of a person, of one kind or all: they are listened to no more, and what they said and what was told of it is deleted.</summary>
    public async Task End(Guid person, string? kind, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // The elder's own word, or the deletion of their data. Also those that ended before: what came in at that very moment goes too.
        var devices = await db.Unfiltered<HomeDevice>().Where(d => d.Person == person && (kind == null || d.Kind == kind)).ToListAsync(cancel);
        foreach (var device in devices)
        {
            device.EndedAt ??= now;
            // It may stand with somebody else by now, who agreed themselves.
            if (!await db.Unfiltered<HomeDevice>().AnyAsync(d => d.Device == device.Device && d.EndedAt == null && d.Id != device.Id, cancel))
                await tracks.ForgetWhole(new(device.Device), now, cancel);
        }

        var ids = devices.ConvertAll(d => d.Id);
        await db.Unfiltered<HomeAlert>().Where(a => ids.Contains(a.Device)).ExecuteDeleteAsync(cancel);
        if (kind is null or "bed-sensor")
            foreach (var stay in await db.Unfiltered<BedStay>().Where(s => s.Person == person && s.Sensed).ToListAsync(cancel))
            {
                stay.Sensed = false;
                if (await db.Unfiltered<CareBed>().AsNoTracking().Where(b => b.Id == stay.Bed).Select(b => b.Sensor).SingleAsync(cancel) is { } sensor)
                    await tracks.ForgetWhole(new(sensor), now, cancel);
            }

        memory.Changed(db);
    }

    public static readonly Problem NoAlert = Problem.NotFound("health.no_watch_alert", "没有这条提醒，或您无权处理。", "There is no such alert, or it is not yours to act on.");
}

/// <summary>A consent that ends elsewhere, such as in the settings, ends the device too; unless it has been given again meanwhile.</summary>
internal sealed class EndWatchWithConsent(WatchBook book, IConsents consents) : Platform.Events.IEventHandler<ConsentWithdrawn>
{
    public async Task Handle(Platform.Events.Delivered<ConsentWithdrawn> delivered, CancellationToken cancel)
    {
        var (person, purpose) = (delivered.Event.Person, delivered.Event.Purpose);
        if (WatchDevices.Kinds.FirstOrDefault(k => k.Purpose == purpose) is { } kind && !await consents.Has(person, purpose, cancel))
            await book.End(person, kind.Kind, cancel);
    }
}
