using System.Text.Json.Serialization;
using Linli.Market.Orders;
using Linli.Market.Shops;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.AfterSales;

/// <summary>The shop answers a request (答复售后): it gives all back, a part, or nothing.</summary>
/// <param name="GiveFen">How much it gives back, 0 to what was asked for.</param>
/// <param name="Text">2–300 characters: the buyer reads it.</param>
/// <param name="PutBack">How many came back and can be sold again.</param>
public sealed record AnswerAfterSale(long GiveFen, string? Text, long PutBack = 0) : ICommand<AfterSaleMove>, IValidated, IAudited
{
    /// <summary>Which request.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => AfterSaleText.Faults(Text, 300);
}

/// <summary>The buyer does not agree with the answer and asks the community (申请社区处理).</summary>
/// <param name="Text">Why, 2–500 characters.</param>
public sealed record ObjectToAnswer(string? Text) : ICommand<AfterSaleMove>, IValidated, IAudited
{
    /// <summary>Which request.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => AfterSaleText.Faults(Text, 500);
}

/// <summary>Staff decide what the shop gives back beyond what it gave (社区裁决).</summary>
/// <param name="GiveFen">How much more, 0 to what is left of what was asked for.</param>
/// <param name="Text">Why, 2–500 characters: both sides read it.</param>
/// <param name="PutBack">How many came back and can be sold again.</param>
public sealed record DecideAfterSale(long GiveFen, string? Text, long PutBack = 0) : ICommand<AfterSaleMove>, IValidated, IAudited
{
    /// <summary>Which request.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {GiveFen}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => AfterSaleText.Faults(Text, 500);
}

/// <summary>The buyer takes a request back (撤回售后).</summary>
public sealed record WithdrawAfterSale(Guid Id) : ICommand<AfterSaleMove>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>What became of a request.</summary>
public sealed record AfterSaleMove(Guid Id, AfterSaleState State, long GivenFen);

internal static class AfterSaleText
{
    public static IEnumerable<Problem> Faults(string? text, int most)
    {
        if (!PlainText.TryClean(text, most, out var clean) || clean.Length < 2)
            yield return Problem.Invalid("text", "market.text_length", $"请写 2–{most} 个字。", $"Write 2–{most} characters.");
    }

    public static string Clean(string? text) => PlainText.TryClean(text, 500, out var clean) ? clean : "";
}

