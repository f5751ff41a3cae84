using Linli.Ledger.Accounts;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Payments;

/// <summary>Pays into a wallet (充值): makes the order, announces it to the provider, and says where to pay.</summary>
/// <param name="Fen">How much, in fen; within the limits of the place.</param>
/// <param name="Provider">By which payment service.</param>
/// <param name="Person">Whose wallet, for family one acts for; one's own when left out.</param>
/// <param name="Then">Page to lead back to afterwards: a path of this installation.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same top-up.</param>
public sealed record TopUp(long Fen, string Provider, Guid? Person = null, string? Then = null, string? IdempotencyKey = null) : IQuery<TopUpSheet>, IWaitsForOthers
{
    internal StartTopUp Command => new(Fen, Provider, Person, Then, IdempotencyKey);
}

// Asked, not run: the provider is spoken to while no transaction is open and no connection is kept, or a slow one would keep everybody waiting.
internal sealed class TopUpHandler(UseCaseRunner run, PaymentChecks checks) : IHandler<TopUp, TopUpSheet>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/me/top-ups", (TopUp request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Payments").WithSummary("Pay into my wallet, or into that of family I act for 充值")
            .WithDescription("Answers with the order and where to pay: `payerLink` is what the QR code holds. Without one the payment service did not answer: ask `POST …/top-ups/{id}/check` again.");

    public async Task<Result<TopUpSheet>> Handle(TopUp request, CancellationToken cancel)
    {
        var made = await run.Run(request.Command, cancel);
        if (!made.Ok)
            return made.As<TopUpSheet>();
        await checks.Announce(made.Value, cancel);
        return await run.Ask(new ReadTopUp(made.Value), cancel);
    }
}

/// <summary>Writes a top-up down, before anybody else hears of it.</summary>
internal sealed record StartTopUp(long Fen, string Provider, Guid? Person, string? Then, string? IdempotencyKey) : ICommand<Guid>, IValidated, IAudited, IRepeatable
{
    string? IAudited.AuditSubject => Person?.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Fen <= 0)
            yield return Problem.Invalid("fen", "ledger.top_up_amount", "请填写充值金额。", "Say how much.");
        if (Then is { Length: > 300 } || (Then is not null && !IsOurs(Then)))
            yield return Problem.Invalid("then", "ledger.then", "返回地址应是本站的路径。", "The page to lead back to is a path of this installation.");
    }

    /// <summary>Whether it is a path here, and not another house in disguise. Browsers leave tabs and line ends out of an address: <c>/%09/evil.example</c> is another house.</summary>
    public static bool IsOurs(string path) => path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(c => c <= ' ' || char.IsControl(c) || char.IsWhiteSpace(c))
        && Uri.TryCreate(Here, path, out var full) && full.Host == Here.Host && full.Scheme == Here.Scheme && full.IsDefaultPort && full.UserInfo.Length == 0;

    private static readonly Uri Here = new("https://here.invalid/");
}

internal sealed class StartTopUpHandler(
    LinliDb db, PaymentBooks books, WalletOwners owners, AccountBook accounts, TopUpLimits limits, IActingFor acting, CurrentCaller current, TimeProvider time)
    : IHandler<StartTopUp, Guid>, IUseCase
{
    /// <summary>How long an order can be paid.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Guid>> Handle(StartTopUp request, CancellationToken cancel)
    {
        if (books.Find(request.Provider) is not { IsOffered: true } provider)
            return Problem.Invalid("provider", "ledger.provider_unknown", "没有这种支付方式，请另选一种，或到服务台用现金充值。", "There is no such way to pay: choose another, or pay cash at the desk.");
        var owner = await owners.Find(request.Person, cancel);
        if (!owner.Ok)
            return owner.As<Guid>();
        var now = Clock.Now(time);
        var wallet = await accounts.Open(Wallets.Of(owner.Value.Person, LedgerUnit.Fen, owner.Value.Place), cancel);

        var stands = await limits.Stands(wallet.Id, now, cancel);
        if ((await limits.At(owner.Value.Place, LocalTime.DateOf(now), cancel)).FaultOf(request.Fen, stands.Today, stands.InWallet) is { } refused)
            return refused;
        var payment = new Payment
        {
            Id = Guid.CreateVersion7(now), Scope = wallet.Scope, Person = owner.Value.Person, Wallet = wallet.Id, Fen = request.Fen, Provider = provider.Code,
            State = PaymentState.Open, At = now, ExpiresAt = now + Life, By = current.Value.Account, Then = request.Then, PollAt = now + PaymentRules.PollAfter(0), Version = 1,
        };
        db.Insert(payment);
        if (owner.Value.For is { } parent)
            acting.Record(parent, FamilyMatters.Book, payment.Id.ToString("D"), ($"为您的钱包充值 {UnitWords.Words(LedgerUnit.Fen, request.Fen).Zh}", $"Pays {UnitWords.Words(LedgerUnit.Fen, request.Fen).En} into your wallet"), "/me/wallet");
        return payment.Id;
    }
}

/// <summary>When a provider is asked how an order stands.</summary>
internal static class PaymentRules
{
    /// <summary>Orders that were closed are asked for again: some banks are late.</summary>
    private static readonly TimeSpan[] AfterClosing = [TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24)];

    /// <summary>Somebody who presses the button again and again is not asked for as often.</summary>
    public static readonly TimeSpan BetweenAsking = TimeSpan.FromSeconds(5);

    public static TimeSpan PollAfter(int polls) => TimeSpan.FromSeconds(polls switch { < 3 => 15, < 6 => 60, _ => 300 });

    /// <summary>When to ask once more about an order that is closed, after so many times since; <c>null</c> for no more.</summary>
    public static TimeSpan? PollAfterClosing(int polls) => polls < AfterClosing.Length ? AfterClosing[polls] : null;
}
