using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Time;

namespace Linli.PaySimulator;

/// <summary>A payment service in memory that speaks WeChat Pay's API v3, signatures and encryption included; its orders are forgotten with the process.</summary>
internal sealed partial class SimulatedPay : IPaySimulator
{
    private const string Serial = "PUB_KEY_ID_SIMULATOR";

    // One pair for the process: making it takes longer than a payment.
    private static readonly Lazy<(RSA Merchant, RSA Own, PaySimulatorKeys Keys)> Material = new(MakeKeys);
    private readonly ConcurrentDictionary<string, SimulatedOrder> orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedRefund> refunds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<DateOnly, string> bills = new();
    private readonly TimeProvider time;

    public SimulatedPay(TimeProvider time) => this.time = time;

    public Uri Address { get; } = new("https://pay.simulator.invalid");

    public PaySimulatorKeys Keys => Material.Value.Keys;

    /// <summary>Whether it is "down", to see what happens then.</summary>
    public bool IsDown { get; set; }

    public IEnumerable<SimulatedOrder> Orders => orders.Values;

    public SimulatedOrder? Find(string? number) => number is null ? null : orders.GetValueOrDefault(number);

    public async Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancel)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancel);
        if (IsDown)
            return new(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("{}") };
        if (!IsSigned(request, body))
            return Say(HttpStatusCode.Unauthorized, new { code = "SIGN_ERROR", message = "签名错误" });
        var path = request.RequestUri!.AbsolutePath;
        if (path == "/v3/pay/transactions/native")
            return Create(JsonSerializer.Deserialize<JsonElement>(body));
        if (OrderPath().Match(path) is { Success: true } order)
            return order.Groups[2].Success ? Close(order.Groups[1].Value) : Show(order.Groups[1].Value);
        if (path == "/v3/refund/domestic/refunds")
            return Refund(JsonSerializer.Deserialize<JsonElement>(body));
        if (path.StartsWith("/v3/refund/domestic/refunds/", StringComparison.Ordinal))
            return refunds.TryGetValue(path.Split('/')[^1], out var refund) ? Say(HttpStatusCode.OK, Told(refund)) : Say(HttpStatusCode.NotFound, new { code = "RESOURCE_NOT_EXISTS" });
        if (path == "/v3/bill/tradebill")
            return Bill(DateOnly.ParseExact(request.RequestUri.Query[11..21], "yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (path.StartsWith("/bill/", StringComparison.Ordinal))
            return new(HttpStatusCode.OK) { Content = new StringContent(bills[DateOnly.ParseExact(path[6..], "yyyy-MM-dd", CultureInfo.InvariantCulture)]) };
        return new(HttpStatusCode.NotFound) { Content = new StringContent("{}") };
    }

    /// <summary>What the simulator sends by itself: signed and encrypted as WeChat Pay does.</summary>
    public PaymentCallback CallbackOf(SimulatedOrder order)
    {
        var (nonce, about) = ("sim123456789", "transaction");
        var plain = JsonSerializer.SerializeToUtf8Bytes(Told(order));
        var packet = new byte[plain.Length + 16];
        using (var aes = new AesGcm(Encoding.UTF8.GetBytes(Keys.ApiKey), 16))
            aes.Encrypt(Encoding.UTF8.GetBytes(nonce), plain, packet.AsSpan(0, plain.Length), packet.AsSpan(plain.Length), Encoding.UTF8.GetBytes(about));
        var body = JsonSerializer.Serialize(new
        {
            id = Guid.CreateVersion7(Clock.Now(time)),
            event_type = "TRANSACTION.SUCCESS",
            resource_type = "encrypt-resource",
            resource = new { algorithm = "AEAD_AES_256_GCM", ciphertext = Convert.ToBase64String(packet), nonce, associated_data = about },
        });
        return new(Sign(body), body);
    }

    private HttpResponseMessage Create(JsonElement wish)
    {
        var number = wish.GetProperty("out_trade_no").GetString()!;
        var order = orders.GetOrAdd(number, _ => new()
        {
            Number = number, Asked = wish.GetProperty("amount").GetProperty("total").GetInt64(), ExpiresAt = wish.GetProperty("time_expire").GetDateTimeOffset(),
        });
        return order.State == "SUCCESS" ? Say(HttpStatusCode.BadRequest, new { code = "ORDERPAID" }) : Say(HttpStatusCode.OK, new { code_url = $"{PayEndpoint.Page}/{number}" });
    }

    private HttpResponseMessage Show(string number)
    {
        if (Find(number) is not { } order)
            return Say(HttpStatusCode.NotFound, new { code = "ORDER_NOT_EXIST" });
        if (order.Silences-- > 0)
            return new(HttpStatusCode.GatewayTimeout) { Content = new StringContent("{}") };
        return Say(HttpStatusCode.OK, Told(order));
    }

    private HttpResponseMessage Close(string number)
    {
        if (Find(number) is { State: "NOTPAY" } order)
            order.State = "CLOSED";
        return Say(HttpStatusCode.NoContent, null);
    }

    // Of a payment that it has forgotten since a restart it takes the merchant's word.
    private HttpResponseMessage Refund(JsonElement wish)
    {
        var (number, reference) = (wish.GetProperty("out_refund_no").GetString()!, wish.GetProperty("transaction_id").GetString()!);
        var (fen, total) = (wish.GetProperty("amount").GetProperty("refund").GetInt64(), wish.GetProperty("amount").GetProperty("total").GetInt64());
        if (!reference.StartsWith("sim", StringComparison.Ordinal))
            return Say(HttpStatusCode.NotFound, new { code = "RESOURCE_NOT_EXISTS" });
        if (!refunds.ContainsKey(number) && refunds.Values.Where(r => r.Reference == reference).Sum(r => r.Fen) + fen > total)
            return Say(HttpStatusCode.BadRequest, new { code = "INVALID_REQUEST", message = "退款金额大于订单金额" });
        return Say(HttpStatusCode.OK, Told(refunds.GetOrAdd(number, _ => new(number, reference, fen, total, Clock.Now(time)))));
    }

    private HttpResponseMessage Bill(DateOnly day)
    {
        var paid = orders.Values.Where(o => o.State == "SUCCESS" && LocalTime.DateOf(o.PaidAt) == day).ToList();
        var back = refunds.Values.Where(r => LocalTime.DateOf(r.At) == day).ToList();
        if (paid.Count + back.Count == 0)
            return Say(HttpStatusCode.BadRequest, new { code = "NO_STATEMENT_EXIST" });
        var text = new StringBuilder("交易时间,微信订单号,商户订单号,交易状态,货币种类,商户退款单号,订单金额,申请退款金额\n");
        foreach (var o in paid)
            text.Append(CultureInfo.InvariantCulture, $"`{LocalTime.ToLocal(o.PaidAt):yyyy-MM-dd HH:mm:ss},`{o.Reference},`{o.Number},`SUCCESS,`CNY,`0,`{o.Paid / 100m:0.00},`0.00\n");
        foreach (var r in back)
            text.Append(CultureInfo.InvariantCulture, $"`{LocalTime.ToLocal(r.At):yyyy-MM-dd HH:mm:ss},`{r.Reference},`{r.Reference[3..]},`REFUND,`CNY,`{r.Number},`{r.Total / 100m:0.00},`{r.Fen / 100m:0.00}\n");
        text.Append(CultureInfo.InvariantCulture, $"总交易单数,应结订单总金额\n`{paid.Count},`{paid.Sum(o => o.Paid) / 100m:0.00}\n");
        bills[day] = text.ToString();
#pragma warning disable CA5350 // as WeChat Pay does
        var hash = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(bills[day])));