internal sealed class AnswerAfterSaleHandler(LinliDb db, ShopReach reach, OrderDesk desk, Refunds refunds, CurrentCaller current, TimeProvider time)
    : IHandler<AnswerAfterSale, AfterSaleMove>, IHandler<ObjectToAnswer, AfterSaleMove>, IHandler<DecideAfterSale, AfterSaleMove>, IHandler<WithdrawAfterSale, AfterSaleMove>, IUseCase
{
    private static readonly Problem NotFound = Problem.NotFound("market.after_sale_not_found", "没有找到这笔售后申请。", "This request was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/after-sales/{id:guid}/answer", (Guid id, AnswerAfterSale request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Answer a request 答复售后");
        api.MapPost("/market/after-sales/{id:guid}/object", (Guid id, ObjectToAnswer request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("Ask the community 申请社区处理");
        api.MapPost("/market/after-sales/{id:guid}/decide", (Guid id, DecideAfterSale request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MarketPermissions.Decide).WithTags("Market").WithSummary("Decide a dispute 社区裁决");
        api.MapPost("/market/after-sales/{id:guid}/withdraw", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new WithdrawAfterSale(id), cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("Take a request back 撤回售后");
    }

    public async Task<Result<AfterSaleMove>> Handle(AnswerAfterSale request, CancellationToken cancel)
    {
        var codes = reach.Codes;
        if (await Load(a => codes.Contains(a.Shop), request.Id, cancel) is not var (sale, order))
            return NotFound;
        if (sale.State != AfterSaleState.Asked)
            return WrongState(sale);
        if (await Give(sale, order, request.GiveFen, request.PutBack, AfterSaleText.Clean(request.Text), cancel) is { } refused)
            return refused;
        (sale.State, sale.AnsweredAt, sale.Answer) = (AfterSaleState.Answered, Clock.Now(time), AfterSaleText.Clean(request.Text));
        await desk.TellBuyer(order, "after_sale_answered", ("店铺答复了您的售后", "The shop answered your request"),
            ($"订单 {order.Number}，退 {Yuan.Figure(request.GiveFen)} 元。不同意可在 7 天内请社区处理。", $"Order {order.Number}: ¥{Yuan.Figure(request.GiveFen)} went back. If you do not agree, ask the community within 7 days."), cancel);
        return await End(sale, order, cancel);
    }

    public async Task<Result<AfterSaleMove>> Handle(ObjectToAnswer request, CancellationToken cancel)
    {
        if (await OfBuyer(request.Id, cancel) is not var (sale, order))
            return NotFound;
        if (!AfterSaleRules.MayObject(sale, Clock.Now(time)))
            return WrongState(sale);
        (sale.State, sale.Objection) = (AfterSaleState.Disputed, AfterSaleText.Clean(request.Text));
        await desk.RecordActing(order, ("代为申请社区处理售后", "Asked the community to look at a request for you"), cancel);
        await desk.TellShop(order, "after_sale_disputed", ("顾客请社区处理售后", "A customer asked the community"), ($"订单 {order.Number}", $"Order {order.Number}"), cancel);
        return await End(sale, order, cancel);
    }

    public async Task<Result<AfterSaleMove>> Handle(DecideAfterSale request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(MarketPermissions.Decide);
        if (await db.Scoped<AfterSale>(scopes).AnyAsync(a => a.Id == request.Id, cancel) is false || await Load(_ => true, request.Id, cancel) is not var (sale, order))
            return NotFound;
        if (sale.State != AfterSaleState.Disputed)
            return WrongState(sale);
        if (IsParty(order))
            return Problem.Forbidden("market.dispute_own", "涉及您自己的售后要由别的同事裁决。", "Somebody else decides about what concerns you or your shop.");
        if (await Give(sale, order, request.GiveFen, request.PutBack, AfterSaleText.Clean(request.Text), cancel) is { } refused)
            return refused;
        (sale.State, sale.DecidedAt, sale.DecidedBy, sale.Decision) = (AfterSaleState.Decided, Clock.Now(time), current.Value.Account, AfterSaleText.Clean(request.Text));
        await desk.TellBuyer(order, "after_sale_decided", ("社区对售后作了裁决", "The community decided on your request"), ($"订单 {order.Number}，共退 {Yuan.Figure(sale.GivenFen)} 元。", $"Order {order.Number}: ¥{Yuan.Figure(sale.GivenFen)} went back in all."), cancel);
        await desk.TellShop(order, "after_sale_decided", ("社区对售后作了裁决", "The community decided on a request"), ($"订单 {order.Number}，共退 {Yuan.Figure(sale.GivenFen)} 元。", $"Order {order.Number}: ¥{Yuan.Figure(sale.GivenFen)} went back in all."), cancel);
        return await End(sale, order, cancel);
    }

    public async Task<Result<AfterSaleMove>> Handle(WithdrawAfterSale request, CancellationToken cancel)
    {
        if (await OfBuyer(request.Id, cancel) is not var (sale, order))
            return NotFound;
        if (!AfterSaleRules.IsOpen(sale.State))
            return WrongState(sale);
        sale.State = AfterSaleState.Withdrawn;
        await desk.RecordActing(order, ("代为撤回售后申请", "Took a request for after-sales back for you"), cancel);
        return await End(sale, order, cancel);
    }

    // Buyers, those who order for them, and the shop leave the decision to others.
    private bool IsParty(Order order) => (order.Buyer is { } buyer && current.Value.MayBe(buyer)) || (current.Value.Account is { } me && order.OrderedBy == me) || current.Value.Teams.Contains(order.Shop);

    private async Task<Problem?> Give(AfterSale sale, Order order, long fen, long putBack, string reason, CancellationToken cancel)
    {
        if (fen < 0 || fen > sale.AskedFen - sale.GivenFen)
            return Problem.Invalid("giveFen", "market.give_range", $"退款为 0 到 {Yuan.Figure(sale.AskedFen - sale.GivenFen)} 元。", $"Give back ¥0 to ¥{Yuan.Figure(sale.AskedFen - sale.GivenFen)}.");
        if (fen == 0 && putBack == 0)
            return null;
        var line = (await desk.Lines(order.Id, cancel)).Single(l => l.Line == sale.Line);
        if (await refunds.Give(order, [new(line, fen, putBack)], 0, "return", reason, cancel) is { Ok: false } refused)
            return refused.Problem;
        sale.GivenFen += fen;
        return null;
    }

    private async Task<Result<AfterSaleMove>> End(AfterSale sale, Order order, CancellationToken cancel)
    {
        sale.Version++;
        await desk.Publish(order, cancel);
        return new AfterSaleMove(sale.Id, sale.State, sale.GivenFen);
    }

    private async Task<(AfterSale, Order)?> OfBuyer(Guid id, CancellationToken cancel) =>
        await Load(_ => true, id, cancel) is { } found && await desk.OfBuyer(found.Item2.Id, FamilyMatters.Book, cancel) is not null ? found : null;

    // Whoever calls has narrowed it, or does so next.
    private async Task<(AfterSale, Order)?> Load(System.Linq.Expressions.Expression<Func<AfterSale, bool>> within, Guid id, CancellationToken cancel) =>
        await db.Unfiltered<AfterSale>().Where(within).SingleOrDefaultAsync(a => a.Id == id, cancel) is { } sale
            ? (sale, await db.Unfiltered<Order>().SingleAsync(o => o.Id == sale.Order, cancel)) : null;

    private static Problem WrongState(AfterSale sale) => Problem.Conflict("market.after_sale_state",
        $"售后申请现在是“{AfterSaleWords.Of(sale.State).Zh}”，不能这样操作。", $"The request is “{AfterSaleWords.Of(sale.State).En}” now: this cannot be done any more.");
}

/// <summary>Hands to the community what a shop did not answer in time.</summary>
internal sealed class HandOnUnanswered(LinliDb db, EachByItself each, OrderDesk desk, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);

        // A job for the whole installation.
        var due = await db.Unfiltered<AfterSale>().AsNoTracking().Where(a => a.State == AfterSaleState.Asked && a.DueAt <= now).OrderBy(a => a.DueAt).Select(a => a.Id).ToListAsync(cancel);
        await each.Do(due, async id =>
        {
            if (await db.Unfiltered<AfterSale>().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { State: AfterSaleState.Asked } sale)
                return;
            (sale.State, sale.Version) = (AfterSaleState.Disputed, sale.Version + 1);
            var order = await db.Unfiltered<Order>().SingleAsync(o => o.Id == sale.Order, cancel);
            await desk.TellBuyer(order, "after_sale_late", ("店铺没有按时答复，社区来处理", "The shop did not answer in time: the community sees to it"), ($"订单 {order.Number}", $"Order {order.Number}"), cancel);
            await desk.TellShop(order, "after_sale_late", ("售后超时，已转社区处理", "A request was not answered in time and went to the community"), ($"订单 {order.Number}", $"Order {order.Number}"), cancel);
            await desk.Publish(order, cancel);
        }, cancel);
    }
}
