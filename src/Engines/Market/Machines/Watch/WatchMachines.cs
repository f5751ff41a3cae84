using Linli.Market.Machines.Device;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Watch;

/// <summary>Looks at machines again and again: doors left open, mills that are stuck, commands nobody fetched, machines that fell silent.</summary>
internal sealed class WatchMachines(LinliDb db, WriterQueue writers, MachinesSeen seen, UseCaseRunner runner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        if (seen.Take() is { Count: > 0 } taken)
            using (await writers.Enter(cancel))
                foreach (var (machine, at) in taken)
                    await db.Unfiltered<Machine>().Where(m => m.Id == machine && (m.LastSeenAt == null || m.LastSeenAt < at))
                        .ExecuteUpdateAsync(s => s.SetProperty(m => m.LastSeenAt, at).SetProperty(m => m.SilentToldAt, (DateTimeOffset?)null), cancel);
        var now = Clock.Now(time);
        var silent = now - MachineRules.SilentAfter;
        // All machines in service, whatever their place.
        var machines = db.Unfiltered<Machine>().AsNoTracking().Where(m => m.RetiredAt == null);
        var due = (await machines.Where(m => m.LastSeenAt < silent && m.SilentToldAt == null).Select(m => m.Id).ToListAsync(cancel)).ToHashSet();
        var soon = Platform.Time.LocalTime.Today(time).AddDays(MachineRules.ExpirySoonDays);
        due.UnionWith(await db.Records<MachineShelf>().AsNoTracking().Where(s => s.TakenAt == null && s.ExpiresOn < soon && s.ExpiryToldAt == null).Join(machines, s => s.Machine, m => m.Id, (s, m) => m.Id).ToListAsync(cancel));
        // The purchases that have them.
        foreach (var session in await db.Unfiltered<MachineSession>().AsNoTracking().Join(machines, s => (Guid?)s.Id, m => m.Session, (s, m) => s).ToListAsync(cancel))
            if (Due(session, await db.Records<MachineCommand>().AsNoTracking().AnyAsync(c => c.Session == session.Id && c.GivenAt != null, cancel), now))
                due.Add(session.Machine);
        foreach (var id in due)
            await runner.Run(new LookAtMachine(id), cancel);
    }

    /// <summary>Whether there is something to do: a look that finds nothing is not worth a transaction.</summary>
    /// <param name="session">The purchase that has a machine.</param>
    /// <param name="given">Whether its command has gone out.</param>
    /// <param name="now">UTC.</param>
    internal static bool Due(MachineSession session, bool given, DateTimeOffset now) => session.State switch
    {
        SessionState.Authorised => given ? session.AlarmedAt is null && now - session.At >= MachineRules.StuckAfter : now - session.At >= MachineRules.CommandLife,
        SessionState.Running when session.Kind == MachineKind.Cabinet => (now - (session.BeganAt ?? session.At)) is var open
            && ((session.WarnedAt is null && open >= MachineRules.WarnDoorAfter) || (session.AlarmedAt is null && open >= MachineRules.AlarmDoorAfter)),
        SessionState.Running => session.AlarmedAt is null && now - session.MovedAt >= MachineRules.StuckAfter,
        SessionState.Settled => now - (session.EndedAt ?? session.At) >= MachineRules.BagWaits,
        _ => false,
    };
}

