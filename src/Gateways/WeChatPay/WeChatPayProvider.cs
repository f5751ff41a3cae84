using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Ledger;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.WeChatPay;

/// <summary>Speaks WeChat Pay's API v3: native orders, queries, refunds, encrypted callbacks, daily bills.</summary>
internal sealed class WeChatPayProvider(string code, Phrase name, WeChatPaySecurity security, Func<bool> offered, WeChatPayChannel channel, TimeProvider time) : IPaymentProvider
{
    public string Code => code;

    public Phrase Name => name;

    public bool IsOffered => offered();

    public async Task<Result<PayerLink>> Create(PaymentOrder order, CancellationToken cancel)
    {
        var keys = security.Keys;
        var answer = await Ask(HttpMethod.Post, "/v3/pay/transactions/native", new
        {
            mchid = keys.MerchantId,
            appid = keys.AppId,
            description = order.What.Zh,
            out_trade_no = order.Number,
            time_expire = order.ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            notify_url = keys.NotifyUrl,
            amount = new { total = order.Fen, currency = "CNY" },
        }, cancel);
        if (answer.IsGood && answer.Text("code_url") is { Length: > 0 } link)
            return new PayerLink(link);
        return answer.SaysNothing
            ? Problem.Conflict("ledger.provider_silent", "支付渠道没有回音，请稍后再试。", "The payment service did not answer: try again in a while.")
            : Problem.Conflict("ledger.provider_refused", $"支付渠道拒绝了这笔订单（{answer.Code}）。", $"The payment service refused the order ({answer.Code}).");
    }

    public async Task<PaymentAnswer> Query(string order, CancellationToken cancel)
    {
        var answer = await Ask(HttpMethod.Get, $"/v3/pay/transactions/out-trade-no/{order}?mchid={security.Keys.MerchantId}", null, cancel);
        if (answer.SaysNothing)
            return new(PaymentStanding.NoAnswer);
        if (!answer.IsGood)
            return new(answer.Code == "ORDER_NOT_EXIST" ? PaymentStanding.Unknown : PaymentStanding.NoAnswer);
        return answer.Text("trade_state") switch
        {
            "SUCCESS" or "REFUND" when MoneyOf(answer.Body) is { } money => new(PaymentStanding.Paid, money),
            "NOTPAY" or "USERPAYING" or "ACCEPT" => new(PaymentStanding.Waiting),
            "CLOSED" or "REVOKED" => new(PaymentStanding.Closed),
            "PAYERROR" => new(PaymentStanding.Refused),
            _ => new(PaymentStanding.NoAnswer),
        };
    }

    public Task Close(string order, CancellationToken cancel) =>
        Ask(HttpMethod.Post, $"/v3/pay/transactions/out-trade-no/{order}/close", new { mchid = security.Keys.MerchantId }, cancel);

    public async Task<RefundAnswer> Refund(RefundOrder refund, CancellationToken cancel)
    {
        var answer = await Ask(HttpMethod.Post, "/v3/refund/domestic/refunds", new
        {
            transaction_id = refund.Reference,
            out_refund_no = refund.Number,
            reason = "钱包余额退款",
            notify_url = security.Keys.NotifyUrl,
            amount = new { refund = refund.Fen, total = refund.PaidFen, currency = "CNY" },
        }, cancel);

        // A refusal nobody signed ends nothing: an earlier try with this number may have been taken. Only where they know of none is it refused.
        return answer is not { Code: "USER_ACCOUNT_ABNORMAL" or "INVALID_REQUEST" } ? RefundOf(answer)
            : await QueryRefund(refund.Number, cancel) is var known && known.Standing == RefundStanding.Unknown ? new(RefundStanding.Refused, answer.Code) : known;
    }

    public async Task<RefundAnswer> QueryRefund(string refund, CancellationToken cancel) => RefundOf(await Ask(HttpMethod.Get, $"/v3/refund/domestic/refunds/{refund}", null, cancel));

