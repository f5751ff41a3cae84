using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Device;

/// <summary>
/// A machine says that it is there (心跳), up to which command it has written them down, and gets those it has not. <c>docs/machines.md</c> is
/// the protocol.
/// </summary>
/// <param name="Have">Number of the last command it has written down.</param>
/// <param name="Clock">Its clock, UTC; shown to staff, decides nothing.</param>
internal sealed record ReportIn(long Have, DateTimeOffset? Clock = null) : ICommand<MachineOrders>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Have < 0)
            yield return Problem.Invalid("have", "market.machine_have", "指令编号从 0 开始。", "Commands are numbered from 0.");
    }
}

/// <summary>What a machine needs to know.</summary>
/// <param name="ServerTime">UTC.</param>
/// <param name="LastSeq">The highest number of an event that is here: a machine that lost its journal goes on with the next.</param>
/// <param name="UpTo">Up to here no event is missing: they may be forgotten.</param>
/// <param name="Missing">The first numbers that are missing between <paramref name="UpTo"/> and <paramref name="LastSeq"/>.</param>
/// <param name="LastCommand">Number of the last command there was for it: once those below are written down, it is what a machine that lost its journal has.</param>
/// <param name="Commands">What to do, in order.</param>
internal sealed record MachineOrders(DateTimeOffset ServerTime, long LastSeq, long UpTo, IReadOnlyList<long> Missing, long LastCommand, IReadOnlyList<MachineOrder> Commands);

/// <summary>Something to do.</summary>
/// <param name="Number">Its number: sent as <c>have</c> once it is written down.</param>
/// <param name="Kind">mill or unlock.</param>
/// <param name="Session">The purchase; every event of it names it.</param>
/// <param name="Shelf">Which hopper.</param>
/// <param name="Grams">How much.</param>
/// <param name="GoodForSeconds">Not begun within this time from the answer on, it is not carried out: the machine posts <c>refused</c>.</param>
internal sealed record MachineOrder(long Number, CommandKind Kind, Guid Session, int? Shelf, long? Grams, int GoodForSeconds);

/// <summary>Looks whether there is anything for the machine that waits: asked again and again, and writes nothing.</summary>
internal sealed record PeekOrders(Guid Machine, long Have) : IQuery<OrdersSeen>;

/// <summary>What lies there.</summary>
/// <param name="Any">Whether there is something to hand out or to note.</param>
/// <param name="Quiet">The answer when there is not.</param>
internal sealed record OrdersSeen(bool Any, MachineOrders Quiet);

