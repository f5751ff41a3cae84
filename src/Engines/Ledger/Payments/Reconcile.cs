using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>
/// Fetches each day's statement of each provider and compares it with the books (每日对账). Money that only the statement knows of is
/// taken in; every difference is listed for somebody to look at.
/// </summary>
internal sealed class ReconcilePayments(LinliDb db, PaymentBooks books, UseCaseRunner run, TimeProvider time) : IJob
{
    /// <summary>Days back that are looked at again, whatever came after them.</summary>
    private const int Back = 7;

    /// <summary>Payment services keep their statements for three months: so far back days are caught up with after a pause.</summary>
    private const int Most = 85;

    /// <summary>Statements of a day are there the next morning.</summary>
    private static readonly TimeOnly From = new(10, 0);

    public async Task Run(CancellationToken cancel)
    {
        var now = LocalTime.ToLocal(Clock.Now(time));
        var today = DateOnly.FromDateTime(now.DateTime);
        var last = TimeOnly.FromDateTime(now.DateTime) >= From ? today.AddDays(-1) : today.AddDays(-2);
        foreach (var provider in books.All.Where(p => p.IsOffered))
        {
            var code = provider.Code;
            // A job for the whole installation.
            var latest = await db.Unfiltered<ReconciledDay>().AsNoTracking().Where(d => d.Provider == code).MaxAsync(d => (DateOnly?)d.Day, cancel);
            var first = Min(last.AddDays(1 - Back), latest?.AddDays(1)) is var wanted && wanted < last.AddDays(-Most) ? last.AddDays(-Most) : wanted;
            var done = await db.Unfiltered<ReconciledDay>().AsNoTracking().Where(d => d.Provider == code && d.Day >= first).Select(d => d.Day).ToListAsync(cancel);
            for (var day = first; day <= last; day = day.AddDays(1))
                if (!done.Contains(day))
                    await CompareOne(provider, day, cancel);
        }
    }

    // What one day of one provider says stops neither the other days nor the other providers.
    private async Task CompareOne(IPaymentProvider provider, DateOnly day, CancellationToken cancel)
    {
        Result<IReadOnlyList<ProviderLine>> said;
        try
        {
            said = await provider.Statement(day, cancel);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or KeyNotFoundException)
        {
            said = ProviderStatements.Unreadable;
        }

        // A line that cannot be, such as one of the year 1, is refused with its statement: somebody looks, or the day is never compared.
        var unreadable = said.Ok
            ? await run.Run(new KeepStatement(provider.Code, day, said.Value), cancel) is { Ok: false, Problem.Kind: ProblemKind.Invalid }
            : said.Problem.Code == ProviderStatements.Unreadable.Code;
        if (unreadable)
            await run.Run(new KeepUnreadable(provider.Code, day), cancel);
    }

    private static DateOnly Min(DateOnly one, DateOnly? other) => other is { } o && o < one ? o : one;
}

/// <summary>Puts a day on the list of the desk whose statement came, but cannot be read.</summary>
internal sealed record KeepUnreadable(string Provider, DateOnly Day) : ICommand<Done>;

/// <summary>Compares a statement with the books, once.</summary>
internal sealed record KeepStatement(string Provider, DateOnly Day, IReadOnlyList<ProviderLine> Lines) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => $"{Provider} {Day:yyyy-MM-dd}";
}

internal sealed class KeepStatementHandler(LinliDb db, ArrivalDesk arrivals, PaymentBooks books, TimeProvider time) : IHandler<KeepStatement, Done>, IHandler<KeepUnreadable, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(KeepUnreadable request, CancellationToken cancel)
    {
        var (code, day, now) = (request.Provider, request.Day, Clock.Now(time));
        await db.LockUntilCommit($"ledger.reconcile.{code}.{day:yyyyMMdd}", cancel);
        if (!await db.Unfiltered<Difference>().AnyAsync(d => d.Provider == code && d.Day == day && d.Kind == DifferenceKind.Unreadable, cancel))
            db.Insert(new Difference
            {
                Id = Guid.CreateVersion7(now), Scope = books.Town.Value, Provider = code, Day = day, Kind = DifferenceKind.Unreadable, Reference = "", Version = 1,
            });
        return Done.It;
    }

    public async Task<Result<Done>> Handle(KeepStatement request, CancellationToken cancel)
    {
        var (code, day) = (request.Provider, request.Day);
        await db.LockUntilCommit($"ledger.reconcile.{code}.{day:yyyyMMdd}", cancel);
        if (await db.Unfiltered<ReconciledDay>().AnyAsync(d => d.Provider == code && d.Day == day, cancel))
            return Done.It;
        var (from, until) = (LocalTime.StartOfDay(day), LocalTime.EndOfDay(day));
        var paid = await db.Unfiltered<Arrival>().Where(a => a.Provider == code && a.PaidAt >= from && a.PaidAt < until).Select(a => new { a.Reference, a.Fen }).ToListAsync(cancel);
        var refunded = await db.Unfiltered<Refund>().Where(r => r.Provider == code && r.State == RefundState.Done && r.DoneAt >= from && r.DoneAt < until && (r.StatementDay == null || r.StatementDay == day)).Select(r => new { r.Id, r.Fen }).ToListAsync(cancel);

        // A refund that was made on one day may be heard of on the next: what is known at all is no difference, and the day that had it is kept.
        var numbers = request.Lines.Select(l => Guid.TryParseExact(l.Refund, "N", out var id) ? id : default).Where(id => id != default).ToList();
        var listed = await db.Unfiltered<Refund>().Where(r => numbers.Contains(r.Id)).ToListAsync(cancel);
        foreach (var one in listed.Where(r => r.StatementDay is null))
            (one.StatementDay, one.Version) = (day, one.Version + 1);
        var known = listed.ToDictionary(r => r.Id.ToString("N"), r => r.Fen);
        var here = refunded.Select(r => (r.Id.ToString("N"), r.Fen)).Concat(known.Select(k => (k.Key, k.Value))).Distinct().ToList();
        var differences = ReconciliationRules.Compare(request.Lines, [.. paid.Select(p => (p.Reference, p.Fen))], here);
        var now = Clock.Now(time);
        foreach (var (kind, reference, ours, theirs) in differences)
            db.Insert(new Difference
            {
                Id = Guid.CreateVersion7(now), Scope = books.Town.Value, Provider = code, Day = day, Kind = kind, Reference = reference, HereFen = ours, ThereFen = theirs, Version = 1,
            });
        foreach (var line in request.Lines.Where(l => l.Refund is null && differences.Any(d => d.Kind == DifferenceKind.OnlyThere && d.Reference == l.Reference)))
            await arrivals.Take(code, new(line.Order, line.Reference, line.Fen, "CNY", line.At), ArrivalWay.Statement, cancel);
        var (payments, refunds) = (request.Lines.Where(l => l.Refund is null).ToList(), request.Lines.Where(l => l.Refund is not null).ToList());
        db.Insert(new ReconciledDay
        {
            Id = Guid.CreateVersion7(now), Scope = books.Town.Value, Provider = code, Day = day, At = now, Payments = payments.Count, PaidFen = payments.Sum(l => l.Fen),
            Refunds = refunds.Count, RefundedFen = refunds.Sum(l => l.Fen), Differences = differences.Count,
        });
        return Done.It;
    }
}

