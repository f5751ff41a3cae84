using System.Text.Json.Serialization;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>Pays the fee of a month from the caller's wallet (交保育费), once however often it is sent.</summary>
/// <param name="Month">Any day of the month.</param>
/// <param name="SeenFen">The fee that was shown, in fen: another one by now is refused.</param>
internal sealed record PayFee(DateOnly Month, long SeenFen) : ICommand<FeeMonth>, IAudited
{
    [JsonIgnore]
    public Guid Reservation { get; init; }

    public string? AuditSubject => Reservation.ToString();
}

internal sealed class PayFeeHandler(LinliDb db, NurseryPlaces places, ILedger ledger, CurrentCaller current, TimeProvider time) : IHandler<PayFee, FeeMonth>, IUseCase
{
    public const string Poster = "health.nursery";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/nurseries/mine/{reservation:guid}/fees", (Guid reservation, PayFee request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Reservation = reservation }, cancel))
            .Needs(Access.SignedIn).WithTags("Child-care").WithSummary("Pay the fee of a month 交保育费");

    public async Task<Result<FeeMonth>> Handle(PayFee request, CancellationToken cancel)
    {
        if (await places.Mine(request.Reservation, cancel) is not { } place)
            return NurseryProblems.NoPlace;
        await db.LockUntilCommit($"nursery child {request.Reservation}", cancel);
        var reservation = place.Reservation.Id;
        // One's own child.
        if (await db.Unfiltered<NurseryChild>().AsNoTracking().SingleOrDefaultAsync(c => c.Reservation == reservation, cancel) is not { } child)
            return Problem.Conflict("health.nursery_enter_first", "请先完成入园登记。", "Say first what the carers call the child.");
        var (group, month, came) = (place.Group, new DateOnly(request.Month.Year, request.Month.Month, 1), LocalTime.DateOf(child.At));
        if (!NurseryRules.Months(came > group.From ? came : group.From, group.Until).Contains(month))
            return Problem.Invalid("month", "health.nursery_month", "这个月不在孩子的在园期内。", "The child is not there in this month.");
        if (month > LocalTime.Today(time).AddMonths(1))
            return Problem.Invalid("month", "health.nursery_month_ahead", "最多提前交下个月的保育费。", "Pay this month and the next; further ones when they come near.");
        if (await db.Unfiltered<NurseryFee>().AsNoTracking().SingleOrDefaultAsync(f => f.Group == group.Id && f.Person == child.Person && f.Month == month && f.BackAt == null, cancel) is { } known)
            return new FeeMonth(month, known.Fen, known.At);
        if (request.SeenFen != group.FeeFen)
            return Problem.Conflict("health.nursery_fee_changed", $"保育费现在是每月 {Yuan.Short(group.FeeFen)} 元，请核对后再交。", $"The fee is ¥{Yuan.Short(group.FeeFen)} a month now: look again before you pay.");
        var now = Clock.Now(time);
        var id = Guid.CreateVersion7(now);
        var paid = await Pay(group, id, month, cancel);
        if (!paid.Ok)
            return paid.As<FeeMonth>();
        db.Insert(new NurseryFee { Id = id, Group = group.Id, Person = child.Person, Reservation = reservation, Scope = group.Scope, Month = month, Fen = group.FeeFen, Posting = paid.Value, At = now });
        return new FeeMonth(month, group.FeeFen, now);
    }

    private async Task<Result<TransferId>> Pay(NurseryGroup group, Guid fee, DateOnly month, CancellationToken cancel)
    {
        var nursery = await db.Unfiltered<Nursery>().AsNoTracking().SingleAsync(n => n.Code == group.Nursery, cancel);
        var place = ScopePath.Parse(nursery.Scope, null);
        var wallet = await ledger.Wallet(current.Value.Person!.Value, LedgerUnit.Fen, cancel);
        var takings = await ledger.Open(new(new(OwnerKind.Operator, nursery.Operator), LedgerUnit.Fen, "takings", place, null) { Label = ($"{nursery.NameZh} 保育费", $"Fees of {nursery.NameEn}") }, cancel);
        if (group.FeeFen == 0)
            return default(TransferId);
        var posted = await ledger.Post(
            new(Poster, fee.ToString("N"), "nursery.fee",
                ($"保育费 {month:yyyy-MM}", $"Child-care {month:yyyy-MM}"), [Entry.From(wallet, new Fen(group.FeeFen)), Entry.To(takings, new Fen(group.FeeFen))])
            {
                Subject = fee.ToString(),
            },
            cancel);
        return posted.Ok ? posted.Value.Id : posted.As<TransferId>();
    }
}