internal sealed class ReportHandler(LinliDb db, MachineBook book, SessionDesk desk, Outbox outbox, TimeProvider time)
    : IHandler<ReportIn, MachineOrders>, IHandler<PeekOrders, OrdersSeen>, IUseCase
{
    private const int LongestWait = 50;
    private const int MostMissing = 50;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/machines/device/heartbeat", (ReportIn request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(MachinePermissions.Device).WithTags("machines").WithSummary("For machines: say that it is there, get commands 心跳");
        api.MapGet("/machines/device/commands", Wait)
            .Needs(MachinePermissions.Device).WithTags("machines").WithSummary("For machines: wait for commands 等待指令");
    }

    // Long poll: the answer comes with the next command, or without one when the time is up. Waiting costs no write.
    private static async Task<IResult> Wait(UseCaseRunner run, MachineBook machines, MachineSignal signal, MachinesSeen seen, TimeProvider time, CancellationToken cancel, long have = 0, int wait = 0)
    {
        var until = time.GetUtcNow().AddSeconds(Math.Clamp(wait, 0, LongestWait));
        while (true)
        {
            // Asked each time: a key that has ended keeps no machine online.
            var calling = await machines.Calling(cancel);
            if (!calling.Ok)
                return ProblemResults.From(calling.Problems);
            // Taken before looking: a command in between must not be slept through.
            var next = signal.Next(calling.Value);
            seen.Note(calling.Value, Clock.Now(time));
            var there = await run.Ask(new PeekOrders(calling.Value, have), cancel);
            if (there is { Ok: true, Value.Any: true })
            {
                var answer = await run.Run(new ReportIn(have), cancel);
                return answer.Ok ? TypedResults.Ok(answer.Value) : ProblemResults.From(answer.Problems);
            }

            if (!there.Ok || until <= time.GetUtcNow())
                return there.Ok ? TypedResults.Ok(there.Value.Quiet) : ProblemResults.From(there.Problems);

            // Another node may have written the command: look again every second.
            var left = until - time.GetUtcNow();
            await Task.WhenAny(next, Task.Delay(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1), time, cancel));
            cancel.ThrowIfCancellationRequested();
        }
    }

    public async Task<Result<OrdersSeen>> Handle(PeekOrders request, CancellationToken cancel)
    {
        // The machine that calls; before its commands, so that none is passed over by the number of the last one.
        var machine = await db.Unfiltered<Machine>().AsNoTracking().SingleAsync(m => m.Id == request.Machine, cancel);
        if (TooHigh(machine, request.Have) is { } fault)
            return fault;
        var any = await db.Records<MachineCommand>().AsNoTracking().AnyAsync(c => c.Machine == request.Machine && c.WithdrawnAt == null && c.TakenAt == null, cancel);
        return new OrdersSeen(any, new(Clock.Now(time), machine.LastSeq, machine.UpTo, await Missing(db, machine, MostMissing, cancel), machine.Commands, []));
    }

    public async Task<Result<MachineOrders>> Handle(ReportIn request, CancellationToken cancel)
    {
        var calling = await book.Calling(cancel);
        if (!calling.Ok)
            return calling.As<MachineOrders>();
        var now = Clock.Now(time);
        var machine = (await book.Lock(calling.Value, cancel))!;
        if (TooHigh(machine, request.Have) is { } fault)
            return fault;
        if (machine.LastSeenAt is null || now - machine.LastSeenAt > MachineRules.OfflineAfter)
            outbox.Add(new MachineChanged(machine.Id, machine.Place));
        (machine.LastSeenAt, machine.SilentToldAt) = (now, null);
        if (request.Clock is { } clock)
            machine.ClockAheadSeconds = (long)(clock - now).TotalSeconds;
        var orders = new List<MachineOrder>();
        // What the machine has written down once is never handed out again, whatever it has forgotten since.
        foreach (var command in await db.Records<MachineCommand>().Where(c => c.Machine == machine.Id && c.WithdrawnAt == null && c.TakenAt == null).OrderBy(c => c.Number).ToListAsync(cancel))
        {
            if (command.Number <= request.Have)
                command.TakenAt = now;
            else if (await Session(command.Session, cancel) is not { State: SessionState.Authorised } session)
                // Its purchase has ended, or the machine was at it already: a second bag would be nobody's.
                command.WithdrawnAt = now;
            else if (now - command.At < MachineRules.CommandLife)
            {
                command.GivenAt ??= now;
                orders.Add(new(command.Number, command.Kind, command.Session, command.Shelf, command.Grams, (int)Math.Ceiling((MachineRules.CommandLife - (now - command.At)).TotalSeconds)));
            }
            else
                // Too late, and the machine has just said that it never wrote it down: nothing can come of it any more.
                await desk.Withdraw(machine, session, command, SessionReasons.NotHeard, cancel);
        }

        return new MachineOrders(now, machine.LastSeq, machine.UpTo, await Missing(db, machine, MostMissing, cancel), machine.Commands, orders);
    }

    // A number that was never given would swallow every command up to it.
    private static Problem? TooHigh(Machine machine, long have) => have <= machine.Commands ? null
        : Problem.Invalid("have", "market.machine_have_ahead", $"最后一条指令是 {machine.Commands} 号；请用 have=0 询问，再以回答里的 lastCommand 为准。", $"The last command is number {machine.Commands}: ask with have=0, and go on with the answer's lastCommand.");

    /// <summary>The first numbers of events that are missing.</summary>
    public static async Task<IReadOnlyList<long>> Missing(LinliDb db, Machine machine, int most, CancellationToken cancel)
    {
        if (machine.UpTo == machine.LastSeq)
            return [];
        var known = await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Machine == machine.Id && e.Seq > machine.UpTo).Select(e => e.Seq).ToHashSetAsync(cancel);
        var missing = new List<long>();
        for (var seq = machine.UpTo + 1; seq < machine.LastSeq && missing.Count < most; seq++)
            if (!known.Contains(seq))
                missing.Add(seq);
        return missing;
    }

    // Of the machine that calls.
    private Task<MachineSession?> Session(Guid id, CancellationToken cancel) => db.Unfiltered<MachineSession>().SingleOrDefaultAsync(s => s.Id == id, cancel);
}
