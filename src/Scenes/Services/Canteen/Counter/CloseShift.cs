using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Canteen.Counter;

/// <summary>
/// Counts the cash box at the end of a shift (交班盘点). What was counted goes to the bank, what is missing or too much is written to an
/// account of its own; the box is empty afterwards.
/// </summary>
/// <param name="Site">Code of the site.</param>
/// <param name="CountedFen">What lies in the box, in fen.</param>
/// <param name="IdempotencyKey">Sent again, it is the same count.</param>
public sealed record CloseShift(string Site, long CountedFen, string? IdempotencyKey = null) : ICommand<ShiftClosed>, IValidated, IRepeatable, IAudited
{
    /// <summary>Needed where it does not agree; at most 200 characters.</summary>
    public string? Note { get; init; }

    string? IAudited.AuditSubject => Site;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CountedFen is < 0 or > 100_000_000)
            yield return Problem.Invalid("countedFen", "canteen.counted", "请填写点到的现金，0 元或以上。", "Say how much was counted, 0 or more.");
        if (Note?.Length > 200)
            yield return Problem.Invalid("note", "canteen.note_length", "说明最多 200 字。", "A note has at most 200 characters.");
    }
}

/// <summary>What the count said.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExpectedFen">What should lie in the box.</param>
/// <param name="CountedFen">What did.</param>
public sealed record ShiftClosed(Guid Id, long ExpectedFen, long CountedFen);

internal sealed class CloseShiftHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, ILedger ledger, CurrentCaller current) : IHandler<CloseShift, ShiftClosed>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/shifts", (CloseShift request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Count the cash box 交班盘点");

    public async Task<Result<ShiftClosed>> Handle(CloseShift request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Sell, cancel) is not { } site)
            return CanteenTill.NoSite;
        await db.LockUntilCommit($"canteen.shift.{site.Code}", cancel);
        var box = await accounts.CashBox(site, cancel);
        var expected = -(await ledger.Balance(box, cancel)).Posted;
        if (expected != request.CountedFen && request.Note?.Trim() is not { Length: >= 2 })
            return Problem.Invalid("note", "canteen.count_differs", $"应有 {Yuan.Figure(expected)} 元，与点到的不符：请再点一次，或写明原因。", $"{Yuan.Figure(expected)} yuan should be there: count again, or say why it differs.");
        var id = Guid.CreateVersion7(till.Now);
        var entries = new List<Entry>();
        if (expected != 0)
            entries.Add(new(box, Amount.Of(new Fen(expected))));
        if (request.CountedFen > 0)
            entries.Add(Entry.From(await accounts.Bank(site, cancel), new Fen(request.CountedFen)));
        if (expected != request.CountedFen)
            entries.Add(new(await accounts.CashDifference(site, cancel), Amount.Of(new Fen(request.CountedFen - expected))));
        var posted = await till.Post(
            entries.Count == 0 ? null : new(CanteenRules.Poster, $"shift-{id:D}", CanteenRules.Shift, ("收银交班", "Cash box counted"), entries) { Subject = id.ToString("D") }, cancel);
        if (posted.Problems.Count > 0)
            return posted.As<ShiftClosed>();
        db.Insert(new ShiftRow
        {
            Id = id, Site = site.Id, Scope = site.Scope, At = till.Now, By = current.Value.Account, ExpectedFen = expected, CountedFen = request.CountedFen, Note = request.Note?.Trim(),
        });
        return new ShiftClosed(id, expected, request.CountedFen);
    }
}
