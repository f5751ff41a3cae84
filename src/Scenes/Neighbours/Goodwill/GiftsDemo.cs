using System.Globalization;
using Linli.Ledger;
using Linli.Neighbours.Goodwill.ClassPairings;
using Linli.Neighbours.Goodwill.Donations;
using Linli.Neighbours.Goodwill.Funds;
using Linli.Neighbours.Pairings;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Time;

namespace Linli.Neighbours.Goodwill;

/// <summary>One charity sale with what its money paid for, boxes of books on their way, and two paired schools: invented, the same for the same day.</summary>
internal sealed class GiftsDemo(LinliDb db, IPeople people, IHomeTies ties, ILedger ledger)
{
    private DateTimeOffset last;

    public async Task Seed(DemoSamples samples, ScopePath town, Guid[] staff, CancellationToken cancel)
    {
        last = Clock.ToMicroseconds(samples.Now.AddDays(-45));
        await SeedFund(samples, town, cancel);
        await SeedParcels(samples, town, staff[0], cancel);
        SeedClasses(samples, town, staff[0]);
        await db.SaveChangesAsync(cancel);
    }

    private async Task SeedFund(DemoSamples samples, ScopePath town, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(samples.Now);
        var signers = (await people.StaffAround(town, [Posts.Operator, Posts.PartySecretary, Posts.StreetOfficer], cancel)).Select(s => s.Account).Distinct().Order().ToArray();
        var asked = (await people.StaffAround(town, [Posts.DeskClerk], cancel)).Select(s => s.Account).Distinct().Order().FirstOrDefault();
        if (signers.Length < 2)
            return;
        // The check characters are right and the code is nobody's.
        db.Insert(new Charity
        {
            Code = "jiangcheng", Scope = town.Value, Name = "江城慈善总会（演示）", Registration = "51339900MJ0000001W", Certificate = "演示民募 2024-0012", ValidFrom = today.AddYears(-2), ValidTo = today.AddYears(1), BankAccount = "江城银行 尾号 0012",
        });
        var account = await ledger.Open(new(new(OwnerKind.Fund, "orchard"), LedgerUnit.Fen, KeepFundHandler.Purpose, town, 0) { Label = ("同心果园爱心基金", "Orchard fund") }, cancel);
        var cash = await ledger.Open(new(new(OwnerKind.Outside, "cash-orchard"), LedgerUnit.Fen, "cash-box", town, null) { Label = ("同心果园爱心基金现金箱", "Cash box of the Orchard fund") }, cancel);
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank-orchard"), LedgerUnit.Fen, "paid-out", town, null) { Label = ("同心果园爱心基金对外支付", "Paid out by the Orchard fund") }, cancel);
        db.Insert(new CharityFund { Code = "orchard", Scope = town.Value, Charity = "jiangcheng", NameZh = "同心果园爱心基金", NameEn = "Orchard fund", Account = account, At = last });
        var sale = new CharitySale { Id = Next(), Scope = town.Value, Fund = "orchard", NameZh = "同心果园秋收义卖", NameEn = "Harvest sale of the shared orchard", Place = "映月湖边广场", On = today.AddDays(-12), ClosedAt = LocalTime.At(today.AddDays(-12), new(17, 30)) };
        db.Insert(sale);
        var goods = new[] { ("翠冠梨 1 箱", 6_800L, 40), ("红心柚 1 个", 1_500L, 90), ("学生手作果酱 1 瓶", 2_500L, 60), ("押花书签 1 枚", 500L, 120) }
            .Select(g => new SaleGood { Id = Next(), Sale = sale.Id, What = g.Item1, PriceFen = g.Item2, Given = g.Item3, Left = g.Item3 }).ToArray();
        db.Records<SaleGood>().AddRange(goods);
        var (receipts, transfers) = (new List<(Guid Id, List<(SaleGood Good, int Count)> Lines, DateTimeOffset At)>(), new List<Transfer>());
        for (var i = 0; i < 56; i++)
        {
            var lines = Enumerable.Range(0, 1 + (i % 2)).Select(n => (Good: goods[((i * 3) + n) % goods.Length], Count: 1 + (((i * 7) + n) % 3))).ToList();
            lines.RemoveAll(l => l.Good.Left < l.Count);
            foreach (var (good, count) in lines)
                good.Left -= count;
            var at = LocalTime.At(sale.On, new TimeOnly(9, 0)).AddMinutes(i * 8);
            if (lines.Count == 0)
                continue;
            receipts.Add((Next(), lines, at));
            var fen = new Fen(lines.Sum(l => l.Good.PriceFen * l.Count));
            transfers.Add(new(HoldSaleHandler.Poster, receipts[^1].Id.ToString(), "charity.sale", ($"义卖：{sale.NameZh}", $"Charity sale: {sale.NameEn}"), [Entry.From(cash, fen), Entry.To(account, fen)]) { Subject = $"sale:{sale.Id}", Date = sale.On });
        }

        var posted = Good(await ledger.PostAll(transfers, cancel));
        foreach (var (receipt, i) in receipts.Select((r, i) => (r, i)))
        {
            db.Records<SaleReceipt>().Add(new() { Id = receipt.Id, Sale = sale.Id, Fen = receipt.Lines.Sum(l => l.Good.PriceFen * l.Count), Paid = PaidBy.Cash, Transfer = posted[i].Id, At = receipt.At, By = asked });
            db.Records<SaleLine>().AddRange(receipt.Lines.Select(l => new SaleLine { Id = Next(), Receipt = receipt.Id, Good = l.Good.Id, Count = l.Count, Fen = l.Good.PriceFen * l.Count }));
        }

        // Handed in the day after; one yuan was missing.
        var total = receipts.Sum(r => r.Lines.Sum(l => l.Good.PriceFen * l.Count));
        var banked = LocalTime.At(sale.On.AddDays(1), new(10, 30));
        var handIn = new CashHandIn
        {
            Id = Next(), Scope = town.Value, Fund = "orchard", ExpectedFen = total, CountedFen = total - 100, Slip = "3301-20881", Word = "找零少收 1 元", CountedBy = asked, CountedAt = LocalTime.At(sale.On.AddDays(1), new(9, 30)),
            State = CashState.Banked, CheckedBy = signers[0], CheckedAt = banked,
        };
        var missing = await ledger.Open(new(new(OwnerKind.Outside, "cash-difference-orchard"), LedgerUnit.Fen, "cash-difference", town, null) { Label = ("同心果园爱心基金现金差额", "Cash differences of the Orchard fund") }, cancel);
        handIn.Transfer = Good(await ledger.PostAll(
            [new(BankCashHandler.Poster, handIn.Id.ToString(), "charity.banked", ($"现金上交 {handIn.Slip}", $"Cash handed in {handIn.Slip}"), [Entry.To(cash, new Fen(total)), Entry.From(bank, new Fen(total - 100)), Entry.From(missing, new Fen(100))]) { Subject = $"cash:{handIn.Id}", Date = sale.On.AddDays(1) }],
            cancel))[0].Id;
        db.Insert(handIn);
        foreach (var (project, what, payee, fen, evidence, days) in new[] { ("books", "云岭镇中心小学图书角书架 4 组", "江城木作社", 128_000L, "发票 2026-3381", 6), ("lamp", "回家路补灯 12 盏", "江城照明", 54_000L, "发票 2026-3402", 3) })
        {
            var spending = new FundSpending
            {
                Id = Next(), Scope = town.Value, Fund = "orchard", Project = project, What = what, Payee = payee, Fen = fen, Evidence = evidence, State = SpendingState.Paid, AskedBy = asked, AskedAt = LocalTime.At(today.AddDays(-days - 2), new(10, 0)),
                FirstBy = signers[0], FirstAt = LocalTime.At(today.AddDays(-days - 1), new(10, 0)), SecondBy = signers[1], SecondAt = LocalTime.At(today.AddDays(-days), new(15, 0)),
            };
            spending.Transfer = Good(await ledger.PostAll(
                [new(SpendFundHandler.Poster, spending.Id.ToString(), "charity.spend", ($"支出：{what}", $"Spent: {what}"), [Entry.From(account, new Fen(fen)), Entry.To(bank, new Fen(fen))]) { Subject = $"spending:{spending.Id}", Date = today.AddDays(-days) }],
                cancel))[0].Id;
            db.Insert(spending);
        }

        db.Insert(new FundSpending
        {
            Id = Next(), Scope = town.Value, Fund = "orchard", Project = "link", What = "连线教室摄像头 1 台", Payee = "江城教具", Fen = 68_000, Evidence = "报价单 2026-118", State = SpendingState.Asked, AskedBy = asked,
            AskedAt = Clock.ToMicroseconds(samples.Now.AddHours(-20)), FirstBy = signers[0], FirstAt = Clock.ToMicroseconds(samples.Now.AddHours(-3)),
        });
    }

