using Linli.Ledger.Holds;
using Linli.Ledger.Payments;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Privacy;

/// <summary>
/// Holds that ended long ago (已结束的预占). Their keys go with them: nobody sends a request again after three years. Keys of transfers
/// are part of the chain and stay with the entries.
/// </summary>
internal sealed class OldHolds(LinliDb db) : IRetention
{
    public string Code => "ledger.hold";

    public Phrase Title => ("已结束的预占", "Holds that ended");

    public int Days => 1095;

    public int AtLeastDays => 365;

    public Phrase Source => ("民法典第一百八十八条：诉讼时效三年；账目本身另存，不删", "Civil Code art. 188: claims end after three years; the entries themselves stay");

    public Task<int> Due(DateTimeOffset before, CancellationToken cancel) => Old(before).CountAsync(cancel);

    public Task<int> Delete(DateTimeOffset before, CancellationToken cancel) => Old(before).ExecuteDeleteAsync(cancel);

    private IQueryable<HoldRow> Old(DateTimeOffset before) => db.Records<HoldRow>().Where(h => h.State != HoldState.Open && h.ExpiresAt < before && h.At < before);
}

/// <summary>Top-ups that nobody paid (未付款的充值单).</summary>
internal sealed class UnpaidTopUps(LinliDb db) : IRetention
{
    public string Code => "ledger.unpaid_top_up";

    public Phrase Title => ("未付款的充值单", "Top-ups that nobody paid");

    public int Days => 400;

    // A bank may be late, and providers give back within a year.
    public int AtLeastDays => 366;

    public Phrase Source => ("支付渠道一年内可退款，其后不再需要", "Payment services give back within a year; after that it is needed no more");

    public Task<int> Due(DateTimeOffset before, CancellationToken cancel) => Old(before).CountAsync(cancel);

    public Task<int> Delete(DateTimeOffset before, CancellationToken cancel) => Old(before).ExecuteDeleteAsync(cancel);

    // A job for the whole installation.
    private IQueryable<Payment> Old(DateTimeOffset before) =>
        db.Unfiltered<Payment>().Where(p => p.Arrived == 0 && (p.State == PaymentState.Closed || p.State == PaymentState.Declined) && p.PollAt == null && p.At < before);
}
