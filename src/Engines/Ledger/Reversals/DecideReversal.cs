using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Ledger.Postings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Reversals;

/// <summary>Decides on a large compensation; never whoever asked for it (双人复核).</summary>
/// <param name="Agreed">Whether it is made.</param>
public sealed record DecideReversal(bool Agreed) : ICommand<Done>, IAudited
{
    /// <summary>Which request.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {(Agreed ? "agreed" : "refused")}";
}

internal sealed class DecideReversalHandler(LinliDb db, ReversalReach reach, CurrentCaller current, TimeProvider time)
    : IHandler<DecideReversal, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/reversals/{id:guid}/decision", (Guid id, DecideReversal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Reverse).WithTags("Ledger").WithSummary("Decide on a large compensation 复核冲正");

    public async Task<Result<Done>> Handle(DecideReversal request, CancellationToken cancel)
    {
        if (await db.Records<ReversalRequest>().SingleOrDefaultAsync(r => r.Id == request.Id, cancel) is not { } asked
            || await reach.Find(asked.Transfer, cancel) is null)
            return ReversalReach.NotFound;
        if (asked.State != ReversalState.Waiting)
            return Problem.Conflict("ledger.reversal_decided", "这个冲正申请已经处理。", "This request was decided already.");
        if (asked.By == current.Value.Account)
            return Problem.Forbidden("ledger.second_person", "大额冲正须由另一位同事复核。", "Somebody else decides on a large compensation.");
        (asked.State, asked.DecidedBy, asked.DecidedAt, asked.Version) =
            (request.Agreed ? ReversalState.Done : ReversalState.Refused, current.Value.Account, Clock.Now(time), asked.Version + 1);
        if (!request.Agreed)
            return Done.It;
        if (await reach.Refusal(asked.Transfer, cancel) is { } refused)
            return refused;
        var posted = await reach.Undo(asked.Transfer, asked.Reason, cancel);
        asked.Reversal = posted.Value?.Id;
        return posted.Ok ? Done.It : posted.As<Done>();
    }
}

/// <summary>Compensations that wait for a second person.</summary>
internal sealed record ListReversals : IQuery<IReadOnlyList<ReversalLine>>;

/// <summary>A compensation somebody asked for.</summary>
internal sealed record ReversalLine(Guid Id, TransferId Transfer, Phrase Memo, DateOnly Date, string Amounts, string Reason, DateTimeOffset At, string By, bool Own);

internal sealed class ListReversalsHandler(LinliDb db, ReversalReach reach, IPeople people, CurrentCaller current) : IHandler<ListReversals, IReadOnlyList<ReversalLine>>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/reversals", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListReversals(), cancel))
            .Needs(LedgerPermissions.Reverse).WithTags("Ledger").WithSummary("Compensations that wait for a second person 待复核冲正");

    public async Task<Result<IReadOnlyList<ReversalLine>>> Handle(ListReversals request, CancellationToken cancel)
    {
        // Page by page until enough are in reach: those of other places must not push one's own off the list.
        var lines = new List<(ReversalRequest Asked, TransferRow Transfer, IReadOnlyList<(LedgerUnit Unit, long Amount)> Entries)>();
        for (var skip = 0; lines.Count < Most; skip += Most)
        {
            var some = await db.Records<ReversalRequest>().AsNoTracking().Where(r => r.State == ReversalState.Waiting)
                .Join(db.Records<TransferRow>(), r => r.Transfer, t => t.Id, (r, t) => new { Asked = r, Transfer = t }).OrderBy(r => r.Asked.At).ThenBy(r => r.Asked.Id).Skip(skip).Take(Most).ToListAsync(cancel);
            foreach (var one in some)
                if (await reach.Find(one.Asked.Transfer, cancel) is { } entries)
                    lines.Add((one.Asked, one.Transfer, entries));
            if (some.Count < Most)
                break;
        }

        var names = await people.NamesOf([.. lines.Where(w => w.Asked.By is not null).Select(w => w.Asked.By!.Value).Distinct()], cancel);
        return lines.ConvertAll(one => new ReversalLine(
            one.Asked.Id, one.Asked.Transfer, one.Transfer.Memo, one.Transfer.Date,
            string.Join("、", one.Entries.Where(e => e.Amount > 0).GroupBy(e => e.Unit).Select(g => UnitWords.Words(g.Key, g.Sum(e => e.Amount)).ToString())),
            one.Asked.Reason, one.Asked.At, one.Asked.By is { } by ? names.GetValueOrDefault(by) ?? "" : "", one.Asked.By == current.Value.Account));
    }
}
