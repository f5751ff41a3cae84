using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Counter;

/// <summary>
/// Makes a receipt void (作废): everybody who paid gets it back by a compensation, subsidies too, and the person may eat again. The
/// receipt stays, with the reason. After a week it takes an accountant who did not sell it.
/// </summary>
/// <param name="Reason">Why, 2–100 characters, without names.</param>
public sealed record VoidMeal(string Reason) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which receipt.</summary>
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Reason.Trim().Length is < 2 or > 100)
            yield return Problem.Invalid("reason", "canteen.void_reason", "请写明作废原因（2–100 字）。", "Say why in 2 to 100 characters.");
    }
}

internal sealed class VoidMealHandler(LinliDb db, CanteenTill till, ILedger ledger, CurrentCaller current) : IHandler<VoidMeal, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/receipts/{id:guid}/void", (Guid id, VoidMeal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(CanteenPermissions.Void).WithTags("Canteen").WithSummary("Make a receipt void 作废小票");

    public async Task<Result<Done>> Handle(VoidMeal request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(CanteenPermissions.Void);
        if (await db.Scoped<MealRow>(scopes).AsNoTracking().Where(m => m.Id == request.Id).Select(m => m.Person).SingleOrDefaultAsync(cancel) is { } eater)
            await till.WaitFor(eater, cancel);
        await db.LockUntilCommit($"canteen.void.{request.Id:N}", cancel);
        if (await db.Scoped<MealRow>(scopes).SingleOrDefaultAsync(m => m.Id == request.Id, cancel) is not { } meal)
            return ReadReceiptHandler.NotFound;
        if (meal.VoidedAt is not null)
            return Done.It;
        if (till.Today.DayNumber - meal.Day.DayNumber > CanteenRules.VoidDays && (meal.By == current.Value.Account || !current.Value.May(CanteenPermissions.Settle, meal.Scope)))
            return Problem.Conflict("canteen.void_too_late",
                $"超过 {CanteenRules.VoidDays} 天的小票，由负责补贴结算、且不是收银本人的同事作废。", $"After {CanteenRules.VoidDays} days a receipt is made void by whoever settles subsidies, and did not sell it.");
        var subsidies = await db.Unfiltered<SubsidyLine>().AsNoTracking().Where(s => s.MealId == meal.Id).ToListAsync(cancel);
        await till.PutBack(meal.Eaten, cancel);
        var day = till.Today;
        if (meal.Transfer is { } transfer)
        {
            var back = await ledger.Reverse(new(transfer, CanteenRules.Poster, $"{meal.Id:D}-void", ("小票作废", "Receipt made void")), cancel);
            if (!back.Ok)
                return back.As<Done>();
            day = back.Value.Date;
        }

        var at = till.Now;
        (meal.VoidedAt, meal.VoidReason) = (at, request.Reason.Trim());
        foreach (var line in subsidies)
            db.Insert(new SubsidyLine
            {
                Id = Guid.CreateVersion7(at), MealId = meal.Id, Site = line.Site, Scope = line.Scope, Day = day, Payer = line.Payer, PayerZh = line.PayerZh,
                PayerEn = line.PayerEn, Account = line.Account, Fen = -line.Fen, AgeClassZh = line.AgeClassZh, AgeClassEn = line.AgeClassEn,
            });
        return Done.It;
    }
}
