using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>What becomes of doubtful money.</summary>
public enum DoubtAnswer
{
    /// <summary>存入钱包: into the wallet with the number given.</summary>
    Credit,

    /// <summary>原路退回.</summary>
    GiveBack,

    /// <summary>仅记录: it was looked at, and stays as it is; for what is posted already.</summary>
    Note,
}

/// <summary>Decides what becomes of money that is doubtful (待核实到账).</summary>
/// <param name="Answer">What becomes of it.</param>
/// <param name="Note">Why, 2 to 200 characters without personal data.</param>
/// <param name="Number">Number of the wallet, to credit it.</param>
public sealed record DecideDoubt(DoubtAnswer Answer, string Note, string? Number = null) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which money.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {Answer}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Note, 200, out var note) || note.Length < 2)
            yield return Problem.Invalid("note", "ledger.doubt_note", "请用 2–200 个字写明依据，不要写个人信息。", "Say why in 2 to 200 characters, without personal data.");
        if (Answer == DoubtAnswer.Credit && Number is not { Length: > 0 and <= 20 })
            yield return WalletFinder.NotFound with { Kind = ProblemKind.Invalid, Field = "number" };
    }
}

internal sealed class DecideDoubtHandler(LinliDb db, WalletFinder wallets, ArrivalDesk arrivals, PaymentBooks books, WalletNews news, CurrentCaller current, TimeProvider time)
    : IHandler<DecideDoubt, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/arrivals/{id:guid}/decision", (Guid id, DecideDoubt request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Payments).WithTags("Payments").WithSummary("Decide what becomes of doubtful money 核实到账");

    public async Task<Result<Done>> Handle(DecideDoubt request, CancellationToken cancel)
    {
        if (await db.Scoped<Arrival>(current.Value.ScopesFor(LedgerPermissions.Payments)).SingleOrDefaultAsync(a => a.Id == request.Id, cancel) is not { } arrival)
            return Problem.NotFound("ledger.arrival_not_found", "没有找到这笔到账。", "This money was not found.");
        if (arrival.Doubt is null || arrival.DecidedAt is not null || (arrival.State == ArrivalState.Posted) != (request.Answer == DoubtAnswer.Note))
            return Problem.Conflict("ledger.doubt_decided", "这笔到账已经处理，或不能这样处理。", "This was decided already, or cannot be decided like that.");
        var now = Clock.Now(time);
        if (await (request.Answer switch
        {
            DoubtAnswer.Credit => Credit(arrival, request.Number!, cancel),
            DoubtAnswer.GiveBack => Task.FromResult(GiveBack(arrival, now)),
            _ => Task.FromResult<Problem?>(null),
        }) is { } refused)
            return refused;
        PlainText.TryCleanLine(request.Note, int.MaxValue, out var note);
        if (request.Answer != DoubtAnswer.Note)
            await arrivals.Decided(arrival, cancel);
        (arrival.Note, arrival.DecidedBy, arrival.DecidedAt, arrival.Version) = (After(arrival.Note, note), current.Value.Account, now, arrival.Version + 1);
        return Done.It;
    }

    // Decided a second time, the first word stays, as far as there is room.
    private static string After(string? before, string note)
    {
        const int Most = 300;
        var whole = before is null ? note : $"{before}；{note}";
        return whole.Length <= Most ? whole : whole[^Most..];
    }

    private async Task<Problem?> Credit(Arrival arrival, string number, CancellationToken cancel)
    {
        if (await wallets.Find(number, cancel) is not { } wallet)
            return WalletFinder.NotFound with { Field = "number" };
        if (wallets.IsOwn(wallet))
            return Problem.Forbidden("ledger.own_wallet", "自己的钱包请由同事办理。", "Your own wallet is for a colleague to fill.");
        if (arrival.Doubt is Doubt.OtherCurrency or Doubt.Amount)
            return Problem.Conflict("ledger.doubt_not_creditable", "这笔到账不能存入钱包，请原路退回。", "This cannot go into a wallet: give it back.");
        if (await arrivals.Post(arrival, wallet.Id, cancel) is { } refused)
            return refused;
        var words = UnitWords.Words(LedgerUnit.Fen, arrival.Fen);
        await news.Tell(Guid.TryParse(wallet.OwnerKey, out var person) ? person : null, null, "wallet.paid", ("充值到账", "Paid in"),
            ($"经核实，{words.Zh} 已存入钱包。", $"{words.En} were found to be yours and lie in the wallet."), "/me/wallet", $"arrival:{arrival.Id:D}", cancel);
        return null;
    }

    private Problem? GiveBack(Arrival arrival, DateTimeOffset now)
    {
        if (books.Find(arrival.Provider) is null)
            return Problem.Conflict("ledger.provider_unknown", "这个支付渠道已停用，不能原路退回。", "This payment service is gone: it cannot go back that way.");
        arrival.State = ArrivalState.Returning;
        var id = Guid.CreateVersion7(now);
        db.Insert(new Refund
        {
            Id = id, Request = id, Scope = arrival.Scope, Arrival = arrival.Id, Provider = arrival.Provider, Fen = arrival.Fen, State = RefundState.Waiting, At = now,
            By = current.Value.Account, PollAt = now, Version = 1,
        });
        return null;
    }
}