/// <summary>Looks at one machine and the purchase that has it.</summary>
/// <param name="Id">Which.</param>
internal sealed record LookAtMachine(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class LookAtMachineHandler(LinliDb db, MachineBook book, SessionDesk desk, Outbox outbox, TimeProvider time) : IHandler<LookAtMachine, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(LookAtMachine request, CancellationToken cancel)
    {
        if (await book.Lock(request.Id, cancel) is not { RetiredAt: null } machine)
            return Done.It;
        var now = Clock.Now(time);
        if (machine.LastSeenAt is { } seen && now - seen >= MachineRules.SilentAfter && machine.SilentToldAt is null)
        {
            machine.SilentToldAt = now;
            outbox.Add(new MachineChanged(machine.Id, machine.Place));
            await desk.TellStaff(machine, "machine.silent", ("无人设备失去联系", "A machine fell silent"), ($"{machine.NameZh} 已超过 5 分钟没有联系，请查看供电和网络。", $"{machine.NameEn} was not heard of for 5 minutes: check power and network."), $"silent:{machine.Id}:{now:O}", cancel);
        }

        foreach (var shelf in await db.Records<MachineShelf>().Where(s => s.Machine == machine.Id && s.TakenAt == null && s.ExpiresOn < Platform.Time.LocalTime.DateOf(now).AddDays(MachineRules.ExpirySoonDays) && s.ExpiryToldAt == null).ToListAsync(cancel))
        {
            shelf.ExpiryToldAt = now;
            await desk.TellStaff(machine, "machine.expiry", ("货品快到有效期", "A lot ends soon"), ($"{machine.NameZh} · {shelf.NameZh} 批号 {shelf.Lot}，有效期至 {shelf.ExpiresOn:yyyy-MM-dd}，过期前请取出。", $"{machine.NameEn}: lot {shelf.Lot} of {shelf.NameEn} ends on {shelf.ExpiresOn:yyyy-MM-dd}; take it out before."), $"expiry:{shelf.Id}:{shelf.ExpiresOn:yyyyMMdd}", cancel);
        }

        // The session of this very machine.
        if (machine.Session is { } id && await db.Unfiltered<MachineSession>().SingleOrDefaultAsync(s => s.Id == id, cancel) is { } session)
            await Look(machine, session, now, cancel);
        return Done.It;
    }

    private async Task Look(Machine machine, MachineSession session, DateTimeOffset now, CancellationToken cancel)
    {
        switch (session.State)
        {
            case SessionState.Authorised:
                await NotBegun(machine, session, now, cancel);
                break;
            case SessionState.Running when session.Kind == MachineKind.Cabinet:
                await DoorOpen(machine, session, now, cancel);
                break;
            case SessionState.Running when now - session.MovedAt >= MachineRules.StuckAfter && session.AlarmedAt is null:
                await Alarm(machine, session, now, ("碾米机卡住了", "A mill is stuck"), cancel);
                break;
            case SessionState.Settled when session.EndedAt is { } ended && now - ended >= MachineRules.BagWaits:
                machine.Session = null;
                await desk.TellPerson(session, "machine.bag", ("您的米还在出米口", "Your rice is still in the tray"), ($"请到{machine.NameZh}取走米袋。", $"Take your bag at {machine.NameEn}."), "bag", cancel);
                break;
        }
    }

    // A command that never went out can be taken back safely. One that did may have been carried out by a machine that is cut off now:
    // the money stays set aside until the machine is heard of, or staff end it.
    private async Task NotBegun(Machine machine, MachineSession session, DateTimeOffset now, CancellationToken cancel)
    {
        if (now - session.At < MachineRules.CommandLife)
            return;
        var command = await db.Records<MachineCommand>().SingleAsync(c => c.Session == session.Id, cancel);
        if (command.GivenAt is null)
            await desk.Withdraw(machine, session, command, SessionReasons.NotHeard, cancel);
        else if (now - session.At >= MachineRules.StuckAfter && session.AlarmedAt is null)
        {
            // It wrote the command down, and all it has said since is that it no longer knows: nothing more will come of it.
            if (command.TakenAt is not null && machine.UpTo == machine.LastSeq
                && await db.Records<MachineEvent>().AnyAsync(e => e.Machine == machine.Id && e.Kind == EventKind.Lost && e.ReceivedAt >= session.At, cancel))
                await desk.Review(machine, session, SessionReasons.Lost, cancel);
            else
                await Alarm(machine, session, now, ("设备没有回应购买", "A machine does not answer a purchase"), cancel);
        }
    }

    private async Task DoorOpen(Machine machine, MachineSession session, DateTimeOffset now, CancellationToken cancel)
    {
        var open = now - (session.BeganAt ?? session.At);
        // Nobody is asked to close a door that the machine says is closed: there only records are missing.
        var isShut = machine.DoorOpenSince is null;
        if (open >= MachineRules.WarnDoorAfter && session.WarnedAt is null)
        {
            session.WarnedAt = now;
            if (!isShut)
                await desk.TellPerson(session, "machine.door", ("请关好柜门", "Please close the door"), ("柜门关好后才会结算，没关门不会扣款。", "It is settled once the door is closed; nothing is charged while it is open."), "door", cancel);
            await desk.Moved(machine, session, cancel);
        }

        if (open >= MachineRules.AlarmDoorAfter && session.AlarmedAt is null)
            await Alarm(machine, session, now, isShut ? ("果蔬柜的记录没有传全", "Records of a cabinet are missing") : ("果蔬柜的门一直没关", "The door of a cabinet stays open"), cancel);
    }

    private async Task Alarm(Machine machine, MachineSession session, DateTimeOffset now, Platform.Text.Phrase title, CancellationToken cancel)
    {
        session.AlarmedAt = now;
        await desk.TellStaff(machine, "machine.alarm", title, ($"{machine.NameZh} {session.Number}：请到现场或在设备页处理，目前没有扣款。", $"{machine.NameEn} {session.Number}: look there, or end it on the machine's page. Nothing was charged."), $"alarm:{session.Id}", cancel);
        outbox.Add(new MachineChanged(machine.Id, machine.Place));
        await desk.Moved(machine, session, cancel);
    }
}