    private async Task SeedParcels(DemoSamples samples, ScopePath town, Guid clerk, CancellationToken cancel)
    {
        db.Insert(new Recipient { Code = "yunling", Scope = town.Value, NameZh = "云岭镇中心小学（演示）", NameEn = "Yunling Primary School (demo)", Address = "云岭镇学前路 1 号 教导处" });
        db.Insert(new Recipient { Code = "songxi", Scope = town.Value, NameZh = "松溪村图书室（演示）", NameEn = "Songxi Village Library (demo)", Address = "松溪村文化礼堂" });
        var donors = new List<TieOfHome>();
        foreach (var home in new[] { "和二-9-1-401", "和二-11-1-301", "和三-7-1-402" })
            donors.AddRange((await ties.AtHome(home, cancel)).Take(1));
        if (donors.Count == 0)
            return;
        var items = new List<DonationItem>();
        var month = LocalTime.DateOf(samples.Now);
        foreach (var (what, kind, count, i) in new[] { ("童话与科普书", GoodsKind.Books, 46), ("初中文学读本", GoodsKind.Books, 30), ("彩笔和画纸", GoodsKind.Stationery, 24), ("跳绳和羽毛球", GoodsKind.Sports, 18), ("冬季校服外套", GoodsKind.Clothes, 12) }.Select((g, i) => (g.Item1, g.Item2, g.Item3, i)))
        {
            var donor = donors[i % donors.Count];
            var at = Clock.ToMicroseconds(samples.Now.AddDays(-20 + (i * 4)));
            var came = i < 4;
            var donation = new Donation
            {
                Id = Next(), Number = Number("JZ", month, i + 1), Scope = town.Value, Recipient = i == 3 ? "songxi" : "yunling", Person = donor.Person, Account = donor.Account, State = came ? DonationState.Received : DonationState.Registered, At = at,
                ReceivedAt = came ? at.AddDays(1) : null, ReceivedBy = came ? clerk : null,
            };
            db.Insert(donation);
            items.Add(new() { Id = Next(), Donation = donation.Id, Kind = kind, What = what, Count = count, Boxed = i < 3 ? count : 0 });
        }

        db.Records<DonationItem>().AddRange(items);
        await Counters.Reserve(db, $"neighbours.JZ.{month.ToString("yyMM", CultureInfo.InvariantCulture)}", items.Count, cancel);
        await Counters.Reserve(db, $"neighbours.BX.{month.ToString("yyMM", CultureInfo.InvariantCulture)}", 3, cancel);
        foreach (var (item, i) in items.Take(3).Select((x, i) => (x, i)))
        {
            var at = Clock.ToMicroseconds(samples.Now.AddDays(-8 + (i * 3)));
            var parcel = new Parcel
            {
                Id = Next(), Number = Number("BX", month, i + 1), Code = ParcelRules.NewCode(), Scope = town.Value, Recipient = "yunling", At = at, Courier = "simulator", Tracking = $"SIM00{i + 1:0000}",
                State = i switch { 0 => ParcelState.Confirmed, 1 => ParcelState.Delivered, _ => ParcelState.OnTheWay }, ConfirmedCount = i == 0 ? item.Count : null, ConfirmedWord = i == 0 ? "全部收到，孩子们已经读起来了" : null,
            };
            db.Insert(parcel);
            db.Records<ParcelItem>().Add(new() { Id = Next(), Parcel = parcel.Id, Item = item.Id, Count = item.Count });
            foreach (var (state, hours, where, courier) in new[]
            {
                (ParcelState.Packed, 0, "服务台", false), (ParcelState.Sent, 3, "已交快递", false), (ParcelState.OnTheWay, 8, "江城分拨中心", true), (ParcelState.Delivered, 47, "已送达收发室", true), (ParcelState.Confirmed, 60, "受赠方", false),
            }.Where(s => s.Item1 <= parcel.State))
                db.Records<ParcelStep>().Add(new() { Id = Next(), Parcel = parcel.Id, State = state, At = at.AddHours(hours), Where = where, ByCourier = courier });
        }
    }

