using Linli.Ledger;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Funds;

/// <summary>Where a hand-in of cash stands.</summary>
internal enum CashState
{
    /// <summary>待复核: counted by one, another has to look.</summary>
    Counted,

    /// <summary>已入账.</summary>
    Banked,

    /// <summary>未通过: to be counted again.</summary>
    Refused,
}

/// <summary>Cash of a fund taken to the charity's bank (现金上交, R34): counted by one, confirmed by another.</summary>
internal sealed class CashHandIn : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Fund { get; init; }

    /// <summary>What the books said was in the box when it was counted, in fen.</summary>
    public required long ExpectedFen { get; init; }

    /// <summary>What was counted and paid in, in fen.</summary>
    public required long CountedFen { get; init; }

    /// <summary>Number of the bank's slip (存款回单号).</summary>
    public required string Slip { get; init; }

    /// <summary>Why it is more or less than expected; public.</summary>
    public string? Word { get; init; }

    public required Guid CountedBy { get; init; }

    public required DateTimeOffset CountedAt { get; init; }

    public required CashState State { get; set; }

    public Guid? CheckedBy { get; set; }

    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>Why the second person did not agree.</summary>
    public string? Refusal { get; set; }

    public TransferId? Transfer { get; set; }

    /// <summary>Below zero cash is missing, above zero there was more.</summary>
    public long DifferenceFen => CountedFen - ExpectedFen;

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>Counts the cash of a fund and names the slip of the charity's bank; somebody else confirms it.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="CountedFen">What was counted and paid in, in fen.</param>
/// <param name="Slip">Number of the bank's slip, 4–40 characters.</param>
/// <param name="Word">Where it is more or less than the books say: why, 2–200 characters; public, no names.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record CountCash(string Fund, long CountedFen, string? Slip, string? Word = null, string? IdempotencyKey = null) : ICommand<CashCounted>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => Fund;

    public IEnumerable<Problem> Problems()
    {
        if (CountedFen is <= 0 or > FundRules.MostFen)
            yield return Problem.Invalid("countedFen", "funds.cash_amount", "请填写清点的现金，大于 0、不超过 10 万元。", "Give the cash that was counted: above 0 and at most 100,000 yuan.");
        if (Slip?.Trim() is not { Length: >= 4 and <= 40 })
            yield return Problem.Invalid("slip", "funds.cash_slip", "请填写银行存款回单号，4–40 个字符。", "Give the number of the bank's slip, 4 to 40 characters.");
        if (Word is not null && Text(Word, 200, "word", "请写明差额原因（不写姓名）", "Say why, without names") is { } word)
            yield return word;
    }
}

/// <summary>A count that waits for the second person.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExpectedFen">What the books say, in fen.</param>
/// <param name="DifferenceFen">Below zero cash is missing, above zero there was more.</param>
internal sealed record CashCounted(Guid Id, long ExpectedFen, long DifferenceFen);

/// <summary>The second person looks at slip and count: agreed, it is booked; refused, it is counted again.</summary>
/// <param name="Id">Which count.</param>
/// <param name="Agree">Agreed or refused.</param>
/// <param name="Word">When refusing: why, 2–200 characters.</param>
internal sealed record CheckCash(Guid Id, bool Agree, string? Word = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!Agree && Text(Word, 200, "word", "请写明原因", "Say why") is { } word)
            yield return word;
    }
}

/// <summary>Where the money of a fund lies, by the ledger.</summary>
/// <param name="InBoxFen">Cash that was taken at stalls and not handed in.</param>
/// <param name="InBankFen">At the charity's bank: what was handed in and what wallets paid, less what was spent. Below zero the charity has advanced it.</param>
/// <param name="MissingFen">What counts found missing; below zero more was found.</param>
internal sealed record FundMoney(long InBoxFen, long InBankFen, long MissingFen);

/// <summary>The accounts a fund's cash moves over: what the world outside has, so they have no floor.</summary>
internal sealed class FundCash(ILedger ledger, LinliDb db)
{
    public Task<AccountId> Box(CharityFund fund, CancellationToken cancel) => Open(fund, "cash", "cash-box", ($"{fund.NameZh}现金箱", $"Cash box of {fund.NameEn}"), cancel);

