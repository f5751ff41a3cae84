using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen;

/// <summary>
/// What somebody ate, ordered and had paid back. Receipts stay without the person, because subsidies were paid for them; everything else goes.
/// </summary>
internal sealed class CanteenPersonalData(LinliDb db, CanteenTill till, ILedger ledger) : IPersonalData
{
    public string Module => "canteen";

    public Phrase Title => ("食堂", "Canteen");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var meals = await Meals(subject).AsNoTracking().OrderBy(m => m.At).ToListAsync(cancel);
        var orders = await Orders(subject).AsNoTracking().OrderBy(o => o.At).ToListAsync(cancel);
        var refunds = await Refunds(subject).AsNoTracking().OrderBy(r => r.At).ToListAsync(cancel);
        var certificates = await Certificates(subject).AsNoTracking().ToListAsync(cancel);
        var banquets = await Banquets(subject).AsNoTracking().ToListAsync(cancel);
        if (meals.Count + orders.Count + refunds.Count + certificates.Count + banquets.Count == 0)
            return [];
        return
        [
            new("meals", ("用餐小票", "Meals"), [.. meals.Select(m => new DataValue[]
            {
                new("number", ("小票号", "Number"), m.Number), DataValue.Instant("at", ("时间", "When"), m.At), new("items", ("内容", "What"), Words(m.Eaten)),
                new("list", ("原价", "List price"), Yuan.Figure(m.ListFen)), new("paid", ("实付", "Paid"), Yuan.Figure(m.PaysFen)), DataValue.Instant("void", ("作废", "Made void"), m.VoidedAt),
            })]),
            new("orders", ("预订", "Orders"), [.. orders.Select(o => new DataValue[]
            {
                new("number", ("预订号", "Number"), o.Number), DataValue.Day("day", ("用餐日", "Day"), o.Day), new("items", ("内容", "What"), Words(o.Ordered)),
                new("state", ("状态", "State"), o.State.ToString().ToLowerInvariant()),
            })]),
            new("refunds", ("储值退款", "Refunds"), [.. refunds.Select(r => new DataValue[]
            {
                DataValue.Instant("at", ("申请时间", "Asked"), r.At), new("amount", ("金额", "Amount"), Yuan.Figure(r.Fen)), new("state", ("状态", "State"), r.State.ToString().ToLowerInvariant()),
            })]),
            new("certificates", ("健康证", "Health certificates"), [.. certificates.Select(c => new DataValue[] { new("role", ("岗位", "Role"), c.Role), DataValue.Day("until", ("有效至", "Until"), c.ValidUntil) })]),
            new("banquets", ("家宴咨询", "Banquets asked about"), [.. banquets.Select(b => new DataValue[]
            {
                DataValue.Day("day", ("日期", "Day"), b.Day), new("text", ("内容", "What"), b.Text), new("answer", ("答复", "Answer"), b.Answer),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => await Meals(subject).CountAsync(cancel) is > 0 and var count
        ? [new(("用餐小票，不再与您关联；食堂卡里的钱请先退款", "Receipts of meals, no longer tied to you; have the canteen card paid back first"), ("补贴与账目凭证须保存（会计法）", "Vouchers of subsidies are kept (Accounting Law)"), count)]
        : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var meal in await Meals(subject).ToListAsync(cancel))
            meal.Person = null;
        foreach (var order in await Orders(subject).AsNoTracking().Where(o => o.State == OrderState.Open).ToListAsync(cancel))
        {
            await till.PutBack(order.Ordered, cancel);
            await SetFree(order.Hold, cancel);
        }

        await Orders(subject).ExecuteDeleteAsync(cancel);

        // What is set aside for nobody could be fetched by nobody: it is on the card again, and goes the way of the card.
        foreach (var refund in await Refunds(subject).ToListAsync(cancel))
        {
            if (refund.State == RefundState.Asked)
                await SetFree(refund.Hold, cancel);
            (refund.State, refund.Person) = (refund.State == RefundState.Asked ? RefundState.TakenBack : refund.State, Guid.Empty);
        }

        await Certificates(subject).ExecuteDeleteAsync(cancel);
        await Banquets(subject).ExecuteDeleteAsync(cancel);
    }

    private async Task SetFree(HoldId? hold, CancellationToken cancel)
    {
        if (hold is { } kept)
            await ledger.Release(kept, cancel);
    }

    private static string Words(IEnumerable<MealItem> items) => string.Join("、", items.Select(i => $"{i.Name.Zh} × {i.Count}"));

    private IQueryable<MealRow> Meals(DataSubject subject) => db.Unfiltered<MealRow>().Where(m => m.Person == subject.Person);

    private IQueryable<MealOrder> Orders(DataSubject subject) => db.Unfiltered<MealOrder>().Where(o => o.Person == subject.Person);

    private IQueryable<RefundRow> Refunds(DataSubject subject) => db.Unfiltered<RefundRow>().Where(r => r.Person == subject.Person);

    private IQueryable<CertificateRow> Certificates(DataSubject subject) => db.Unfiltered<CertificateRow>().Where(c => c.Account != null && subject.Accounts.Contains(c.Account.Value));

    private IQueryable<BanquetEnquiry> Banquets(DataSubject subject) => db.Unfiltered<BanquetEnquiry>().Where(b => subject.Accounts.Contains(b.Account));
}
