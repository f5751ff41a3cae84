using Linli.Market.Machines.Device;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines;

/// <summary>Finds machines and what belongs to them. Whoever changes a machine or one of its sessions locks the machine first.</summary>
internal sealed class MachineBook(LinliDb db, MachinesSeen seen, CurrentCaller current, TimeProvider time)
{
    public static Problem NotFound => Problem.NotFound("market.machine_not_found", "没有找到这台设备，请核对机身二维码。", "This machine was not found: check the code on it.");

    /// <summary>The machine with a code, locked until the commit.</summary>
    public async Task<Machine?> Lock(string code, CancellationToken cancel) =>
        // Whoever stands before a machine may buy there, wherever they live.
        await db.Unfiltered<Machine>().AsNoTracking().Where(m => m.Code == Normal(code) && m.RetiredAt == null).Select(m => (Guid?)m.Id).SingleOrDefaultAsync(cancel) is { } id
            ? await Lock(id, cancel) : null;

    /// <summary>The machine with an id, locked until the commit; also one that is out of service for good.</summary>
    public async Task<Machine?> Lock(Guid id, CancellationToken cancel)
    {
        await db.LockUntilCommit($"market.machine.{id}", cancel);
        // The caller has asked whether it may be seen.
        return await db.Unfiltered<Machine>().SingleOrDefaultAsync(m => m.Id == id, cancel);
    }

    /// <summary>The machine that calls, by its key.</summary>
    public async Task<Result<Guid>> Calling(CancellationToken cancel)
    {
        var key = current.Value.Account;
        // A machine is found by its own key.
        return await db.Unfiltered<Machine>().AsNoTracking().Where(m => m.Key == key && m.RetiredAt == null).Select(m => (Guid?)m.Id).SingleOrDefaultAsync(cancel) is { } id
            ? id : Problem.Forbidden("market.no_machine", "这个密钥不属于在用的设备。", "This key belongs to no machine in service.");
    }

    /// <summary>What is sold now, by shelf.</summary>
    public async Task<IReadOnlyList<(MachineShelf Shelf, ShelfTerms? Terms)>> Offers(Guid machine, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var shelves = await db.Records<MachineShelf>().Where(s => s.Machine == machine && s.TakenAt == null).OrderBy(s => s.Number).ToListAsync(cancel);
        var ids = shelves.ConvertAll(s => s.Id);
        var prices = (await db.Records<MachinePrice>().AsNoTracking().Where(p => ids.Contains(p.Shelf) && p.From <= now).ToListAsync(cancel))
            .GroupBy(p => p.Shelf).ToDictionary(g => g.Key, g => g.OrderBy(p => p.From).ThenBy(p => p.At).Last().Fen);
        return shelves.ConvertAll(s => (s, prices.TryGetValue(s.Id, out var fen)
            ? new ShelfTerms(s.Number, s.NameZh, s.NameEn, s.SoldBy, fen, s.PieceGrams, s.ToleranceGrams) { Class = s.Class, Lot = s.Lot } : null));
    }

    /// <summary>Why nobody can buy at the machine now.</summary>
    public Problem? NotReady(Machine machine)
    {
        if (machine.Fault is { } fault)
            return Problem.Conflict("market.machine_fault", $"设备故障（{MachineWords.Fault(fault).Zh}），已通知维护人员，请稍后再来。", $"The machine is out of order ({MachineWords.Fault(fault).En}); staff have been told.");
        if (!IsOnline(machine))
            return Problem.Conflict("market.machine_offline", "设备暂时连不上，请稍后再试。没有扣款。", "The machine cannot be reached now: try again later. Nothing was charged.");
        if (machine.DoorUnsure)
            return Problem.Conflict("market.machine_door_unsure", "柜门状态要工作人员先看一下，已通知他们，请稍后再来。没有扣款。", "Staff must look at the door first and have been told: come back later. Nothing was charged.");
        return machine.Session is null && machine.DoorOpenSince is null ? null
            : Problem.Conflict("market.machine_busy", "前面有人正在使用，请稍等，轮到您再付款。没有扣款。", "Somebody is being served: wait a moment. Nothing was charged.");
    }

    /// <summary>Why nothing is sold from any of these shelves today: one that holds what must not be sold keeps a cabinet shut, for its door opens to all of them.</summary>
    public Problem? NotSold(Machine machine, IEnumerable<MachineShelf> shelves)
    {
        var today = Platform.Time.LocalTime.Today(time);
        return shelves.Select(s => GoodsClasses.WhyNotSold(s, machine, today)).FirstOrDefault(p => p is not null);
    }