    public Result<ProviderNews> Read(PaymentCallback callback)
    {
        if (!offered() || !security.IsGenuine(callback.Headers, callback.Body, time.GetUtcNow()))
            return WeChatPaySecurity.NotSigned;
        try
        {
            var note = JsonNode.Parse(callback.Body)!;
            var resource = note["resource"]!;
            var said = JsonSerializer.Deserialize<JsonElement>(security.Open((string)resource["ciphertext"]!, (string)resource["nonce"]!, (string?)resource["associated_data"] ?? ""));
            if (said.GetProperty("mchid").GetString() != security.Keys.MerchantId)
                return Problem.Forbidden("ledger.callback_foreign", "这个通知不是给本商户的。", "This callback is for another merchant.");
            return ((string?)note["event_type"] ?? "") switch
            {
                "TRANSACTION.SUCCESS" when MoneyOf(said) is { } money => money,
                var refund when refund.StartsWith("REFUND.", StringComparison.Ordinal) => new RefundMoved(said.GetProperty("out_refund_no").GetString()!, RefundOf(said.GetProperty("refund_status").GetString())),
                _ => new NothingNew(),
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException or InvalidOperationException or NullReferenceException or KeyNotFoundException)
        {
            return Problem.Invalid("body", "ledger.callback_unreadable", "通知内容无法读取。", "The callback cannot be read.");
        }
    }

    public async Task<Result<IReadOnlyList<ProviderLine>>> Statement(DateOnly day, CancellationToken cancel)
    {
        var bill = await Ask(HttpMethod.Get, $"/v3/bill/tradebill?bill_date={day:yyyy-MM-dd}&bill_type=ALL", null, cancel);
        if (bill.Code == "NO_STATEMENT_EXIST")
            return new List<ProviderLine>();
        if (bill.IsGood && bill.Text("download_url") is { } url && await channel.Download(security, time, url, cancel) is { } file && IsWhole(file, bill.Text("hash_value")))
            return ReadBill(System.Text.Encoding.UTF8.GetString(file));
        return Problem.Conflict("ledger.statement_missing", "还拿不到支付渠道的对账单，稍后再取。", "The statement of the payment service is not there yet.");
    }

    private static Result<IReadOnlyList<ProviderLine>> ReadBill(string text)
    {
        try
        {
            return WeChatBill.Read(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return ProviderStatements.Unreadable;
        }
    }

    private Task<WeChatAnswer> Ask(HttpMethod method, string path, object? body, CancellationToken cancel) => channel.Send(security, time, method, path, body, cancel);

    private static MoneyCame? MoneyOf(JsonElement said) =>
        said.TryGetProperty("out_trade_no", out var order) && said.TryGetProperty("transaction_id", out var reference) && said.TryGetProperty("amount", out var amount)
        && amount.TryGetProperty("total", out var total) && total.TryGetInt64(out var fen)
            ? new(order.GetString()!, reference.GetString()!, fen, amount.TryGetProperty("currency", out var currency) ? currency.GetString()! : "CNY",
                said.TryGetProperty("success_time", out var at) && at.TryGetDateTimeOffset(out var paid) ? paid.ToUniversalTime() : DateTimeOffset.UnixEpoch)
            : null;

    // Only what they say of this very refund ends it: a wrong clock, a certificate that ran out or an empty account of ours passes,
    // and the money may be on its way meanwhile.
    private static RefundAnswer RefundOf(WeChatAnswer answer) => answer switch
    {
        { IsGood: true } => RefundOf(answer.Text("status")),
        { Status: 404, Code: "RESOURCE_NOT_EXISTS" } => new(RefundStanding.Unknown),
        _ => new(RefundStanding.NoAnswer),
    };

    private static RefundAnswer RefundOf(string? status) => status switch
    {
        "SUCCESS" => new(RefundStanding.Done),
        "PROCESSING" => new(RefundStanding.Pending),
        "CLOSED" or "ABNORMAL" => new(RefundStanding.Refused, status),
        _ => new(RefundStanding.NoAnswer),
    };

#pragma warning disable CA5350 // their choice: it finds a download that was cut off, nothing more
    private static bool IsWhole(byte[] file, string? hash) => string.Equals(Convert.ToHexString(SHA1.HashData(file)), hash, StringComparison.OrdinalIgnoreCase);
#pragma warning restore CA5350
}
