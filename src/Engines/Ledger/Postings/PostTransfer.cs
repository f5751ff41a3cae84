using Linli.Ledger.Lane;
using Linli.Ledger.Statements;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Postings;

/// <summary>A line of a transfer over the API.</summary>
/// <param name="Account">Whose balance changes.</param>
/// <param name="Unit">What is counted; the account's own unit.</param>
/// <param name="Value">Above zero the account receives, below zero it gives: fen, points or minutes.</param>
public sealed record EntryWish(AccountId Account, LedgerUnit Unit, long Value)
{
    internal Entry ToEntry() => new(Account, new(Unit, Value));
}

/// <summary>Posts a transfer for another house or a machine (记账接口).</summary>
/// <param name="Key">Unique for the caller; a repetition gets the first answer, the same key with other content a 409.</param>
/// <param name="Kind">What it is, such as <c>club.fee</c>; never one that a module of this installation posts and counts by.</param>
/// <param name="MemoZh">What statements say, in Chinese: no personal data.</param>
/// <param name="MemoEn">The same in English.</param>
/// <param name="Entries">2 to 1,000 lines that sum to zero for each unit.</param>
/// <param name="Subject">The thing it is about.</param>
/// <param name="Date">The local day it belongs to; today when left out.</param>
public sealed record PostTransfer(string Key, string Kind, string MemoZh, string MemoEn, IReadOnlyList<EntryWish> Entries, string? Subject = null, DateOnly? Date = null)
    : IQuery<Posted>, IValidated, IWaitsForOthers
{
    private static readonly string[] Reserved = ["reversal", "settlement.", "points.", "wallet."];

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        // What the ledger itself posts, and counts and settles by.
        if (Kind is not null && Array.Exists(Reserved, r => Kind.StartsWith(r, StringComparison.Ordinal)))
            return [KindReserved];
        // People's insurance money pays by the family account and comes by the fund's own way, nowhere else (R35, R36).
        if (Entries is not null && Entries.Any(e => e?.Unit == LedgerUnit.InsuranceFen))
            return [Problem.Invalid("entries", "ledger.insurance_reserved", "医保个人账户的钱只能由医保划入、在可用医保的地方支付。", "Insurance money comes from the fund and pays where insurance may: it is not posted.")];
        return TransferRules.Fault(ToTransfer("api")) is { } fault ? [fault] : [];
    }

    internal static readonly Problem KindReserved = Problem.Invalid("kind", "ledger.kind_reserved", "这个种类由账本和各应用自己使用，请换一个。", "The ledger and its modules keep this kind for themselves: choose another.");

    internal Transfer ToTransfer(string poster) =>
        new(poster, Key, Kind, (MemoZh, MemoEn), [.. Entries.Select(e => e.ToEntry())]) { Subject = Subject, Date = Date };
}

// Asked, not run: the lane's transaction is shared with others, and the transfer itself says who posted it, in a chain tighter than
// the audit log's.
internal sealed class PostTransferHandler(TransferLane lane, PostingReach reach, IEnumerable<ISubjectLinks> modules, CurrentCaller current) : IHandler<PostTransfer, Posted>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/transfers", (PostTransfer request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Post).WithTags("Ledger").WithSummary("Post a transfer, whole or not at all 记账");

    public async Task<Result<Posted>> Handle(PostTransfer request, CancellationToken cancel) =>
        modules.Any(m => m.Owns(request.Kind)) ? PostTransfer.KindReserved
        : await reach.FaultOf(request.Entries.Select(e => e.Account), cancel) is { } refused
            ? refused : await lane.Post(request.ToTransfer(reach.Poster), current.Value.Account, cancel);
}

/// <summary>Which accounts a machine or another house may post to.</summary>
internal sealed class PostingReach(AccountReach reach, CurrentCaller current)
{
    /// <summary>Keeps the keys of one caller apart from those of others.</summary>
    public string Poster => $"api.{current.Value.Account:N}";

    public async Task<Problem?> FaultOf(IEnumerable<AccountId> accounts, CancellationToken cancel)
    {
        foreach (var account in accounts.Distinct().Take(1001))
            if (await reach.Find(account, cancel, LedgerPermissions.Post) is null)
                return AccountReach.NotFound;
        return null;
    }
}
