using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Health.Clinics;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>Fees of a group by child and month (保育费台账), for whoever keeps the nursery: children by the names their guardians gave the carers.</summary>
internal sealed record GroupFees(Guid Group) : IQuery<IReadOnlyList<ChildFees>>;

/// <summary>Fees of a child.</summary>
/// <param name="CallName">What the carers call it; <c>null</c> until its guardian said so.</param>
/// <param name="Code">Six characters of the reservation, to be told apart.</param>
/// <param name="Enrolled">Whether it still has the place.</param>
/// <param name="Months">From the month it came until now, and what was paid ahead.</param>
internal sealed record ChildFees(string? CallName, string Code, bool Enrolled, IReadOnlyList<DeskFee> Months);

/// <summary>A month at the desk.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Fen">How much.</param>
/// <param name="Fee">Id of the payment; <c>null</c> while nobody paid.</param>
/// <param name="PaidAt">When it was paid, UTC.</param>
/// <param name="BackAt">When it was given back, UTC.</param>
internal sealed record DeskFee(DateOnly Month, long Fen, Guid? Fee, DateTimeOffset? PaidAt, DateTimeOffset? BackAt);

/// <summary>Gives the fee of a month back (退保育费), such as when the house was closed or a child was ill for all of it.</summary>
/// <param name="Reason">2–100 characters; it stands in the statements.</param>
internal sealed record GiveFeeBack(string Reason) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Fee { get; init; }

    public string? AuditSubject => Fee.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(Reason, 100).Length < 2)
            yield return Problem.Invalid("reason", "health.fee_back_reason", "请写明退费原因（2–100 个字），不要写孩子的姓名。", "Say why (2–100 characters), without the child's name.");
    }
}

internal sealed class GroupFeesHandler(LinliDb db, IRosters rosters, NurseryLooks looks, CurrentCaller current, TimeProvider time) : IHandler<GroupFees, IReadOnlyList<ChildFees>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nurseries/groups/{id:guid}/fees", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new GroupFees(id), cancel))
            .Needs(HealthPermissions.KeepNursery).WithTags("Child-care").WithSummary("Fees of a group by child and month 保育费台账");

    public async Task<Result<IReadOnlyList<ChildFees>>> Handle(GroupFees request, CancellationToken cancel)
    {
        if (await db.Scoped<NurseryGroup>(current.Value.ScopesFor(HealthPermissions.KeepNursery)).AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.Group, cancel) is not { } group)
            return NurseryProblems.NoGroup;
        var today = LocalTime.Today(time);
        var living = await rosters.SeriesOf(group.Offering, cancel) is { } series
            ? (await rosters.Of(series, cancel)).Where(r => r.State is ReservationState.Confirmed or ReservationState.Attended).Select(r => r.Reservation).ToHashSet() : [];
        // Of a group that the caller keeps.
        var children = await db.Unfiltered<NurseryChild>().AsNoTracking().Where(c => c.Group == group.Id).OrderBy(c => c.At).ToListAsync(cancel);
        var fees = (await db.Unfiltered<NurseryFee>().AsNoTracking().Where(f => f.Group == group.Id).OrderBy(f => f.At).ToListAsync(cancel)).ToLookup(f => f.Reservation);
        var shown = children.Where(c => living.Contains(c.Reservation) || fees.Contains(c.Reservation)).ToList();
        if (await looks.Note([.. shown.Select(c => c.Id)], cancel) is { } unnoted)
            return unnoted;
        return shown
            .Select(c => new ChildFees(c.CallName, c.Reservation.Value.ToString("N")[^6..], living.Contains(c.Reservation), Months(group, c, [.. fees[c.Reservation]], living.Contains(c.Reservation), today))).ToList();
    }

    private static List<DeskFee> Months(NurseryGroup group, NurseryChild child, List<NurseryFee> paid, bool living, DateOnly today)
    {
        var came = LocalTime.DateOf(child.At);
        var due = living ? NurseryRules.Months(came > group.From ? came : group.From, group.Until).Where(m => m <= today && !paid.Exists(f => f.Month == m && f.BackAt is null)) : [];
        return [.. paid.Select(f => new DeskFee(f.Month, f.Fen, f.Id, f.At, f.BackAt)).Concat(due.Select(m => new DeskFee(m, group.FeeFen, null, null, null))).OrderBy(f => f.Month).ThenBy(f => f.PaidAt)];
    }
}

internal sealed class GiveFeeBackHandler(LinliDb db, NurseryFees fees, CurrentCaller current) : IHandler<GiveFeeBack, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/nurseries/fees/{id:guid}/back", (Guid id, GiveFeeBack request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Fee = id }, cancel))
            .Needs(HealthPermissions.KeepNursery).WithTags("Child-care").WithSummary("Give the fee of a month back 退保育费");

    public async Task<Result<Done>> Handle(GiveFeeBack request, CancellationToken cancel)
    {
        if (await db.Scoped<NurseryFee>(current.Value.ScopesFor(HealthPermissions.KeepNursery)).SingleOrDefaultAsync(f => f.Id == request.Fee && f.BackAt == null, cancel) is not { } fee)
            return NurseryFees.NoFee;
        var why = ClinicProblems.Line(request.Reason, 100);
        var back = await fees.GiveBack(fee, ($"退还 {fee.Month:yyyy-MM} 保育费：{why}", $"Fee of {fee.Month:yyyy-MM} back: {why}"), cancel);
        return back.Ok ? Done.It : back.As<Done>();
    }
}
