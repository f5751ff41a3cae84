using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>Opens check-lists, sees whether they are done, and says whether a home's newcomer may have keys.</summary>
internal sealed class MoveIns(LinliDb db, INotices notices, Outbox outbox, TimeProvider time)
{
    /// <summary>The list of a tie, or <c>null</c>.</summary>
    public Task<MoveInList?> Of(Guid tie, CancellationToken cancel) =>
        db.Unfiltered<MoveInList>().SingleOrDefaultAsync(l => l.Tie == tie, cancel);

    /// <summary>Opens the list of a tie with the training in force at its place; the one that is there already stays.</summary>
    public async Task<MoveInList> Open(TieOfHome tie, Guid? by, CancellationToken cancel)
    {
        await db.LockUntilCommit($"services.move-in.{tie.Id}", cancel);
        if (await Of(tie.Id, cancel) is { } known)
            return known;
        var now = Clock.Now(time);
        var list = new MoveInList
        {
            Id = Guid.CreateVersion7(now), Scope = tie.Building.Value, Account = tie.Account, Person = tie.Person, Tie = tie.Id,
            HomeLabel = tie.HomeLabel, At = now, OpenedBy = by,
        };
        var items = (await InForce(tie.Building, now, cancel)).ConvertAll(m => new MoveInItem
        {
            Id = Guid.CreateVersion7(now), List = list.Id, Module = m.Id, Compulsory = m.Compulsory, Order = m.Order,
        });
        if (MoveInRules.IsReady(items))
            list.ReadyAt = now;
        db.Insert(list);
        db.Records<MoveInItem>().AddRange(items);
        outbox.Add(new MoveInChanged(list.Id, list.Account, tie.Building, list.IsOpenForKeys));
        if (!list.IsOpenForKeys)
            await notices.Tell(
                list.Account, "home.move_in", ("欢迎入住，请先完成入住培训", "Welcome: please do the training first"),
                ("看完几段说明、答几道题，就能领取门禁凭证和钥匙。", "Read a few pages and answer a few questions; then you get your entry credential and keys."),
                "/move-in", $"move-in:{list.Id}", cancel);
        return list;
    }

    /// <summary>Looks whether items that were just done were the last compulsory ones.</summary>
    public async Task Look(MoveInList list, IReadOnlyList<MoveInItem> changed, CancellationToken cancel)
    {
        var known = changed.Select(i => i.Id).ToList();
        var others = await db.Records<MoveInItem>().AsNoTracking().Where(i => i.List == list.Id && !known.Contains(i.Id)).ToListAsync(cancel);
        if (list.ReadyAt is null && MoveInRules.IsReady(others.Concat(changed)))
        {
            list.ReadyAt = Clock.Now(time);
            await notices.Tell(
                list.Account, "home.move_in", ("入住培训已完成", "The training is done"),
                ("现在可以选择开门方式、领取钥匙。", "You can now choose how to open the gates, and get your keys."),
                "/gates", $"move-in-ready:{list.Id}", cancel);
        }

        outbox.Add(new MoveInChanged(list.Id, list.Account, ScopePath.Parse(list.Scope, null), list.IsOpenForKeys));
    }

    /// <summary>
    /// Why no key or credential may be given for a tie yet; <c>null</c> when it may. Who lived there before the community had
    /// any compulsory training needs no list.
    /// </summary>
    public async Task<Problem?> WhyNotYet(TieOfHome tie, CancellationToken cancel)
    {
        if (await Of(tie.Id, cancel) is { } list)
            return list.IsOpenForKeys ? null : NotDone;
        return await IsMissing(tie, cancel) ? NotDone : null;
    }

    /// <summary>Whether a tie needs a list that nobody has opened.</summary>
    public async Task<bool> IsMissing(TieOfHome tie, CancellationToken cancel) =>
        (await InForce(tie.Building, tie.From, cancel)).Exists(m => m.Compulsory) && await Of(tie.Id, cancel) is null;

    /// <summary>The modules in force at a place at a moment; of two with one code the nearer place's counts.</summary>
    public async Task<List<TrainingModule>> InForce(ScopePath place, DateTimeOffset at, CancellationToken cancel)
    {
        var around = place.SelfAndAncestors().Select(p => p.Value).ToArray();
        var modules = await db.Unfiltered<TrainingModule>().AsNoTracking()
            .Where(m => around.Contains(m.Scope) && m.From <= at && (m.RetiredAt == null || m.RetiredAt > at)).ToListAsync(cancel);
        return [.. modules.GroupBy(m => m.Code).Select(g => g.OrderByDescending(m => m.Scope.Length).ThenByDescending(m => m.Version).First())
            .OrderBy(m => m.Order).ThenBy(m => m.Code, StringComparer.Ordinal)];
    }

    private static Problem NotDone => Problem.Conflict("services.move_in_not_done",
        "请先完成入住培训清单，再领取钥匙和门禁凭证（先培训后入住）。", "Finish the move-in check-list first: keys and credentials come after the training.");
}

/// <summary>An approved registration opens the check-list.</summary>
internal sealed class OpenMoveInAfterApproval(IHomeTies ties, MoveIns moveIns) : IEventHandler<RegistrationDecided>
{
    public async Task Handle(Delivered<RegistrationDecided> delivered, CancellationToken cancel)
    {
        if (!delivered.Event.Approved)
            return;
        var running = await ties.Running(delivered.Event.Account, cancel);
        if (running.FirstOrDefault(t => t.Building == delivered.Event.Place) is { } tie)
            await moveIns.Open(tie, null, cancel);
    }
}
