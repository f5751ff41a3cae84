using System.Globalization;
using Linli.Ledger;
using Linli.Market.Machines.Desk;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Market.Machines;

/// <summary>
/// Two rice mills and two cabinets of the demo community with four weeks of purchases, a disputed receipt and one that waits for staff. Made
/// by code, the same for the same day; what the machines do from now on is done by the simulator.
/// </summary>
internal sealed class MachinesDemo(
    LinliDb db, IScopeTree tree, IHomeTies ties, IMachineKeys keys, ILedger ledger, IPastPostings past, IEnumerable<IMachineSimulator> simulators, TimeProvider time) : IDemoSeeder
{
    private const int Days = 28;
    private const string Shop = "shop-yueya";
    private static readonly string[] Homes = ["和一-3-1-201", "和二-4-1-302", "和二-9-1-401", "和三-2-1-301", "和一-6-1-501", "和二-11-1-301", "和三-7-1-402", "和二-6-2-401"];

    private readonly List<MachineSession> sessions = [];
    private readonly List<MachineLine> lines = [];
    private readonly List<MachineEvent> events = [];
    private readonly List<MachineStockMove> moves = [];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf-1") is not { } first || tree.FindCode("hf-2") is not { } second || tree.FindCode("hf-3") is not { } third)
            return;
        NewShelf[] rice = [new(1, "胚芽米", "Germ rice", SoldBy.Weight, 450, LowGrams: 5000), new(2, "东北大米", "Northeast rice", SoldBy.Weight, 390, LowGrams: 5000), new(3, "丝苗米", "Simiao rice", SoldBy.Weight, 520, LowGrams: 5000)];
        NewShelf[] fruit =
        [
            new(1, "红富士苹果", "Fuji apples", SoldBy.Weight, 598, LowGrams: 3000), new(2, "砂糖橘", "Mandarins", SoldBy.Weight, 480, LowGrams: 3000), new(3, "本地青菜", "Local greens", SoldBy.Weight, 320, LowGrams: 1500),
            new(4, "鲜牛奶 250 毫升", "Fresh milk 250 ml", SoldBy.Piece, 550, PieceGrams: 268, LowGrams: 1500),
        ];
        var begin = LocalTime.At(LocalTime.DateOf(samples.Now).AddDays(-Days - 2), new(9, 0));
        var all = new List<(Machine Machine, IReadOnlyList<MachineShelf> Shelves)>
        {
            Make(first, MachineKind.RiceMill, "rice1", "和一碾米机", "Rice mill of Heyi", "和一社区服务站门口", rice, begin),
            Make(second, MachineKind.Cabinet, "fruit1", "和二果蔬柜", "Cabinet of He'er", "桐荫路口，24 小时", fruit, begin),
            Make(second, MachineKind.RiceMill, "rice2", "和二碾米机", "Rice mill of He'er", "和二邻里中心一楼", rice, begin),
            Make(third, MachineKind.Cabinet, "fruit2", "和三果蔬柜", "Cabinet of Hesan", "月牙桥便利店旁，24 小时", fruit, begin),
        };
        var people = new List<TieOfHome>();
        foreach (var home in Homes)
            people.AddRange((await ties.AtHome(home, cancel)).OrderBy(t => t.Id).Take(1));
        if (people.Count > 0)
            await Live(all, people, samples.Now, cancel);
        Pharmacy(second, samples.Now, begin);
        await FillWallets(samples, first.Path, cancel);
        foreach (var (machine, shelves) in all)
            foreach (var shelf in shelves)
                Move(shelf, StockWhy.Refill, 30_000, null, samples.Now.AddHours(-5));
        await db.SaveChangesAsync(cancel);
        await db.InsertMany(sessions, cancel);
        await db.InsertMany(lines, cancel);
        await db.InsertMany(events, cancel);
        await db.InsertMany(moves, cancel);
        Disagree(samples.Now);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    // Medicine of class B and daily goods, on a licence that names where it stands; one lot ends soon.
    private void Pharmacy(Place place, DateTimeOffset now, DateTimeOffset at)
    {
        NewShelf[] goods =
        [
            new(1, "风油精 3 毫升", "Medicated balm oil 3 ml", SoldBy.Piece, 450, PieceGrams: 24, LowGrams: 240, Class: GoodsClass.OtcB), new(2, "维生素 C 片 100 片", "Vitamin C, 100 tablets", SoldBy.Piece, 850, PieceGrams: 62, LowGrams: 620, Class: GoodsClass.OtcB),
            new(3, "医用口罩 10 只", "Masks, 10", SoldBy.Piece, 600, PieceGrams: 48, LowGrams: 480, Class: GoodsClass.Daily),
        ];
        var (machine, shelves) = Make(place, MachineKind.Cabinet, "otc1", "和二便民药柜", "Medicine cabinet of He'er", "桐荫路 18 号邻里中心一楼大厅", goods, at);
        var today = LocalTime.DateOf(now);
        (machine.Licence, machine.LicenceUntil) = ("浙DB5780026", today.AddYears(3));
        (shelves[0].Lot, shelves[0].ExpiresOn) = ("F260302", today.AddDays(24));
        (shelves[1].Lot, shelves[1].ExpiresOn) = ("C260815", today.AddMonths(20));
    }

    private (Machine, IReadOnlyList<MachineShelf>) Make(Place place, MachineKind kind, string code, string zh, string en, string spot, NewShelf[] goods, DateTimeOffset at)
    {
        var key = keys.Make("无人设备 " + zh, place.Path, [MachinePermissions.Device]);
        var machine = new Machine
        {
            Id = Guid.CreateVersion7(at), Scope = place.Path.Value, Code = code, Kind = kind, NameZh = zh, NameEn = en, Spot = spot, Shop = Shop, Key = key.Id, At = at,
            DepositFen = kind == MachineKind.Cabinet ? 3000 : 0, GuestDepositFen = kind == MachineKind.Cabinet ? 5000 : null,
        };
        db.Insert(machine);
        var shelves = goods.Select(g => new MachineShelf
        {
            Id = Guid.CreateVersion7(at), Machine = machine.Id, Number = g.Number, NameZh = g.NameZh!, NameEn = g.NameEn!, SoldBy = g.SoldBy, PieceGrams = g.PieceGrams,
            ToleranceGrams = g.ToleranceGrams, StockGrams = 0, LowGrams = g.LowGrams, Class = g.Class,
        }).ToList();
        foreach (var (shelf, price) in shelves.Zip(goods.Select(g => g.PriceFen)))
        {
            db.Records<MachineShelf>().Add(shelf);
            db.Records<MachinePrice>().Add(new() { Id = Guid.CreateVersion7(at), Shelf = shelf.Id, Fen = price, From = at, At = at });
            Move(shelf, StockWhy.Refill, 30_000, null, at);
        }

        foreach (var simulator in simulators)
            simulator.Adopt(new(machine.Id, code, kind == MachineKind.RiceMill, (zh, en), key.Key, [.. shelves.Select(s => new ShelfToSimulate(s.Number, s.Name, 30_000, s.PieceGrams))]));
        return (machine, shelves);
    }

    // Some of those who buy while somebody watches.
    private async Task FillWallets(DemoSamples samples, ScopePath place, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("residents.csv")))
            return;
        await using var stream = File.OpenRead(samples.File("residents.csv"));
        using var table = TableReader.Open(stream);
        var homes = table.Rows().Select(r => r["home"]).Where((_, i) => i % 3 == 1).Distinct().ToList();
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", place, null) { Label = ("银行与微信支付", "Bank and payment services") }, cancel);
        var transfers = new List<Transfer>();
        foreach (var home in homes)
            foreach (var tie in (await ties.AtHome(home, cancel)).DistinctBy(t => t.Person).Take(2))
            {
                var wallet = await ledger.Open(new(AccountOwner.Person(tie.Person), LedgerUnit.Fen, NewAccount.Wallet, tie.Building, 0), cancel);
                transfers.Add(new(SessionDesk.Poster, $"{tie.Person:D}.in", "wallet.top-up", ("微信充值", "Paid in by phone"), [Entry.From(bank, new Fen(20_000)), Entry.To(wallet, new Fen(20_000))]));
            }

        if (transfers.Count > 0)
            await past.PostAll([.. transfers.DistinctBy(t => t.Key)], samples.Now.AddHours(-6), cancel);
    }

    // Different people on different days, but always the same for the same day.
    private async Task Live(List<(Machine Machine, IReadOnlyList<MachineShelf> Shelves)> all, List<TieOfHome> people, DateTimeOffset now, CancellationToken cancel)
    {
        var shop = await ledger.Open(
            new(new(OwnerKind.Shop, Shop), LedgerUnit.Fen, SessionDesk.Takings, all[0].Machine.Place, null) { Label = ($"无人设备销售款 {Shop}", $"Takings of machines {Shop}") }, cancel);
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", all[0].Machine.Place, null) { Label = ("银行与微信支付", "Bank and payment services") }, cancel);
        var today = LocalTime.DateOf(now);
        for (var day = today.AddDays(-Days); day <= today; day = day.AddDays(1))
            foreach (var (person, index) in people.Select((p, i) => (p, i)))
            {
                var turn = (day.DayNumber * 5) + (index * 13);
                if (turn % 4 != 0)
                    continue;
                var (machine, shelves) = all[(turn / 4) % all.Count];
                var at = LocalTime.At(day, new(6 + (turn % 13), (turn * 7) % 60));
                if (at >= now)
                    continue;
                var wallet = await ledger.Open(new(AccountOwner.Person(person.Person), LedgerUnit.Fen, NewAccount.Wallet, person.Building, 0), cancel);
                await Sell(machine, shelves, person, wallet, shop, bank, turn, at, cancel);
            }
    }

    private async Task Sell(Machine machine, IReadOnlyList<MachineShelf> shelves, TieOfHome person, AccountId wallet, AccountId shop, AccountId bank, int turn, DateTimeOffset at, CancellationToken cancel)
    {
        var shelf = shelves[turn / 16 % shelves.Count];
        var price = db.Records<MachinePrice>().Local.Single(p => p.Shelf == shelf.Id).Fen;
        var terms = new ShelfTerms(shelf.Number, shelf.NameZh, shelf.NameEn, shelf.SoldBy, price, shelf.PieceGrams, shelf.ToleranceGrams);
        var grams = machine.Kind == MachineKind.RiceMill ? 500 * (1 + (turn % 5)) : shelf.SoldBy == SoldBy.Piece ? shelf.PieceGrams * (1 + (turn % 2)) : 300 + (turn * 37 % 900);
        var line = MachineRules.Line(terms, grams);
        var id = Guid.CreateVersion7(at);
        var number = string.Create(CultureInfo.InvariantCulture, $"{machine.Code.ToUpperInvariant()}-{++machine.Sessions:0000}");
        Transfer Of(string key, string kind, Phrase memo, AccountId from, AccountId to) => new(SessionDesk.Poster, key, kind, memo, [Entry.From(from, new Fen(line.Fen)), Entry.To(to, new Fen(line.Fen))]) { Subject = id.ToString("D") };
        // Paid in for it on the spot, so that nobody's month of statements changes by it.
        var posted = await past.PostAll(
            [
                Of($"{id:D}.in", "wallet.top-up", ("微信充值", "Paid in by phone"), bank, wallet) with { Subject = null },
                Of($"{id:D}", "machine.sale", ($"{machine.NameZh}购买 {number}", $"{machine.NameEn} {number}"), wallet, shop),
            ], at, cancel);
        if (!posted.Ok)
            return;
        sessions.Add(new()
        {
            Id = id, Scope = machine.Scope, Machine = machine.Id, Number = number, Kind = machine.Kind, Person = person.Person, Account = person.Account, State = SessionState.Settled, At = at, MovedAt = at,
            Wallet = wallet, Hold = default, HoldFen = line.Fen, Terms = ShelfTerms.Write([terms]), Shelf = machine.Kind == MachineKind.RiceMill ? shelf.Number : null,
            WantedGrams = machine.Kind == MachineKind.RiceMill ? grams : null, Percent = 100, BeganAt = at.AddSeconds(3), FinishedAt = at.AddSeconds(40), TakenAt = at.AddSeconds(45), EndedAt = at.AddSeconds(40),
            TotalFen = line.Fen, ChargedFen = line.Fen, Transfer = posted.Value[1].Id, TransferFen = line.Fen,
        });
        lines.Add(new()
        {
            Id = Guid.CreateVersion7(at), Session = id, Shelf = shelf.Number, NameZh = shelf.NameZh, NameEn = shelf.NameEn, SoldBy = shelf.SoldBy, Grams = grams, Pieces = line.Pieces, PriceFen = price, Fen = line.Fen,
        });
        Move(shelf, StockWhy.Sale, -Math.Min(grams, shelf.StockGrams), id, at);
        if (machine.Kind == MachineKind.RiceMill)
        {
            Note(machine, EventKind.Started, id, null, null, at.AddSeconds(3));
            Note(machine, EventKind.Milled, id, null, grams, at.AddSeconds(40));
            Note(machine, EventKind.Taken, id, null, null, at.AddSeconds(45));
        }
        else
        {
            Note(machine, EventKind.Opened, id, null, null, at.AddSeconds(3));
            Note(machine, EventKind.Weighed, id, shelf.Number, -grams - 180, at.AddSeconds(12));
            Note(machine, EventKind.Weighed, id, shelf.Number, 180, at.AddSeconds(20));
            Note(machine, EventKind.Closed, id, null, null, at.AddSeconds(40));
        }
    }

    // One receipt is disputed today, one was refunded in part a while ago: about one in a hundred.
    private void Disagree(DateTimeOffset now)
    {
        if (sessions.FindLast(s => s.Kind == MachineKind.Cabinet) is not { } newest)
            return;
        var at = newest.EndedAt!.Value.AddMinutes(20);
        db.Insert(new MachineDispute
        {
            Id = Guid.CreateVersion7(at < now ? at : now), Scope = newest.Scope, Session = newest.Id, Text = "有一个是坏的，我放回去了，好像还是算了钱。", At = at < now ? at : Clock.Now(time), State = DisputeState.Open,
        });
    }

    private void Note(Machine machine, EventKind kind, Guid session, int? shelf, long? grams, DateTimeOffset at)
    {
        machine.LastSeq = machine.UpTo = machine.UpTo + 1;
        events.Add(new() { Id = Guid.CreateVersion7(at), Machine = machine.Id, Seq = machine.UpTo, Kind = kind, Session = session, Shelf = shelf, Grams = grams, At = at, ReceivedAt = at });
    }

    private void Move(MachineShelf shelf, StockWhy why, long grams, Guid? session, DateTimeOffset at)
    {
        // As much as fits in.
        var moved = why == StockWhy.Refill ? Math.Max(0, grams - shelf.StockGrams) : grams;
        if (moved == 0)
            return;
        shelf.StockGrams += moved;
        moves.Add(new() { Id = Guid.CreateVersion7(at), Machine = shelf.Machine, Shelf = shelf.Id, Why = why, Grams = moved, Session = session, At = at });
    }
}
