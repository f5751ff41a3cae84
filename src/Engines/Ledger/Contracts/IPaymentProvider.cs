using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>
/// A house that moves money between people and this installation (支付渠道), such as WeChat Pay. A gateway implements it in the other's
/// language; the engine decides what becomes of the money. Every payment from outside fills a wallet, nothing else.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>Part of addresses and of the owner of its account: lower case, at most 20 characters.</summary>
    string Code { get; }

    /// <summary>What people call it.</summary>
    Phrase Name { get; }

    /// <summary>Whether people may pay by it now; what was begun goes on either way.</summary>
    bool IsOffered { get; }

    /// <summary>Announces a payment. Asked again with the same number it is the same order.</summary>
    /// <returns>Where the payer pays, or why the provider refuses; <c>ledger.provider_silent</c> when it did not answer.</returns>
    Task<Result<PayerLink>> Create(PaymentOrder order, CancellationToken cancel);

    /// <summary>How an order stands.</summary>
    Task<PaymentAnswer> Query(string order, CancellationToken cancel);

    /// <summary>Lets nobody pay an order any more; what was paid stays paid.</summary>
    Task Close(string order, CancellationToken cancel);

    /// <summary>Gives money back. Asked again with the same number it is the same refund.</summary>
    Task<RefundAnswer> Refund(RefundOrder refund, CancellationToken cancel);

    /// <summary>How a refund stands.</summary>
    Task<RefundAnswer> QueryRefund(string refund, CancellationToken cancel);

    /// <summary>Reads what somebody sent to the address for callbacks.</summary>
    /// <returns>What the provider says; a refusal (403 <c>ledger.callback_signature</c>) when the provider did not sign it, or long ago.</returns>
    Result<ProviderNews> Read(PaymentCallback callback);

    /// <summary>All that was paid and given back on a local day, as the provider counts it.</summary>
    /// <returns>Its lines; <see cref="ProviderStatements.Unreadable"/> where it came but cannot be read, another problem while it is not there yet.</returns>
    Task<Result<IReadOnlyList<ProviderLine>>> Statement(DateOnly day, CancellationToken cancel);
}

/// <summary>A payment to announce.</summary>
/// <param name="Number">Our number: 32 hexadecimal digits.</param>
/// <param name="Fen">How much, in fen.</param>
/// <param name="What">What the payer reads: no personal data.</param>
/// <param name="ExpiresAt">Until when it can be paid, UTC.</param>
public sealed record PaymentOrder(string Number, long Fen, Phrase What, DateTimeOffset ExpiresAt);

/// <summary>Where a payer pays.</summary>
/// <param name="Address">What the QR code holds: an address of the payment app, or a path of this installation.</param>
public sealed record PayerLink(string Address);

/// <summary>How an order stands with the provider.</summary>
public enum PaymentStanding
{
    /// <summary>没有回音: nothing is known.</summary>
    NoAnswer,

    /// <summary>查无此单.</summary>
    Unknown,

    /// <summary>等待付款.</summary>
    Waiting,

    /// <summary>已付款.</summary>
    Paid,

    /// <summary>支付失败.</summary>
    Refused,

    /// <summary>已关闭: nobody can pay it any more.</summary>
    Closed,
}

/// <summary>Answer to <see cref="IPaymentProvider.Query"/>.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="Money">What was paid, when it was.</param>
public sealed record PaymentAnswer(PaymentStanding Standing, MoneyCame? Money = null);

/// <summary>Something a provider says by itself.</summary>
public abstract record ProviderNews;

/// <summary>Money came in.</summary>
/// <param name="Order">Our number.</param>
/// <param name="Reference">The provider's own number of this payment; unique with the provider.</param>
/// <param name="Fen">How much came, in fen.</param>
/// <param name="Currency">Currency, <c>CNY</c>.</param>
/// <param name="At">When it was paid, UTC.</param>
public sealed record MoneyCame(string Order, string Reference, long Fen, string Currency, DateTimeOffset At) : ProviderNews;

/// <summary>A refund moved on.</summary>
/// <param name="Refund">Our number.</param>
/// <param name="Answer">How it stands.</param>
public sealed record RefundMoved(string Refund, RefundAnswer Answer) : ProviderNews;

/// <summary>Signed, but of no concern, such as an order that was closed.</summary>
public sealed record NothingNew : ProviderNews;

/// <summary>Money to give back.</summary>
/// <param name="Number">Our number of the refund: 32 hexadecimal digits.</param>
/// <param name="Order">Our number of the payment.</param>
/// <param name="Reference">The provider's number of the payment.</param>
/// <param name="Fen">How much goes back, in fen.</param>
/// <param name="PaidFen">How much was paid, in fen.</param>
public sealed record RefundOrder(string Number, string Order, string Reference, long Fen, long PaidFen);

/// <summary>How a refund stands with the provider.</summary>
public enum RefundStanding
{
    /// <summary>没有回音: nothing is known; it may have been made.</summary>
    NoAnswer,

    /// <summary>查无此单.</summary>
    Unknown,

    /// <summary>处理中.</summary>
    Pending,

    /// <summary>已退.</summary>
    Done,

    /// <summary>不能退.</summary>
    Refused,
}

/// <summary>Answer about a refund.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="Why">The provider's word for a refusal, for staff.</param>
public sealed record RefundAnswer(RefundStanding Standing, string? Why = null);

/// <summary>What came to the address for callbacks.</summary>
/// <param name="Headers">Headers by lower-case name.</param>
/// <param name="Body">The body as it was sent.</param>
public sealed record PaymentCallback(IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A line of a provider's statement.</summary>
/// <param name="Order">Our number of the payment.</param>
/// <param name="Reference">The provider's number of the payment.</param>
/// <param name="Fen">How much, in fen.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Refund">Our number of the refund, where the line is one.</param>
public sealed record ProviderLine(string Order, string Reference, long Fen, DateTimeOffset At, string? Refund = null);

/// <summary>
/// Stands in for a payment service in the demo, where none is. Reached within the process; registered by nobody but the simulator,
/// and used in the demo only.
/// </summary>
public interface IPaySimulator
{
    /// <summary>The address under which it answers, such as <c>https://pay.simulator.invalid</c>.</summary>
    Uri Address { get; }

    /// <summary>What both sides know of each other: made anew with each process.</summary>
    PaySimulatorKeys Keys { get; }

    /// <summary>Answers one request.</summary>
    Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancel);
}

/// <summary>Keys of the simulator.</summary>
/// <param name="MerchantKeyPem">Our private key, with which requests are signed.</param>
/// <param name="PlatformKeyPem">The simulator's public key, by which its answers and callbacks are checked.</param>
/// <param name="PlatformSerial">Which key that is.</param>
/// <param name="ApiKey">32 characters by which the content of callbacks is encrypted.</param>
public sealed record PaySimulatorKeys(string MerchantKeyPem, string PlatformKeyPem, string PlatformSerial, string ApiKey);

/// <summary>What keeps a statement from being compared.</summary>
public static class ProviderStatements
{
    /// <summary>It came, but is not what the provider describes: somebody has to look.</summary>
    public static readonly Problem Unreadable = Problem.Conflict("ledger.statement_unreadable", "支付渠道的对账单无法读取。", "The statement of the payment service cannot be read.");
}