    public Task<AccountId> Bank(CharityFund fund, CancellationToken cancel) => Open(fund, "bank", "paid-out", ($"{fund.NameZh}对外支付", $"Paid out by {fund.NameEn}"), cancel);

    public Task<AccountId> Difference(CharityFund fund, CancellationToken cancel) => Open(fund, "cash-difference", "cash-difference", ($"{fund.NameZh}现金差额", $"Cash differences of {fund.NameEn}"), cancel);

    /// <summary>Where the fund's money lies; reads, and opens nothing.</summary>
    public async Task<FundMoney> Money(CharityFund fund, CancellationToken cancel)
    {
        var (box, missing) = (await Taken(fund, "cash", "cash-box", cancel), await Taken(fund, "cash-difference", "cash-difference", cancel));
        return new(box, (await ledger.Balance(fund.Account, cancel)).Posted - box - missing, missing);
    }

    /// <summary>One after the other: what moves cash in or out of a fund's box.</summary>
    public Task Lock(string fund, CancellationToken cancel) => db.LockUntilCommit($"fund.cash.{fund}", cancel);

    // An account outside gives what comes in: what it gave and has not got back lies in the box, or is missing.
    private async Task<long> Taken(CharityFund fund, string owner, string purpose, CancellationToken cancel) =>
        await ledger.Find(new(OwnerKind.Outside, $"{owner}-{fund.Code}"), LedgerUnit.Fen, purpose, cancel) is { } account ? -(await ledger.Balance(account, cancel)).Posted : 0;

    private Task<AccountId> Open(CharityFund fund, string owner, string purpose, Phrase label, CancellationToken cancel) =>
        ledger.Open(new(new(OwnerKind.Outside, $"{owner}-{fund.Code}"), LedgerUnit.Fen, purpose, ScopePath.Parse(fund.Scope, null), null) { Label = label }, cancel);
}

