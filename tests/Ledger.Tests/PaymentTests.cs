using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger.Payments;
using Linli.PaySimulator;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Ledger.Tests;

public class PaymentTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task TopUp_ThatIsPaid_LandsInTheWalletOnce(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, order) = await bed.Start();
        (await bed.State(id)).ShouldBe("open");
        await bed.News.Act(order, Behaviour.Twice, default);
        (await bed.State(id)).ShouldBe("paid");

        // Once more over HTTP, and by asking: nothing is added.
        (await bed.Send(bed.Pay.CallbackOf(order))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        bed.Town.Time.Move(TimeSpan.FromMinutes(1));
        await bed.Books.Run<PollPayments>();
        (await bed.Wallet()).ShouldBe(5000);
        (await bed.Rows<Arrival>()).ShouldHaveSingleItem().Way.ShouldBe(ArrivalWay.Callback);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Callbacks_AndQueries_AtTheSameMoment_PostOnce(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, order) = await bed.Start();
        await bed.News.Act(order, Behaviour.Never, default);
        var told = Enumerable.Range(0, 6).Select(_ => Task.Run(async () => (await bed.Send(bed.Pay.CallbackOf(order))).IsSuccessStatusCode));
        var asked = Enumerable.Range(0, 4).Select(_ => Task.Run(async () => (await bed.Town.Ask(bed.Account, new CheckTopUp(id))).Ok));
        (await Task.WhenAll(told.Concat(asked))).ShouldAllBe(ok => ok);
        (await bed.Wallet()).ShouldBe(5000);
        (await bed.Rows<Arrival>()).ShouldHaveSingleItem();
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TopUp_ThatNobodyTellsOf_IsFoundByAsking(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, order) = await bed.Start();
        await bed.News.Act(order, Behaviour.Never, default);
        (await bed.State(id)).ShouldBe("open");
        bed.Town.Time.Move(TimeSpan.FromSeconds(16));
        await bed.Books.Run<PollPayments>();
        (await bed.State(id)).ShouldBe("paid");
        (await bed.Rows<Arrival>()).ShouldHaveSingleItem().Way.ShouldBe(ArrivalWay.Poll);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TopUp_ThatTimesOutAfterTakingTheMoney_IsNotClosedAndNotLost(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, order) = await bed.Start();
        await bed.News.Act(order, Behaviour.Silent, default);
        bed.Town.Time.Move(TimeSpan.FromMinutes(20));
        await bed.Books.Run<PollPayments>();

        // Long over, but nobody knows: it stays open until there is an answer.
        (await bed.State(id)).ShouldBe("open");
        for (var i = 0; i < 3; i++)
        {
            bed.Town.Time.Move(TimeSpan.FromMinutes(6));
            await bed.Books.Run<PollPayments>();
        }

        (await bed.State(id)).ShouldBe("paid");
        (await bed.Wallet()).ShouldBe(5000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TopUp_ThatIsDeclined_SaysSo_AndMovesNothing(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, order) = await bed.Start();
        await bed.News.Act(order, Behaviour.Decline, default);
        (await bed.Town.Ask(bed.Account, new CheckTopUp(id))).Value!.State.ShouldBe("declined");
        (await bed.Wallet()).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Money_ThatComesAfterTheOrderWasClosed_StillLandsInTheWallet_AndIsTold(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, order) = await bed.Start();
        await bed.News.Act(order, Behaviour.Late, default);
        bed.Town.Time.Move(TimeSpan.FromMinutes(16));
        await bed.Books.Run<PollPayments>();
        (await bed.State(id)).ShouldBe("closed");
        bed.Town.Time.Move(TimeSpan.FromMinutes(10));
        await bed.News.SendLate(default);
        (await bed.State(id)).ShouldBe("paid");
        (await bed.Wallet()).ShouldBe(5000);
        (await Told(bed)).ShouldContain(t => t.Contains("came late", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Money_OfAnotherAmount_IsPostedAsItCame_AndTold(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, order) = await bed.Start();
        await bed.News.Act(order, Behaviour.OtherAmount, default);
        var sheet = (await bed.Town.Ask(bed.Account, new ReadTopUp(id))).Value!;
        (sheet.State, sheet.Fen, sheet.Arrived).ShouldBe(("paid", 5000L, 4900L));
        (await bed.Wallet()).ShouldBe(4900);
        (await Told(bed)).ShouldContain(t => t.Contains("¥49.00 came", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Callback_ThatTheServiceDidNotSign_IsRefused_AndWritesNothing(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, order) = await bed.Start();
        (order.State, order.Paid, order.PaidAt) = ("SUCCESS", 5000, TestTown.Start);
        var good = bed.Pay.CallbackOf(order);
        var flipped = good with { Body = good.Body.Replace("transaction", "Transaction", StringComparison.Ordinal) };
        (await bed.Send(flipped)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await bed.Send(good with { Headers = new Dictionary<string, string>() })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await bed.Send(good, "nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bed.Send(good with { Body = "" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // Signed, but kept for later.
        bed.Town.Time.Move(TimeSpan.FromMinutes(6));
        (await bed.Send(good)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await bed.State(id)).ShouldBe("open");
        (await bed.Wallet()).ShouldBe(0);
        (await bed.Rows<Arrival>()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Callback_OfAnOrderThatIsNotOurs_LiesOnTheListOfTheDesk(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var foreign = new SimulatedOrder { Number = Guid.CreateVersion7().ToString("N"), Asked = 700, ExpiresAt = TestTown.Start, State = "SUCCESS", Paid = 700, PaidAt = TestTown.Start };
        (await bed.Send(bed.Pay.CallbackOf(foreign))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await bed.Send(bed.Pay.CallbackOf(foreign))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var doubtful = (await bed.Rows<Arrival>()).ShouldHaveSingleItem();
        (doubtful.State, doubtful.Doubt, doubtful.Transfer).ShouldBe((ArrivalState.Doubtful, Doubt.UnknownOrder, null));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TopUp_RefusesWhatIsWrong_AndNamesTheField(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var town = bed.Town;
        async Task Refused(TopUp wish, string code, string? field, Guid? who = null)
        {
            var answer = await town.Ask(who ?? bed.Account, wish);
            answer.Ok.ShouldBeFalse();
            (answer.Problem.Code, answer.Problem.Field).ShouldBe((code, field));
        }

        await Refused(new(0, "paysim"), "ledger.top_up_amount", "fen");
        await Refused(new(-5, "paysim"), "ledger.top_up_amount", "fen");
        await Refused(new(99, "paysim"), "ledger.top_up_amount", "fen");
        await Refused(new(long.MaxValue, "paysim"), "ledger.top_up_amount", "fen");
        await Refused(new(5000, "gold"), "ledger.provider_unknown", "provider");
        await Refused(new(5000, "paysim", Then: "//evil.example"), "ledger.then", "then");
        await Refused(new(5000, "paysim", Then: "https://evil.example"), "ledger.then", "then");
        (await town.Ask(bed.Account, new TopUp(5000, "paysim", Person: Guid.CreateVersion7()))).Problem.Field.ShouldBe("onBehalfOf");
        for (var i = 0; i < 3; i++)
            await bed.PayIn(100_000);
        await Refused(new(100, "paysim"), "ledger.top_up_day", "fen");
        town.Time.Move(TimeSpan.FromDays(1));
        await bed.PayIn(100_000);
        await bed.PayIn(100_000);
        await Refused(new(100, "paysim"), "ledger.top_up_full", "fen");
        (await town.Ask(await town.Resident("13800000039"), new ReadTopUp((await bed.Rows<Payment>())[0].Id))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TopUp_SentAgainAfterALostAnswer_IsTheSame(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var first = (await bed.Town.Ask(bed.Account, new TopUp(5000, "paysim", IdempotencyKey: "once"))).Value!;
        (await bed.Town.Ask(bed.Account, new TopUp(5000, "paysim", IdempotencyKey: "once"))).Value!.Id.ShouldBe(first.Id);
        (await bed.Town.Ask(bed.Account, new TopUp(6000, "paysim", IdempotencyKey: "once"))).Problem.Code.ShouldBe("idempotency_key_reused");
        (await bed.Rows<Payment>()).ShouldHaveSingleItem();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TopUp_WhileTheServiceIsDown_CanBeAnnouncedLater(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        bed.Pay.IsDown = true;
        var sheet = (await bed.Town.Ask(bed.Account, new TopUp(5000, "paysim"))).Value!;
        (sheet.State, sheet.PayerLink).ShouldBe(("open", null));
        bed.Pay.IsDown = false;
        (await bed.Town.Ask(bed.Account, new CheckTopUp(sheet.Id))).Value!.PayerLink.ShouldNotBeNull();
        await bed.News.Act(bed.Pay.Find(sheet.Id.ToString("N"))!, Behaviour.Pay, default);
        (await bed.Wallet()).ShouldBe(5000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Shortage_SaysHowMuchIsMissing_AndWhereToPayIn(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        await bed.PayIn(1200);
        var refused = await bed.Books.Do(l => l.WalletShort(bed.Person, new Fen(1500), "/canteen?day=1", isSelf: true, default));
        refused!.Code.ShouldBe("ledger.insufficient");
        refused.Message.En.ShouldContain("¥3.00");
        refused.Link.ShouldBe("/me/wallet/top-up?amount=300&then=%2Fcanteen%3Fday%3D1");
        (await bed.Books.Do(l => l.WalletShort(bed.Person, new Fen(1200), "/canteen", isSelf: true, default))).ShouldBeNull();
        (await bed.Books.Do(l => l.WalletShort(Guid.CreateVersion7(), new Fen(1), "/x", isSelf: false, default)))!.Link!.ShouldContain("&for=");
    }

    internal static async Task<List<string>> Told(PaymentBed bed)
    {
        // Codes are not sent every minute.
        bed.Town.Time.Move(TimeSpan.FromMinutes(2));
        var inbox = await (await bed.Town.ResidentClient("13800000031")).GetFromJsonAsync<JsonElement>("/api/v1/notices");
        return [.. inbox.GetProperty("items").EnumerateArray().Select(n => n.GetRawText())];
    }
}
