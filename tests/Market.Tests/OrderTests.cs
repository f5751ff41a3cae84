using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Market.AfterSales;
using Linli.Market.Cart;
using Linli.Market.Goods;
using Linli.Market.Orders;
using Linli.Market.Shops;
using Linli.Market.Stock;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Verification;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests;

[Trait("Feature", "S62")]
public class OrderTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Order_MovesStockAndMoneyTogether_AndReachesItsBuyerByItsCode(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods(stock: 5));
        var order = (await stall.Order(buyer, goods, 2)).Value!;
        (order.PaidFen, await stall.WalletOf(buyer), await stall.Takings(), await stall.StockOf(goods)).ShouldBe((1200, 8800, 1200, 3L));
        (await stall.Town.Run(stall.Merchant, new HandOverOrder(order.Code) { Order = order.Id })).Problem.Code.ShouldBe("market.order_state");
        (await stall.Town.Run(stall.Merchant, new PackOrder { Order = order.Id })).Value!.State.ShouldBe(OrderState.Packed);
        (await stall.Town.Run(stall.Merchant, new SendOrder { Order = order.Id })).Value!.State.ShouldBe(OrderState.Ready);
        (await stall.Town.Ask(stall.Merchant, new FindByCode($"linli-order:{order.Number}:{order.Code}"))).Value.ShouldBe(order.Id);
        var wrong = order.Code == "000000" ? "000001" : "000000";
        (await stall.Town.Run(stall.Merchant, new HandOverOrder(wrong) { Order = order.Id })).Problem.Code.ShouldBe("market.code_wrong");
        (await stall.Town.Run(stall.Merchant, new HandOverOrder { Order = order.Id })).Problem.Code.ShouldBe("market.code_missing");
        (await stall.Town.Run(stall.Merchant, new HandOverOrder(order.Code) { Order = order.Id })).Value!.State.ShouldBe(OrderState.HandedOver);
        (await stall.Town.Ask(stall.Merchant, new FindByCode(order.Code))).Problem.Code.ShouldBe("market.code_unknown");
        (await stall.Town.Run(buyer, new ConfirmOrder { Order = order.Id })).Value!.State.ShouldBe(OrderState.Done);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Order_WhenTheWalletIsShort_SaysHowMuch_AndTakesNothing(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(fen: 1000), await stall.Goods());
        var refused = (await stall.Order(buyer, goods, 2)).Problem;
        (refused.Code, refused.Message.En, refused.Link).ShouldBe(("market.wallet_short", "Your wallet holds ¥10.00: ¥2.00 more is needed. Fill it first.", "/me/wallet/top-up"));
        (await stall.StockOf(goods), await stall.WalletOf(buyer), await stall.Takings()).ShouldBe((10L, 1000, 0));
        var neverFilled = await stall.Town.VerifiedResident("19900000102");
        (await stall.Order(neverFilled, goods)).Problem.Message.En.ShouldContain("¥6.00 more");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Order_OfTheLastByTwoAtOnce_IsSoldOnce_AndTheOtherKeepsTheirMoney(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var goods = await stall.Goods(stock: 1);
        Guid[] buyers = [await stall.Buyer("19900000101", home: false), await stall.Buyer("19900000102", home: false), await stall.Buyer("19900000103", home: false)];
        var answers = await Task.WhenAll(buyers.Select(b => Task.Run(() => stall.Order(b, goods))));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "market.out_of_stock");
        (await stall.StockOf(goods), await stall.Takings()).ShouldBe((0L, 600));
        (await stall.WalletOf(buyers[0]) + await stall.WalletOf(buyers[1]) + await stall.WalletOf(buyers[2])).ShouldBe(30_000 - 600);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Order_SentAgainAfterALostAnswer_IsPaidOnce(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => stall.Order(buyer, goods, key: "once"))));
        answers.ShouldAllBe(a => a.Ok);
        answers.Select(a => a.Value!.Id).Distinct().Count().ShouldBe(1);
        (await stall.WalletOf(buyer), await stall.StockOf(goods)).ShouldBe((9400, 9L));
        (await stall.Order(buyer, goods, 2, key: "once")).Problem.Kind.ShouldBe(ProblemKind.Conflict);
        (await stall.Town.Run(buyer, new PlaceOrder(Stall.Shop, [new(goods, 1, 600)]))).Problem.Code.ShouldBe("market.key_missing");
    }

    [Fact]
    public async Task Order_WhenThePriceChangedMeanwhile_SaysBothPrices_AndIsPaidOnceTheBuyerAgrees()
    {
        await using var stall = await Stall.Open();
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        (await stall.Town.Run(buyer, new PutIntoCart(goods, 2))).Ok.ShouldBeTrue();
        (await stall.Town.Run(stall.Merchant, new KeepGoods { Id = goods, NameZh = "油豆腐", UnitZh = "份", Category = GoodsCategory.Tofu, PriceFen = 650 })).Ok.ShouldBeTrue();
        var line = (await stall.Town.Ask(buyer, new ReadCart())).Value!.Single().Lines.Single();
        (line.PriceFen, line.SeenFen, line.Count).ShouldBe((650, 600, 2));
        var refused = (await stall.Order(buyer, goods, 2)).Problem;
        (refused.Code, refused.Message.Zh).ShouldBe(("market.price_changed", "“油豆腐”的价格由 6.00 元变为 6.50 元，请确认后再付款。"));
        (await stall.StockOf(goods), await stall.WalletOf(buyer)).ShouldBe((10L, 10_000));
        (await stall.Order(buyer, goods, 2, 650)).Ok.ShouldBeTrue();
        (await stall.Town.Ask(buyer, new ReadCart())).Value!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Order_ThatCannotBe_IsRefusedBesideItsField()
    {
        await using var stall = await Stall.Open();
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        foreach (var (count, fen) in new[] { (0L, 600L), (-1, 600), (1000, 600), (long.MaxValue, 600), (1, 0), (1, -600), (1, long.MaxValue) })
            (await stall.Order(buyer, goods, count, fen)).Problem.Field.ShouldBe("lines");
        (await stall.Town.Run(buyer, new PlaceOrder(Stall.Shop, [new(goods, 1, 600), new(goods, 1, 600)], IdempotencyKey: "k"))).Problem.Field.ShouldBe("lines");
        (await stall.Town.Run(buyer, new PlaceOrder("nowhere", [new(goods, 1, 600)], IdempotencyKey: "k"))).Problem.Code.ShouldBe("market.goods_gone");
        (await stall.Town.Run(buyer, new PlaceOrder(Stall.Shop, [new(goods, 1, 600)], Home: Guid.CreateVersion7(), IdempotencyKey: "k"))).Problem.Field.ShouldBe("deliverFrom");
        (await stall.Town.Run(buyer, new PutIntoCart(goods, -1))).Problem.Field.ShouldBe("count");
        (await stall.Town.Run(stall.Merchant, new KeepTerms { TakesOrders = false })).Ok.ShouldBeTrue();
        (await stall.Order(buyer, goods)).Problem.Code.ShouldBe("market.shop_closed");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Delivery_GoesToAHomeOfTheBuyer_InAWindow_ForTheShopsFee(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods, heavy) = (await stall.Buyer(), await stall.Goods(), await stall.Goods("大米", 3000, delivers: false));
        (await stall.Town.Run(stall.Merchant, new KeepTerms { FeeFen = 300, FreeFromFen = 3000, Windows = [new(new(17, 0), new(19, 0), Most: 1), new(new(8, 30), new(9, 30))] })).Ok.ShouldBeTrue();
        var home = (await stall.Town.As(buyer, s => s.GetRequiredService<People.IHomeTies>().Running(buyer, default))).Single();
        (await stall.Town.Run(buyer, new PutIntoCart(goods, 1))).Ok.ShouldBeTrue();
        var cart = (await stall.Town.Ask(buyer, new ReadCart())).Value!.Single();

        // It is 08:00: who packs needs an hour, so the window at 08:30 begins tomorrow.
        cart.Slots.Select(s => s.From).ShouldBe([Local(23, 17, 0), Local(24, 8, 30), Local(24, 17, 0), Local(25, 8, 30), Local(25, 17, 0)]);
        cart.FeeFen.ShouldBe(300);
        var wish = new PlaceOrder(Stall.Shop, [new(goods, 1, 600)], home.Id, Local(23, 17, 0), 300, IdempotencyKey: stall.NewKey());
        (await stall.Town.Run(buyer, wish with { Home = Guid.CreateVersion7() })).Problem.Code.ShouldBe("market.home_unknown");
        (await stall.Town.Run(buyer, wish with { DeliverFrom = Local(23, 8, 30) })).Problem.Code.ShouldBe("market.window_gone");
        (await stall.Town.Run(buyer, wish with { FeeFen = 0 })).Problem.Code.ShouldBe("market.fee_changed");
        (await stall.Town.Run(buyer, wish with { Lines = [new(heavy, 1, 3000)], FeeFen = 0 })).Problem.Code.ShouldBe("market.pick_up_only");
        var order = (await stall.Town.Run(buyer, wish)).Value!;
        order.PaidFen.ShouldBe(900);
        (await stall.Town.Run(buyer, wish with { IdempotencyKey = stall.NewKey() })).Problem.Code.ShouldBe("market.window_full");
        (await stall.Town.Run(buyer, wish with { IdempotencyKey = stall.NewKey(), DeliverFrom = Local(24, 17, 0), Lines = [new(goods, 5, 600)], FeeFen = 0 })).Value!.PaidFen.ShouldBe(3000);
        var seen = (await stall.Town.Ask(stall.Merchant, new OpenShopOrder(order.Id))).Value!;
        (seen.Home, seen.Code, seen.Summary.Buyer!.Contains('*')).ShouldBe((home.HomeLabel, null, true));
        (await stall.Town.Run(stall.Merchant, new PackOrder { Order = order.Id })).Ok.ShouldBeTrue();
        (await stall.Town.Run(stall.Merchant, new SendOrder { Order = order.Id })).Value!.State.ShouldBe(OrderState.Out);
        (await stall.Town.Run(stall.Merchant, new HandOverOrder { Order = order.Id })).Problem.Code.ShouldBe("market.left_where");
        (await stall.Town.Run(stall.Merchant, new HandOverOrder(Note: "放在门口") { Order = order.Id })).Value!.State.ShouldBe(OrderState.HandedOver);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Cancel_BeforePacking_GivesAllBack_AndAfterwardsIsNoLongerPossible(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        var (first, second) = ((await stall.Order(buyer, goods, 3)).Value!, (await stall.Order(buyer, goods, 2)).Value!);
        (await stall.Town.Run(buyer, new CancelOrder { Order = first.Id })).Value!.State.ShouldBe(OrderState.Cancelled);
        (await stall.Town.Run(buyer, new CancelOrder { Order = first.Id })).Value!.State.ShouldBe(OrderState.Cancelled, "sent again after a lost answer");
        (await stall.WalletOf(buyer), await stall.Takings(), await stall.StockOf(goods)).ShouldBe((8800, 1200, 8L));
        (await stall.Town.Run(stall.Merchant, new PackOrder { Order = second.Id })).Ok.ShouldBeTrue();
        (await stall.Town.Run(buyer, new CancelOrder { Order = second.Id })).Problem.Code.ShouldBe("market.order_state");
        (await stall.Town.Run(stall.Merchant, new CancelByShop(" ") { Order = second.Id })).Problem.Field.ShouldBe("reason");
        (await stall.Town.Run(stall.Merchant, new CancelByShop("压坏了", PutBack: false) { Order = second.Id })).Ok.ShouldBeTrue();
        (await stall.WalletOf(buyer), await stall.Takings(), await stall.StockOf(goods)).ShouldBe((10_000, 0, 8L));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_IsNeverMoreThanWasPaid_WhetherWholeInPartsOrTwiceAtOnce(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        var order = await stall.PickedUp(buyer, goods, 2);
        Task<Result<OrderMove>> Refund(long? fen, long putBack = 0, string? key = null) =>
            stall.Town.Run(stall.Merchant, new RefundOrder("少了一份", [new(1, fen, putBack)], key ?? stall.NewKey()) { Order = order.Id });
        (await Refund(1201)).Problem.Code.ShouldBe("market.refund_too_large");
        (await Refund(-1)).Problem.Code.ShouldBe("market.refund_negative");
        (await Refund(long.MaxValue)).Problem.Code.ShouldBe("market.refund_too_large");
        (await Refund(100, putBack: 3)).Problem.Code.ShouldBe("market.put_back_too_many");
        (await Refund(400, putBack: 1, key: "r")).Ok.ShouldBeTrue();
        (await Refund(400, putBack: 1, key: "r")).Ok.ShouldBeTrue();
        (await stall.WalletOf(buyer), await stall.StockOf(goods)).ShouldBe((9200, 9L));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Refund(500))));
        answers.Count(a => a.Ok).ShouldBe(1);
        (await stall.WalletOf(buyer), await stall.Takings()).ShouldBe((9700, 300));
        (await stall.Town.Run(stall.Merchant, new RefundOrder("全退", null, "all") { Order = order.Id })).Ok.ShouldBeTrue();
        (await Refund(1)).Problem.Code.ShouldBe("market.refund_too_large");
        (await stall.WalletOf(buyer), await stall.Takings()).ShouldBe((10_000, 0));
        (await stall.Town.Ask(buyer, new OpenOrder(order.Id))).Value!.Refunds.Sum(r => r.Fen).ShouldBe(1200);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task RandomHistory_OfOrdersCancellationsAndRefunds_LosesAndDoublesNothing(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods, random) = (await stall.Buyer(fen: 8000), await stall.Goods(stock: 25), new Random(7));
        var orders = new List<PlacedOrder>();
        for (var step = 0; step < 60; step++)
        {
            var order = orders.Count == 0 ? null : orders[random.Next(orders.Count)];
            switch (random.Next(7))
            {
                case 0 or 1 when (await stall.Order(buyer, goods, random.Next(1, 5))) is { Ok: true } placed: orders.Add(placed.Value); break;
                case 2 when order is not null: await stall.Town.Run(buyer, new CancelOrder { Order = order.Id }); break;
                case 3 when order is not null: await stall.Town.Run(stall.Merchant, new PackOrder { Order = order.Id }); break;
                case 4 when order is not null: await stall.Town.Run(stall.Merchant, new RefundOrder("退", [new(1, random.Next(0, 900), random.Next(0, 2))], stall.NewKey()) { Order = order.Id }); break;
                case 5: await Crash(stall, buyer, goods); break;
                case 6: stall.Town.Time.SetTo(TestTown.Start.AddMinutes(random.Next(-90, 90))); break;
            }
        }

        var views = new List<OrderView>();
        foreach (var order in orders)
            views.Add((await stall.Town.Ask(buyer, new OpenOrder(order.Id))).Value!);
        var net = views.Sum(v => v.Summary.PaidFen - v.Summary.RefundedFen);
        views.ShouldAllBe(v => v.Summary.RefundedFen <= v.Summary.PaidFen && v.Refunds.Sum(r => r.Fen) == v.Summary.RefundedFen);
        (await stall.WalletOf(buyer), await stall.Takings()).ShouldBe((8000 - net, net));
        (await stall.StockOf(goods)).ShouldBe(25 - views.Sum(v => v.Lines.Sum(l => l.Count - l.PutBack)));
        orders.Count.ShouldBeGreaterThan(3);
        (await stall.Town.InScope(s => s.GetServices<IVerification>().Single(v => v.Name == "ledger").Check(default))).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task AfterSale_IsAnsweredInPart_Disputed_AndDecidedByStaff(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        var order = await stall.PickedUp(buyer, goods, 3);
        var ask = new AskAfterSale(1, AfterSaleReason.Spoiled, "有一份发酸了", 2) { Order = order.Id };
        (await stall.Town.Run(buyer, ask with { Text = "酸" })).Problem.Field.ShouldBe("text");
        (await stall.Town.Run(buyer, ask with { Count = 4 })).Problem.Code.ShouldBe("market.after_sale_count");
        (await stall.Town.Run(buyer, ask with { Line = 2 })).Problem.Code.ShouldBe("market.line_unknown");
        (await stall.Town.Run(await stall.Town.VerifiedResident("19900000109"), ask)).Problem.Code.ShouldBe("market.order_not_found");
        var sale = (await stall.Town.Run(buyer, ask)).Value!;
        sale.AskedFen.ShouldBe(1200);
        (await stall.Town.Run(buyer, ask)).Problem.Code.ShouldBe("market.after_sale_open");
        (await stall.Town.Run(stall.Merchant, new AnswerAfterSale(1201, "全退") { Id = sale.Id })).Problem.Code.ShouldBe("market.give_range");
        (await stall.Town.Run(stall.Merchant, new AnswerAfterSale(-1, "退") { Id = sale.Id })).Problem.Field.ShouldBe("text");
        (await stall.Town.Run(stall.Merchant, new AnswerAfterSale(600, "退一份") { Id = sale.Id })).Value!.State.ShouldBe(AfterSaleState.Answered);
        (await stall.WalletOf(buyer)).ShouldBe(10_000 - 1200);
        (await stall.Town.Run(buyer, new ObjectToAnswer("两份都坏了") { Id = sale.Id })).Value!.State.ShouldBe(AfterSaleState.Disputed);
        (await stall.Town.Run(await stall.Town.Staff("worker2"), new DecideAfterSale(600, "照片清楚") { Id = sale.Id })).Problem.Code.ShouldBe("market.after_sale_not_found");
        (await stall.Town.Run(await stall.Town.Staff("worker"), new DecideAfterSale(601, "照片清楚") { Id = sale.Id })).Problem.Code.ShouldBe("market.give_range");
        (await stall.Town.Run(await stall.Town.Staff("worker"), new DecideAfterSale(600, "照片清楚") { Id = sale.Id })).Value!.GivenFen.ShouldBe(1200);
        (await stall.WalletOf(buyer), await stall.Takings()).ShouldBe((10_000 - 600, 600));
        (await stall.Town.Run(buyer, new ObjectToAnswer("还要") { Id = sale.Id })).Problem.Code.ShouldBe("market.after_sale_state");
    }

    // Paid for, packed, and never there: the buyer may ask, the community decides, and the shop can take it back from its way.
    [Theory, MemberData(nameof(Both))]
    public async Task Order_ThatIsNeverPacked_IsSaidToBoth_AndItsBuyerMayCancel(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        var order = (await stall.Order(buyer, goods, 2)).Value!;
        await Job<RemindOverdue>(stall);
        stall.Town.Time.Move(TimeSpan.FromDays(3));
        await Job<RemindOverdue>(stall);
        await Job<RemindOverdue>(stall);
        using var phone = await stall.Town.ResidentClient("19900000101");
        (await phone.GetStringAsync("/api/v1/notices")).Split("has not packed order").Length.ShouldBe(2);
        (await stall.Town.Run(buyer, new CancelOrder { Order = order.Id })).Ok.ShouldBeTrue();
        (await stall.WalletOf(buyer)).ShouldBe(10_000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Order_ThatIsNeverHandedOver_BecomesSomebodysMatter(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        var order = (await stall.Order(buyer, goods, 2)).Value!;
        (await stall.Town.Run(stall.Merchant, new PackOrder { Order = order.Id })).Ok.ShouldBeTrue();
        (await stall.Town.Run(buyer, new CancelOrder { Order = order.Id })).Problem.Code.ShouldBe("market.order_state");
        var ask = new AskAfterSale(1, AfterSaleReason.Missing, "等了三天也没有拿到", IdempotencyKey: "ask") { Order = order.Id };
        (await stall.Town.Run(buyer, ask)).Problem.Code.ShouldBe("market.order_state");
        stall.Town.Time.Move(TimeSpan.FromDays(3));
        await Job<RemindOverdue>(stall);
        await Job<RemindOverdue>(stall);
        using var phone = await stall.Town.ResidentClient("19900000101");
        (await phone.GetStringAsync("/api/v1/notices")).Split("Your order is overdue").Length.ShouldBe(2);
        (await phone.GetStringAsync($"/market/orders/{order.Id.Value}")).ShouldContain("did not come in time");
        var sale = (await stall.Town.Run(buyer, ask)).Value!;
        stall.Town.Time.Move(TimeSpan.FromHours(48));
        await Job<HandOnUnanswered>(stall);
        (await State(stall, buyer, order)).ShouldBe(AfterSaleState.Disputed);
        (await stall.Town.Run(await stall.Town.Staff("worker"), new DecideAfterSale(1200, "没有交付，全额退款") { Id = sale.Id })).Ok.ShouldBeTrue();
        (await stall.WalletOf(buyer)).ShouldBe(10_000);
        (await stall.Town.Run(stall.Merchant, new CancelByShop("收回了") { Order = order.Id })).Ok.ShouldBeTrue();
        (await stall.WalletOf(buyer)).ShouldBe(10_000);
        (await stall.StockOf(goods)).ShouldBe(10);
    }

    // Many that wait for longer hide nobody's that is due, and one that was changed meanwhile holds nobody up.
    [Fact]
    public async Task Closing_LooksAtWhatIsDue_WhateverElseWaits()
    {
        await using var stall = await Stall.Open();
        var (buyer, goods) = (await stall.Buyer(fen: 100_000), await stall.Goods(stock: 1000));
        var first = await stall.PickedUp(buyer, goods);
        (await stall.Do(s => s.GetRequiredService<LinliDb>().Unfiltered<Order>().Where(o => o.Id == first.Id).ExecuteUpdateAsync(u => u.SetProperty(o => o.AfterSalesUntil, TestTown.Start.AddYears(1))))).ShouldBe(1);
        var second = await stall.PickedUp(buyer, goods);
        stall.Town.Time.Move(TimeSpan.FromDays(40));
        await Job<CloseOrders>(stall);
        (await stall.Town.Ask(buyer, new OpenOrder(first.Id))).Value!.Summary.State.ShouldBe(OrderState.HandedOver);
        (await stall.Town.Ask(buyer, new OpenOrder(second.Id))).Value!.Summary.State.ShouldBe(OrderState.Done);
    }

    [Fact]
    public async Task NobodyDecidesAboutTheirOwnShop()
    {
        await using var stall = await Stall.Open();
        var (buyer, goods, worker) = (await stall.Buyer(), await stall.Goods(), await stall.Town.Staff("worker"));
        var order = await stall.PickedUp(buyer, goods);
        var sale = (await stall.Town.Run(buyer, new AskAfterSale(1, AfterSaleReason.Spoiled, "已经坏了，没法吃", IdempotencyKey: "ask") { Order = order.Id })).Value!;
        var answered = await stall.Town.Run(stall.Merchant, new AnswerAfterSale(0, "没有坏") { Id = sale.Id });
        answered.Ok.ShouldBeTrue(string.Join(" ", answered.Problems));
        (await stall.Town.Run(buyer, new ObjectToAnswer("真的坏了") { Id = sale.Id })).Ok.ShouldBeTrue();
        (await stall.Do(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            return await db.Unfiltered<Order>().Where(o => o.Id == order.Id).ExecuteUpdateAsync(u => u.SetProperty(o => o.OrderedBy, worker));
        })).ShouldBe(1);
        (await stall.Town.Run(worker, new DecideAfterSale(600, "我自己的") { Id = sale.Id })).Problem.Code.ShouldBe("market.dispute_own");
    }

    [Fact]
    public async Task AfterSale_ThatTheShopLeavesLying_GoesToTheCommunity_AndNoneIsTakenAfterTheDaysPromised()
    {
        await using var stall = await Stall.Open();
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods());
        var order = await stall.PickedUp(buyer, goods);
        var sale = (await stall.Town.Run(buyer, new AskAfterSale(1, AfterSaleReason.Missing, "少了一份") { Order = order.Id })).Value!;
        stall.Town.Time.Move(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        await Job<HandOnUnanswered>(stall);
        (await State(stall, buyer, order)).ShouldBe(AfterSaleState.Asked);
        stall.Town.Time.Move(TimeSpan.FromSeconds(1));
        await Job<HandOnUnanswered>(stall);
        (await State(stall, buyer, order)).ShouldBe(AfterSaleState.Disputed);
        (await stall.Town.Run(stall.Merchant, new AnswerAfterSale(600, "退") { Id = sale.Id })).Problem.Field.ShouldBe("text");
        (await stall.Town.Run(stall.Merchant, new AnswerAfterSale(600, "退款") { Id = sale.Id })).Problem.Code.ShouldBe("market.after_sale_state");
        (await stall.Town.Run(buyer, new WithdrawAfterSale(sale.Id))).Value!.State.ShouldBe(AfterSaleState.Withdrawn);
        stall.Town.Time.Move(TimeSpan.FromDays(5));
        await Job<CloseOrders>(stall);
        (await stall.Town.Ask(buyer, new OpenOrder(order.Id))).Value!.Summary.State.ShouldBe(OrderState.Done);
        (await stall.Town.Run(buyer, new AskAfterSale(1, AfterSaleReason.Missing, "少了一份") { Order = order.Id })).Problem.Code.ShouldBe("market.after_sale_late");
    }

    [Fact]
    public async Task OverHttp_AnOrderIsForItsBuyerAndItsShopOnly_AndTheirDataCanGo()
    {
        await using var stall = await Stall.Open();
        var goods = await stall.Goods();
        var buyer = await stall.Buyer();
        stall.Town.Time.Move(TimeSpan.FromMinutes(2));
        var client = await stall.Town.ResidentClient("19900000101");
        (await client.PutAsJsonAsync("/api/v1/market/cart", new { goods = goods.Value, count = 2 })).EnsureSuccessStatusCode();
        var placed = await client.PostAsJsonAsync("/api/v1/market/orders", new { shop = Stall.Shop, lines = new[] { new { goods = goods.Value, count = 2, priceFen = 600 } }, idempotencyKey = "k" });
        placed.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await placed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        (await (await stall.Town.ResidentClient("19900000109")).GetAsync($"/api/v1/market/orders/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/market/orders/{id}")).GetProperty("code").GetString()!.Length.ShouldBe(6);
        var merchant = await stall.Town.StaffClient("merchant");
        (await merchant.GetFromJsonAsync<JsonElement>("/api/v1/market/shop-orders")).GetProperty("toPack").GetInt32().ShouldBe(1);
        (await stall.Town.Client().GetFromJsonAsync<JsonElement>("/api/v1/market/goods?category=tofu&text=油")).GetProperty("goods").GetArrayLength().ShouldBe(1);
        (await stall.Town.Client().GetFromJsonAsync<JsonElement>("/api/v1/market/goods?text=没有的")).GetProperty("goods").GetArrayLength().ShouldBe(0);
        var subject = new Platform.Privacy.DataSubject(await stall.PersonOf(buyer), [buyer]);
        await stall.Do(async s =>
        {
            var mine = s.GetServices<Platform.Privacy.IPersonalData>().Single(d => d.GetType().Name == "OrdersPersonalData");
            (await mine.Export(subject, default))[0].Items.Count.ShouldBe(1);
            (await mine.Stays(subject, default)).Single().Count.ShouldBe(1);
            await mine.Erase(subject, default);
            return true;
        });
        (await client.GetAsync($"/api/v1/market/orders/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await merchant.GetAsync($"/api/v1/market/shop-orders/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Daughter_OrdersForHerMother_WhoPaysAndReadsIt()
    {
        await using var stall = await Stall.Open();
        var goods = await stall.Goods();
        var mothers = await stall.Known("沈桂芳", "19900000102", "330108194603150026");
        var daughters = await stall.Town.VerifiedClient("19900000103");
        var mother = (await mothers.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid();
        var person = await stall.PersonOf(mother);
        await stall.Fund(person, 10_000);
        object Wish(string key) => new { shop = Stall.Shop, lines = new[] { new { goods = goods.Value, count = 1, priceFen = 600 } }, onBehalfOf = person, idempotencyKey = key };
        (await daughters.PostAsJsonAsync("/api/v1/market/orders", Wish("a"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var asked = await daughters.PostAsJsonAsync("/api/v1/me/agencies", new { name = "沈桂芳", phone = "19900000102", matters = new[] { "book", "view" } });
        var agency = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("agency").GetGuid();
        (await mothers.PostAsJsonAsync($"/api/v1/me/agencies/{agency}/agree", new { })).EnsureSuccessStatusCode();
        var placed = await daughters.PostAsJsonAsync("/api/v1/market/orders", Wish("b"));
        placed.StatusCode.ShouldBe(HttpStatusCode.Created, await placed.Content.ReadAsStringAsync());
        (await stall.WalletOf(mother)).ShouldBe(9400);
        (await mothers.GetFromJsonAsync<JsonElement>("/api/v1/market/orders")).GetArrayLength().ShouldBe(1);
        (await daughters.GetFromJsonAsync<JsonElement>("/api/v1/market/orders")).GetArrayLength().ShouldBe(1);
        (await mothers.GetFromJsonAsync<JsonElement>("/api/v1/me/family")).GetProperty("acts")[0].GetProperty("link").GetString()!.ShouldStartWith("/market/orders/");
    }

    private static async Task<AfterSaleState> State(Stall stall, Guid buyer, PlacedOrder order) => (await stall.Town.Ask(buyer, new OpenOrder(order.Id))).Value!.AfterSales.Single().State;

    // The power fails after stock and money have moved, and before anything is durable.
    private static Task<InvalidOperationException> Crash(Stall stall, Guid buyer, GoodsId goods) => Should.ThrowAsync<InvalidOperationException>(() => stall.Town.As<int>(buyer, async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        using (await s.GetRequiredService<WriterQueue>().Enter(default))
        {
            await using var transaction = await db.BeginTransaction(default);
            await s.GetRequiredService<Platform.UseCases.UseCaseRunner>().Run(new PlaceOrder(Stall.Shop, [new(goods, 1, 600)], IdempotencyKey: stall.NewKey()), default);
            await db.SaveChangesAsync();
            throw new InvalidOperationException("the power failed");
        }
    }));

    private static Task<bool> Job<TJob>(Stall stall) where TJob : Platform.Jobs.IJob => stall.Town.InScope(async s =>
    {
        await s.GetRequiredService<TJob>().Run(default);
        return true;
    });

    private static DateTimeOffset Local(int day, int hour, int minute) => new(2026, 11, day, hour - 8 < 0 ? hour + 16 : hour - 8, minute, 0, TimeSpan.Zero);
}