/// <summary>Days that were compared, and what did not agree.</summary>
internal sealed record ListReconciliations : IQuery<ReconciliationList>;

/// <summary>What was compared.</summary>
/// <param name="Days">Days, the newest first.</param>
/// <param name="Open">Differences that nobody has explained yet, the oldest first.</param>
internal sealed record ReconciliationList(IReadOnlyList<ReconciledLine> Days, IReadOnlyList<DifferenceLine> Open);

/// <summary>A day of a provider; amounts in fen.</summary>
internal sealed record ReconciledLine(Phrase Provider, DateOnly Day, int Payments, long PaidFen, int Refunds, long RefundedFen, int Differences);

/// <summary>A difference; amounts in fen.</summary>
internal sealed record DifferenceLine(Guid Id, Phrase Provider, DateOnly Day, DifferenceKind Kind, string Reference, long? HereFen, long? ThereFen);

internal sealed class ListReconciliationsHandler(LinliDb db, PaymentBooks books, CurrentCaller current) : IHandler<ListReconciliations, ReconciliationList>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/reconciliations", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListReconciliations(), cancel))
            .Needs(LedgerPermissions.Payments).WithTags("Payments").WithSummary("Days compared with payment services, and what did not agree 对账");

    public async Task<Result<ReconciliationList>> Handle(ListReconciliations request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Payments);
        var days = await db.Scoped<ReconciledDay>(scopes).AsNoTracking().OrderByDescending(d => d.Day).ThenBy(d => d.Provider).Take(31).ToListAsync(cancel);
        var open = await db.Scoped<Difference>(scopes).AsNoTracking().Where(d => d.DecidedAt == null).OrderBy(d => d.Day).ThenBy(d => d.Id).Take(100).ToListAsync(cancel);
        Phrase Name(string code) => books.Find(code)?.Name ?? new(code, code);
        return new ReconciliationList(
            days.ConvertAll(d => new ReconciledLine(Name(d.Provider), d.Day, d.Payments, d.PaidFen, d.Refunds, d.RefundedFen, d.Differences)),
            open.ConvertAll(d => new DifferenceLine(d.Id, Name(d.Provider), d.Day, d.Kind, d.Reference, d.HereFen, d.ThereFen)));
    }
}

/// <summary>Says what somebody found out about a difference (对账差异处理).</summary>
/// <param name="Note">What, 2 to 200 characters without personal data.</param>
public sealed record ExplainDifference(string Note) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Note, 200, out var note) || note.Length < 2)
            yield return Problem.Invalid("note", "ledger.doubt_note", "请用 2–200 个字写明依据，不要写个人信息。", "Say why in 2 to 200 characters, without personal data.");
    }
}

internal sealed class ExplainDifferenceHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<ExplainDifference, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/differences/{id:guid}/note", (Guid id, ExplainDifference request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Payments).WithTags("Payments").WithSummary("Explain a difference 说明对账差异");

    public async Task<Result<Done>> Handle(ExplainDifference request, CancellationToken cancel)
    {
        if (await db.Scoped<Difference>(current.Value.ScopesFor(LedgerPermissions.Payments)).SingleOrDefaultAsync(d => d.Id == request.Id, cancel) is not { } difference)
            return Problem.NotFound("ledger.difference_not_found", "没有找到这条差异。", "This difference was not found.");
        if (difference.DecidedAt is not null)
            return Problem.Conflict("ledger.doubt_decided", "这条差异已经说明。", "This difference was explained already.");
        PlainText.TryCleanLine(request.Note, int.MaxValue, out var note);
        (difference.Note, difference.DecidedBy, difference.DecidedAt, difference.Version) = (note, current.Value.Account, Clock.Now(time), difference.Version + 1);
        return Done.It;
    }
}