    /// <summary>When a machine was last heard of, by this node or another.</summary>
    public DateTimeOffset? LastHeard(Machine machine) => seen.Last(machine.Id) is { } here && (machine.LastSeenAt is null || here > machine.LastSeenAt) ? here : machine.LastSeenAt;

    /// <summary>Whether that was a moment ago.</summary>
    public bool IsOnline(Machine machine) => LastHeard(machine) is { } heard && Clock.Now(time) - heard <= MachineRules.OfflineAfter;

    /// <summary>A command for the machine; those that wait for one wake up.</summary>
    public void Send(Machine machine, CommandKind kind, MachineSession session, MachineSignal signal)
    {
        var now = Clock.Now(time);
        db.Records<MachineCommand>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Machine = machine.Id, Number = ++machine.Commands, Kind = kind, Session = session.Id, Shelf = session.Shelf,
            Grams = session.WantedGrams, At = now,
        });
        db.AfterCommit(() => signal.Raise(machine.Id));
    }

    /// <summary>A shelf of a machine with its first price; it is empty.</summary>
    public MachineShelf Stand(Machine machine, Desk.NewShelf wanted)
    {
        var (now, zh) = (Clock.Now(time), wanted.NameZh!.Trim());
        var shelf = new MachineShelf
        {
            Id = Guid.CreateVersion7(now), Machine = machine.Id, Number = wanted.Number, NameZh = zh, NameEn = wanted.NameEn?.Trim() is { Length: > 0 } en ? en : zh, SoldBy = wanted.SoldBy,
            PieceGrams = wanted.SoldBy == SoldBy.Piece ? wanted.PieceGrams : 0, ToleranceGrams = wanted.ToleranceGrams, StockGrams = 0, LowGrams = wanted.LowGrams, Class = wanted.Class,
        };
        db.Records<MachineShelf>().Add(shelf);
        db.Records<MachinePrice>().Add(new() { Id = Guid.CreateVersion7(now), Shelf = shelf.Id, Fen = wanted.PriceFen, From = now, At = now, By = current.Value.Account });
        return shelf;
    }

    /// <summary>Moves stock; it never falls below zero, what a machine says that it sold beyond it is counted as sold from an empty shelf.</summary>
    public void MoveStock(MachineShelf shelf, StockWhy why, long grams, Guid? session)
    {
        var moved = Math.Max(grams, -shelf.StockGrams);
        if (moved == 0)
            return;
        shelf.StockGrams = checked(shelf.StockGrams + moved);
        var now = Clock.Now(time);
        db.Records<MachineStockMove>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Machine = shelf.Machine, Shelf = shelf.Id, Why = why, Grams = moved, Session = session, At = now, By = current.Value.Account,
            Lot = shelf.Lot, ExpiresOn = shelf.ExpiresOn,
        });
    }

    public static string Normal(string? code) => (code ?? "").Trim().ToLowerInvariant();
}

/// <summary>
/// Which machines a member of staff looks after: operators those of their places, a merchant those of their own shop. Each post by itself:
/// whoever holds both has not the one's reach at the other's place.
/// </summary>
internal sealed class MachineReach(LinliDb db, CurrentCaller current)
{
    public IQueryable<Machine> Machines()
    {
        if (current.Value.IsSystem)
            return db.Scoped<Machine>(ScopeSet.Everywhere);
        var grants = current.Value.Grants.Where(g => g.Permissions.Contains(MachinePermissions.Machines)).ToList();
        var mine = db.Scoped<Machine>(ScopeSet.Of(grants.Where(g => g.Post != Posts.Merchant).Select(g => g.Scope))).Select(m => m.Id);
        foreach (var team in grants.Where(g => g.Post == Posts.Merchant && g.Team is not null).GroupBy(g => g.Team!, g => g.Scope))
            mine = mine.Union(db.Scoped<Machine>(ScopeSet.Of(team)).Where(m => m.Shop == team.Key).Select(m => m.Id));
        // Those and no others.
        return db.Unfiltered<Machine>().Where(m => mine.Contains(m.Id));
    }

    public async Task<Machine?> Find(Guid id, CancellationToken cancel) => await Machines().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancel);
}