    private void SeedClasses(DemoSamples samples, ScopePath town, Guid coordinator)
    {
        var today = LocalTime.DateOf(samples.Now);
        var pairing = new ClassPairing
        {
            Id = Next(), Scope = town.Value, OurSchool = "映湖小学（演示）", OurClass = "四年级 2 班", TheirSchool = "云岭镇中心小学（演示）", TheirPlace = "云岭镇", TheirClass = "四年级", State = ClassState.Active, OursAgreedOn = today.AddDays(-40),
            TheirsAgreedOn = today.AddDays(-38), Coordinator = coordinator, At = last,
        };
        db.Insert(pairing);
        var pupils = Enumerable.Range(0, 12).Select(i => new ClassPupil
        {
            Id = Next(), Pairing = pairing.Id, Side = i < 6 ? ClassSide.Ours : ClassSide.Theirs, Ref = i < 6 ? $"YH-{i + 1:00}" : $"YL-{i - 5:00}", SignedOn = today.AddDays(-36), Letter = (i < 6 ? "甲-" : "乙-") + (char)('A' + (i % 6)), At = last,
        }).ToArray();
        db.Records<ClassPupil>().AddRange(pupils);
        for (var i = 0; i < 4; i++)
            db.Records<PupilPair>().Add(new()
            {
                Id = Next(), Pairing = pairing.Id, Ours = pupils[i].Id, Theirs = pupils[i + 6].Id, OursAgreedOn = today.AddDays(-30), TheirsAgreedOn = i < 3 ? today.AddDays(-29) : null, State = i < 3 ? ClassState.Active : ClassState.Proposed, At = last,
            });
        foreach (var (title, days, state, note) in new[] { ("云端开学第一课", -25, SessionState.Held, "互相介绍学校和家乡"), ("一起读《昆虫记》", -9, SessionState.Held, "两边各读一段，画了蟋蟀"), ("冬天的植物观察", 5, SessionState.Planned, null) })
        {
            var starts = LocalTime.At(today.AddDays(days), new(14, 0));
            var session = new VideoSession { Id = Next(), Pairing = pairing.Id, Title = title, StartsAt = starts, EndsAt = starts.AddMinutes(45), Link = "https://meeting.example.org/yinghu-yunling", State = state, Note = note };
            db.Records<VideoSession>().Add(session);
            db.Records<VideoSeat>().AddRange(pupils.Select((p, i) => new VideoSeat { Id = Next(), Session = session.Id, Pupil = p.Id, Came = state == SessionState.Held ? i != 4 : null }));
        }

        foreach (var (days, way, text) in new[] { (-33, ContactWay.Wrote, "交换了班级自我介绍信"), (-16, ContactWay.Together, "合作一幅长卷画，各画一半寄给对方") })
            db.Records<ClassContact>().Add(new() { Id = Next(), Pairing = pairing.Id, On = today.AddDays(days), Way = way, Text = text, By = coordinator, At = last });
    }

    private static T Good<T>(Platform.Results.Result<T> result) where T : class => result.Value ?? throw new InvalidDataException($"Demo: {result.Problem.Message.En}");

    private static string Number(string prefix, DateOnly month, int n) => Platform.Ids.ShortNumber.For(prefix, month, n).ToString();

    private Guid Next() => Guid.CreateVersion7(last = last.AddSeconds(3));
}
