using FsCheck;
using FsCheck.Fluent;
using Linli.MachineSimulator;
using Linli.Market.Machines;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Platform.Data;

namespace Linli.Market.Tests.Machines;

/// <summary>
/// Whatever happens at a cabinet and a mill, in whatever order and however often it is told: every purchase ends once, what was charged is
/// what left the shelves, nothing is below zero, and no money stays set aside.
/// </summary>
[Trait("Feature", "S61"), Trait("Feature", "S60")]
public class HistoryProperties
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task AnyHistory_SettlesEveryPurchaseOnce(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        Guid[] buyers = [await town.Buyer(60_000), await town.Buyer(4000, "19900007002")];
        var begin = 64_000L;
        foreach (var history in Step.Gen.ListOf(22).Sample(20, 6))
        {
            var random = new Random(history.Count);
            foreach (var step in history)
                await Live(town, buyers, step, random);
            await Calm(town);
        }

        var sessions = await town.Read(db => Task.FromResult(db.Unfiltered<MachineSession>().ToList()));
        var lines = (await town.Read(db => Task.FromResult(db.Records<MachineLine>().ToList()))).ToLookup(l => l.Session);
        sessions.ShouldAllBe(s => s.State == SessionState.Settled || s.State == SessionState.Released);
        sessions.Count.ShouldBeGreaterThan(4);
        sessions.ShouldAllBe(s => s.TotalFen == lines[s.Id].Sum(l => l.Fen) && s.ChargedFen + s.DebtFen == s.TotalFen && s.ChargedFen >= 0 && s.DebtFen >= 0);
        lines.SelectMany(l => l).ShouldAllBe(l => l.Grams > 0 && l.Fen == (l.SoldBy == SoldBy.Weight ? MachineRules.PriceOf(l.Grams, l.PriceFen) : l.Pieces * l.PriceFen));
        var wallets = await Task.WhenAll(buyers.Select(town.Wallet));
        wallets.ShouldAllBe(w => w.Held == 0 && w.Posted >= 0);
        var takings = await town.Takings();
        takings.ShouldBe(sessions.Sum(s => s.ChargedFen));
        wallets.Sum(w => w.Posted).ShouldBe(begin - takings);

        // What the scales say is left is what the books say is left, but for drifts that are nothing and what staff let off.
        var moves = await town.Read(db => Task.FromResult(db.Records<MachineStockMove>().ToList()));
        foreach (var shelf in await town.Read(db => Task.FromResult(db.Records<MachineShelf>().ToList())))
            shelf.ShouldSatisfyAllConditions(s => s.StockGrams.ShouldBeGreaterThanOrEqualTo(0), s => moves.Where(m => m.Shelf == s.Id).Sum(m => m.Grams).ShouldBe(s.StockGrams));
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    private static async Task Live(MachineTown town, Guid[] buyers, Step step, Random random)
    {
        var (buyer, grams) = (buyers[step.Pick % 2], step.Grams);
        switch (step.What)
        {
            case What.Open:
                await town.OpenCabinet(buyer);
                break;
            case What.Rice:
                await town.BuyRice(buyer, 500 * (1 + (step.Pick % 4)));
                break;
            case What.Pull:
                await town.Cabinet.Pull(0, default);
                await town.Rice.Pull(0, default);
                break;
            case What.Take:
                town.Cabinet.TakeOut(1, grams);
                break;
            case What.Put:
                town.Cabinet.PutBack(1, grams);
                break;
            case What.Milk:
                town.Cabinet.TakeOut(2, 250);
                break;
            case What.Close:
                town.Cabinet.CloseDoor();
                break;
            case What.Mill:
                town.Rice.JamAfter = step.Pick % 5 == 0 ? grams : null;
                town.Rice.Mill(grams * 2);
                break;
            case What.Bag:
                town.Rice.TakeBag();
                break;
            case What.Post:
                await town.Cabinet.Post(default);
                await town.Rice.Post(default);
                break;
            case What.Shuffle:
                await Shuffled(town, random);
                break;
            case What.Power:
                town.Cabinet.PowerCut();
                town.Rice.PowerCut();
                break;
            case What.Fail:
                town.Cabinet.Fail("scale");
                break;
            case What.Lose:
                Lose(step.Pick % 2 == 0 ? town.Cabinet : town.Rice, step.Pick, random);
                break;
            case What.Repair:
                town.Cabinet.Repair();
                town.Rice.Repair();
                break;
            default:
                town.Town.Time.Move(TimeSpan.FromSeconds(step.Pick * 7));
                await town.Cabinet.Beat(default);
                await town.Rice.Beat(default);
                await town.Watch();
                break;
        }
    }

    // An event can no longer be read, whichever it is; once in a while the whole journal is gone.
    private static void Lose(SimulatedMachine machine, int pick, Random random)
    {
#pragma warning disable CA5394 // no secret depends on it
        if (pick > 10)
            machine.LoseJournal();
        else if (machine.Journal.Unsent is { Count: > 0 } unsent)
            machine.LoseEvent(unsent[random.Next(unsent.Count)].Seq);
#pragma warning restore CA5394
    }

    // Each event alone, in any order, some of them twice.
    private static async Task Shuffled(MachineTown town, Random random)
    {
#pragma warning disable CA5394 // no secret depends on it
        var events = town.Cabinet.Journal.Unsent.SelectMany(e => Enumerable.Repeat(e, 1 + random.Next(2))).ToArray();
        random.Shuffle(events);
#pragma warning restore CA5394
        foreach (var e in events)
            (await town.PostRaw(new { events = new[] { e } })).IsSuccessStatusCode.ShouldBeTrue();
    }

    // The day ends: doors close, bags are taken, the network is there, and staff look at what waits for them.
    private static async Task Calm(MachineTown town)
    {
        for (var i = 0; i < 3; i++)
        {
            town.Cabinet.Repair();
            town.Rice.Repair();
            await town.Cabinet.Pull(0, default);
            await town.Rice.Pull(0, default);
            town.Cabinet.CloseDoor();
            town.Rice.Mill(100_000);
            town.Rice.TakeBag();
            (await town.Cabinet.Post(default)).ShouldBeTrue();
            (await town.Rice.Post(default)).ShouldBeTrue();
            town.Town.Time.Move(TimeSpan.FromMinutes(4));
            await town.Cabinet.Beat(default);
            await town.Rice.Beat(default);
            await town.Watch();
        }

        foreach (var machine in new[] { town.CabinetId, town.RiceId })
        {
            foreach (var session in (await town.Sheet(machine)).Sessions.Where(s => s.Open))
            {
                session.State.ShouldBe(SessionState.Review);
                await SetRight(town, machine);
                // Nobody knows of a mill but who was there: half of it came out.
                var taken = session.Proposed.Select(p => new TakenFromShelf(p.Shelf, session.WantedGrams / 2 ?? p.Grams)).Where(t => t.Grams > 0).ToList();
                (await town.Town.Run(town.Operator, new EndSession("核对称重记录", taken) { Id = session.Id })).Ok.ShouldBeTrue();
            }

            await SetRight(town, machine);
        }

        // Whatever was lost, nobody is barred for ever.
        foreach (var code in new[] { "fruit1", "rice1" })
            (await town.Town.Ask(town.Operator, new SeeMachine(code))).Value!.NotReady.ShouldBeNull();
    }

    private static async Task SetRight(MachineTown town, Guid machine)
    {
        var seen = (await town.Sheet(machine)).Machine;
        if (seen.DoorUnsure)
            (await town.Town.Run(town.Operator, new SetRight(MachineDoubt.Door, "门是关着的") { Machine = machine })).Ok.ShouldBeTrue();
        if (seen.FaultUnsure)
            (await town.Town.Run(town.Operator, new SetRight(MachineDoubt.Fault, "已修好") { Machine = machine })).Ok.ShouldBeTrue();
    }

    internal enum What
    {
        Open,
        Rice,
        Pull,
        Take,
        Put,
        Milk,
        Close,
        Mill,
        Bag,
        Post,
        Shuffle,
        Power,
        Fail,
        Repair,
        Lose,
        Wait,
    }

    internal sealed record Step(What What, int Pick, long Grams)
    {
        public static Gen<Step> Gen { get; } =
            from what in FsCheck.Fluent.Gen.Frequency(
                (4, FsCheck.Fluent.Gen.Constant(What.Open)), (3, FsCheck.Fluent.Gen.Constant(What.Rice)), (6, FsCheck.Fluent.Gen.Constant(What.Pull)), (5, FsCheck.Fluent.Gen.Constant(What.Take)),
                (3, FsCheck.Fluent.Gen.Constant(What.Put)), (2, FsCheck.Fluent.Gen.Constant(What.Milk)), (4, FsCheck.Fluent.Gen.Constant(What.Close)), (5, FsCheck.Fluent.Gen.Constant(What.Mill)),
                (3, FsCheck.Fluent.Gen.Constant(What.Bag)), (4, FsCheck.Fluent.Gen.Constant(What.Post)), (4, FsCheck.Fluent.Gen.Constant(What.Shuffle)), (2, FsCheck.Fluent.Gen.Constant(What.Power)),
                (1, FsCheck.Fluent.Gen.Constant(What.Fail)), (2, FsCheck.Fluent.Gen.Constant(What.Repair)), (3, FsCheck.Fluent.Gen.Constant(What.Lose)), (3, FsCheck.Fluent.Gen.Constant(What.Wait)))
            from pick in FsCheck.Fluent.Gen.Choose(0, 12)
            from grams in FsCheck.Fluent.Gen.Choose(3, 1200)
            select new Step(what, pick, grams);
    }
}
