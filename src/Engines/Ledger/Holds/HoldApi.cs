using System.Text.Json.Serialization;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Holds;

/// <summary>Sets an amount aside (预占), for another house or a machine.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Unit">The account's unit.</param>
/// <param name="Value">How much, above zero.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="Key">Unique for the caller; a repetition gets the first answer.</param>
/// <param name="MemoZh">What for: no personal data.</param>
/// <param name="MemoEn">The same in English.</param>
/// <param name="Subject">The thing it is about.</param>
public sealed record MakeHold(AccountId Account, LedgerUnit Unit, long Value, DateTimeOffset ExpiresAt, string Key, string MemoZh, string MemoEn, string? Subject = null)
    : ICommand<HoldId>, IAudited, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Key is not { Length: > 0 and <= 100 })
            yield return Problem.Invalid("key", "ledger.key_length", "幂等键应为 1–100 个字符。", "A key has 1 to 100 characters.");
    }

    string? IAudited.AuditSubject => Account.Value.ToString();
}

internal sealed class MakeHoldHandler(ILedger ledger, PostingReach reach) : IHandler<MakeHold, HoldId>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/holds", (MakeHold request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Post).WithTags("Ledger").WithSummary("Set an amount aside 预占");

    public async Task<Result<HoldId>> Handle(MakeHold request, CancellationToken cancel) =>
        await reach.FaultOf([request.Account], cancel) is { } refused
            ? refused
            : await ledger.Hold(
                new(request.Account, new(request.Unit, request.Value), request.ExpiresAt, reach.Poster, request.Key, (request.MemoZh, request.MemoEn)) { Subject = request.Subject },
                cancel);
}

/// <summary>Takes what a hold keeps, or a part of it.</summary>
/// <param name="Transfer">What happens: the account of the hold gives at most what is kept.</param>
/// <param name="KeepRest">Whether what is left stays set aside.</param>
public sealed record CaptureHold(PostTransfer Transfer, bool KeepRest = false) : ICommand<Posted>, IAudited, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
        Transfer?.Problems() ?? [Problem.Invalid("transfer", "ledger.entry_count", "请写明如何扣款。", "Say what is taken, and who receives it.")];

    /// <summary>Which hold.</summary>
    [JsonIgnore]
    public HoldId Id { get; init; }

    string? IAudited.AuditSubject => Id.Value.ToString();
}

internal sealed class CaptureHoldHandler(ILedger ledger, PostingReach reach, HoldFinder holds) : IHandler<CaptureHold, Posted>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/holds/{id}/capture", (HoldId id, CaptureHold request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Post).WithTags("Ledger").WithSummary("Take what a hold keeps 预占扣款");

    public async Task<Result<Posted>> Handle(CaptureHold request, CancellationToken cancel)
    {
        if (await holds.AccountOf(request.Id, reach.Poster, cancel) is not { } account)
            return HoldDesk.NotFound;
        return await reach.FaultOf(request.Transfer.Entries.Select(e => e.Account).Append(account), cancel) is { } refused
            ? refused : await ledger.Capture(new(request.Id, request.Transfer.ToTransfer(reach.Poster), request.KeepRest), cancel);
    }
}

/// <summary>Sets free what a hold still keeps.</summary>
public sealed record ReleaseHold(HoldId Id) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.Value.ToString();
}

internal sealed class ReleaseHoldHandler(ILedger ledger, PostingReach reach, HoldFinder holds) : IHandler<ReleaseHold, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/holds/{id}/release", (HoldId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReleaseHold(id), cancel))
            .Needs(LedgerPermissions.Post).WithTags("Ledger").WithSummary("Set free what a hold keeps 释放预占");

    public async Task<Result<Done>> Handle(ReleaseHold request, CancellationToken cancel)
    {
        if (await holds.AccountOf(request.Id, reach.Poster, cancel) is not { } account || await reach.FaultOf([account], cancel) is not null)
            return HoldDesk.NotFound;
        return await ledger.Release(request.Id, cancel);
    }
}

/// <summary>Finds the account of a hold that the caller made: those of a machine, a refund or a redemption are theirs alone.</summary>
internal sealed class HoldFinder(LinliDb db)
{
    public async Task<AccountId?> AccountOf(HoldId id, string poster, CancellationToken cancel) =>
        await db.Records<HoldRow>().AsNoTracking().Where(h => h.Id == id && h.Poster == poster).Select(h => (AccountId?)h.Account).SingleOrDefaultAsync(cancel);
}
