using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Desk;

/// <summary>What a machine can no longer say itself.</summary>
internal enum MachineDoubt
{
    /// <summary>门已关好.</summary>
    Door,

    /// <summary>已修好.</summary>
    Fault,

    /// <summary>缺的记录不会再来: numbers that never came count as lost.</summary>
    Gap,
}

/// <summary>
/// Somebody of staff was there and says how the machine is in truth (人工校正): its door is closed, it is repaired, or the records that are
/// missing will never come. What was lost bars nobody for ever.
/// </summary>
/// <param name="What">door, fault or gap.</param>
/// <param name="Note">What they saw, 2–200 characters.</param>
internal sealed record SetRight(MachineDoubt What, string? Note) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which machine.</summary>
    [JsonIgnore]
    public Guid Machine { get; init; }

    public string? AuditSubject => $"{Machine} {What}";

    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(What))
            yield return Problem.Invalid("what", "market.machine_set_right", "请说明是门、故障还是记录。", "Say whether it is the door, the fault or the records.");
        if (Note?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("note", "market.machine_note", "请用 2–200 个字写明处理结果。", "Say in 2 to 200 characters what came of it.");
    }
}

internal sealed class SetRightHandler(LinliDb db, MachineBook book, MachineReach reach, SessionDesk desk, CurrentCaller current, Outbox outbox, TimeProvider time)
    : IHandler<SetRight, Done>, IUseCase
{
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/machines/{id:guid}/set-right", (Guid id, SetRight request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Machine = id }, cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Say how a machine is in truth 人工校正");

    public async Task<Result<Done>> Handle(SetRight request, CancellationToken cancel)
    {
        if (await reach.Find(request.Machine, cancel) is null || await book.Lock(request.Machine, cancel) is not { } machine)
            return MachineBook.NotFound;
        var (now, note) = (Clock.Now(time), request.Note!.Trim());
        switch (request.What)
        {
            // A purchase that runs is the machine's to tell of.
            case MachineDoubt.Door when machine.DoorOpenSince is not null && await Runs(machine, cancel):
                return Problem.Conflict("market.machine_in_use", "还有没结束的购买，请先处理。", "A purchase has not ended yet: end it first.");
            case MachineDoubt.Door:
                (machine.DoorOpenSince, machine.DoorSeq) = (null, machine.LastSeq);
                break;
            case MachineDoubt.Fault:
                (machine.Fault, machine.FaultSince, machine.FaultSeq) = (null, null, machine.LastSeq);
                break;
            // What is on its way comes within minutes, while the machine is heard of; a journal that is read again does, too.
            case MachineDoubt.Gap when await GapIsYoung(machine, now, cancel):
                return Problem.Conflict("market.machine_gap_young", "缺的记录可能还在路上：设备仍有联系，请 10 分钟后再看。", "The records may still be on their way: the machine is heard of; look again in 10 minutes.");
            default:
                await CloseGap(machine, note, now, cancel);
                break;
        }

        (machine.SetRightAt, machine.SetRightBy, machine.SetRightNote) = (now, current.Value.Account, note);
        outbox.Add(new MachineChanged(machine.Id, machine.Place));
        return Done.It;
    }

    // Told by what came after the gap: the machine's clock is believed by nobody.
    private async Task<bool> GapIsYoung(Machine machine, DateTimeOffset now, CancellationToken cancel) =>
        machine.UpTo < machine.LastSeq && machine.LastSeenAt > now - Young
        && await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Machine == machine.Id && e.Seq > machine.UpTo).MaxAsync(e => (DateTimeOffset?)e.ReceivedAt, cancel) > now - Young;

    // What the machine sends of them later is known already, as anything that is told a second time.
    private async Task CloseGap(Machine machine, string note, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var seq in await Device.ReportHandler.Missing(db, machine, int.MaxValue, cancel))
        {
            db.Records<MachineEvent>().Add(new()
            {
                Id = Guid.CreateVersion7(now), Machine = machine.Id, Seq = seq, Kind = EventKind.Lost, Code = "desk", At = now, ReceivedAt = now, SeenAt = now, SeenBy = current.Value.Account, SeenNote = note,
            });
            machine.LostSeq = Math.Max(machine.LostSeq, seq);
        }

        machine.UpTo = machine.LastSeq;
        await db.SaveChangesAsync(cancel);
        await desk.AdvanceAll(machine, new HashSet<Guid>(), cancel);
        await desk.TellOfDoubt(machine, cancel);
    }

    // Of this very machine.
    private Task<bool> Runs(Machine machine, CancellationToken cancel) =>
        db.Unfiltered<MachineSession>().AnyAsync(s => s.Machine == machine.Id && (s.State == SessionState.Authorised || s.State == SessionState.Running), cancel);
}