#pragma warning restore CA5350
        return Say(HttpStatusCode.OK, new { download_url = $"{Address}bill/{day:yyyy-MM-dd}", hash_type = "SHA1", hash_value = hash });
    }

    private static object Told(SimulatedOrder order) => new
    {
        mchid = "1900000001",
        appid = "wx-linli-demo",
        out_trade_no = order.Number,
        transaction_id = order.Reference,
        trade_state = order.State,
        success_time = order.PaidAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        amount = new { total = order.State == "SUCCESS" ? order.Paid : order.Asked, currency = "CNY" },
    };

    private static object Told(SimulatedRefund refund) => new { refund_id = "sim" + refund.Number, out_refund_no = refund.Number, transaction_id = refund.Reference, status = "SUCCESS" };

    private static bool IsSigned(HttpRequestMessage request, string body)
    {
        var parts = Parameter().Matches(request.Headers.Authorization?.Parameter ?? "").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
        if (!parts.TryGetValue("signature", out var signature))
            return false;
        var message = $"{request.Method}\n{request.RequestUri!.PathAndQuery}\n{parts["timestamp"]}\n{parts["nonce_str"]}\n{body}\n";
        lock (Material)
            return Material.Value.Merchant.VerifyData(Encoding.UTF8.GetBytes(message), Convert.FromBase64String(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private HttpResponseMessage Say(HttpStatusCode status, object? body)
    {
        var text = body is null ? "" : JsonSerializer.Serialize(body);
        var answer = new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in Sign(text))
            answer.Headers.Add(name, value);
        return answer;
    }

    private Dictionary<string, string> Sign(string body)
    {
        var (stamp, nonce) = (time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        byte[] signature;
        lock (Material)
            signature = Material.Value.Own.SignData(Encoding.UTF8.GetBytes($"{stamp}\n{nonce}\n{body}\n"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new(StringComparer.Ordinal)
        {
            ["wechatpay-timestamp"] = stamp, ["wechatpay-nonce"] = nonce, ["wechatpay-serial"] = Serial, ["wechatpay-signature"] = Convert.ToBase64String(signature),
        };
    }

    private static (RSA, RSA, PaySimulatorKeys) MakeKeys()
    {
        var (merchant, own) = (RSA.Create(2048), RSA.Create(2048));
        return (merchant, own, new(merchant.ExportPkcs8PrivateKeyPem(), own.ExportSubjectPublicKeyInfoPem(), Serial, Convert.ToHexString(RandomNumberGenerator.GetBytes(16))));
    }

    [GeneratedRegex("^/v3/pay/transactions/out-trade-no/([^/]+)(/close)?$")]
    private static partial Regex OrderPath();

    [GeneratedRegex("([a-z_]+)=\"([^\"]*)\"")]
    private static partial Regex Parameter();
}