internal sealed class BankCashHandler(LinliDb db, CurrentCaller current, ILedger ledger, FundCash cash, IPeople people, INotices notices, TimeProvider time)
    : IHandler<CountCash, CashCounted>, IHandler<CheckCash, Done>, IUseCase
{
    public const string Poster = "neighbours.cash";
    private static readonly Problem notFound = Problem.NotFound("funds.cash_not_found", "没有找到这次清点。", "This count was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/funds/{code}/cash", (string code, CountCash request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Fund = code }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Count the cash of a fund and hand it in to the charity's bank 现金上交");
        api.MapPost("/funds/cash/{id:guid}/check", (Guid id, CheckCash request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Confirm a hand-in of cash as the second person 现金上交复核");
    }

    public async Task<Result<CashCounted>> Handle(CountCash request, CancellationToken cancel)
    {
        await cash.Lock(request.Fund, cancel);
        if (await db.Scoped<CharityFund>(current.Value.ScopesFor(GoodwillPermissions.Fund)).SingleOrDefaultAsync(f => f.Code == request.Fund, cancel) is not { } fund || current.Value.Account is not { } me)
            return FundBook.NoFund;
        // Of the fund the caller keeps.
        var counts = db.Unfiltered<CashHandIn>().Where(h => h.Fund == fund.Code && h.State != CashState.Refused);
        if (await counts.AnyAsync(h => h.State == CashState.Counted, cancel))
            return Problem.Conflict("funds.cash_open", "上一次清点还没有复核，请先复核。", "The last count has not been looked at yet: let a second person do that first.");
        var slip = request.Slip!.Trim();
        if (await counts.AnyAsync(h => h.Slip == slip, cancel))
            return Problem.Invalid("slip", "funds.cash_slip_used", "这张回单已经登记过。", "This slip was entered already.");
        var expected = (await cash.Money(fund, cancel)).InBoxFen;
        if (expected <= 0)
            return Problem.Conflict("funds.cash_none", "账上现金箱里没有钱。", "By the books the box is empty.");
        if (expected != request.CountedFen && request.Word is null)
            return Problem.Invalid("word", "funds.cash_difference", $"账上应有 {Yuan.Signed(expected)}，清点 {Yuan.Signed(request.CountedFen)}：请再数一遍，仍不一致就写明原因。", $"The books say {Yuan.Signed(expected)}, counted were {Yuan.Signed(request.CountedFen)}: count again, and where it stays so say why.");
        var now = Clock.Now(time);
        var counted = new CashHandIn
        {
            Id = Guid.CreateVersion7(now), Scope = fund.Scope, Fund = fund.Code, ExpectedFen = expected, CountedFen = request.CountedFen, Slip = slip,
            Word = expected == request.CountedFen ? null : Clean(request.Word, 200), CountedBy = me, CountedAt = now, State = CashState.Counted,
        };
        db.Insert(counted);
        foreach (var other in (await people.StaffFor(ScopePath.Parse(fund.Scope, null), [Posts.Operator, Posts.PartySecretary], cancel)).Select(s => s.Account).Where(a => a != me).Distinct().Take(20))
            await notices.Tell(other, "gifts.cash", ("有一笔义卖现金待复核", "Cash of a charity sale waits for a second look"), ("请核对回单和金额。", "Compare the slip and the amount."), $"/desk/goodwill/funds/{fund.Code}", $"cash:{counted.Id}", cancel);
        return new CashCounted(counted.Id, expected, counted.DifferenceFen);
    }

    public async Task<Result<Done>> Handle(CheckCash request, CancellationToken cancel)
    {
        // Looked up before the lock for its fund, and read again under it.
        if (await Mine(request.Id).AsNoTracking().SingleOrDefaultAsync(cancel) is not { } seen || current.Value.Account is not { } me)
            return notFound;
        await cash.Lock(seen.Fund, cancel);
        var counted = await Mine(request.Id).SingleAsync(cancel);
        if (counted.State != CashState.Counted)
            // A retry after a lost answer hears what it was told before.
            return counted.CheckedBy == me && counted.State == (request.Agree ? CashState.Banked : CashState.Refused) ? Done.It
                : Problem.Conflict("funds.cash_decided", "这次清点已经复核。", "This count was looked at already.");
        if (counted.CountedBy == me)
            return Problem.Forbidden("funds.cash_own", "清点和复核要两个人。", "Counting and confirming are for two people.");
        var now = Clock.Now(time);
        (counted.CheckedBy, counted.CheckedAt) = (me, now);
        if (!request.Agree)
        {
            (counted.State, counted.Refusal) = (CashState.Refused, Clean(request.Word, 200));
            return Done.It;
        }

        var fund = await db.Unfiltered<CharityFund>().SingleAsync(f => f.Code == counted.Fund, cancel);
        if ((await cash.Money(fund, cancel)).InBoxFen < counted.ExpectedFen)
            return Problem.Conflict("funds.cash_changed", "清点后有退款，现金箱里的钱变少了：请退回重新清点。", "Money was given back since it was counted: refuse it and count again.");
        var entries = new List<Entry> { Entry.To(await cash.Box(fund, cancel), new Fen(counted.ExpectedFen)), Entry.From(await cash.Bank(fund, cancel), new Fen(counted.CountedFen)) };
        if (counted.DifferenceFen != 0)
            entries.Add(Entry.To(await cash.Difference(fund, cancel), new Fen(counted.DifferenceFen)));
        var posted = await ledger.Post(
            new(Poster, counted.Id.ToString(), "charity.banked", ($"现金上交 {counted.Slip}", $"Cash handed in {counted.Slip}"), entries) { Subject = $"cash:{counted.Id}" }, cancel);
        if (!posted.Ok)
            return posted.As<Done>();
        (counted.State, counted.Transfer) = (CashState.Banked, posted.Value.Id);
        return Done.It;
    }

    private IQueryable<CashHandIn> Mine(Guid id) => db.Scoped<CashHandIn>(current.Value.ScopesFor(GoodwillPermissions.Fund)).Where(h => h.Id == id);
}
