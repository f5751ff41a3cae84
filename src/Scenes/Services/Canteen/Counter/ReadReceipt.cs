using Linli.Market;
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

namespace Linli.Services.Canteen.Counter;

/// <summary>A receipt (小票): for whoever ate, family who may see it, and staff of the canteen and the accountant.</summary>
public sealed record ReadReceipt(Guid Id) : IQuery<Receipt>;

/// <summary>A receipt with every deduction in its order.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="Site">Where.</param>
/// <param name="Operator">Who runs the canteen.</param>
/// <param name="Day">Local day of the meal.</param>
/// <param name="Meal">Which meal.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Items">What.</param>
/// <param name="ListFen">List price.</param>
/// <param name="Lines">Each deduction.</param>
/// <param name="PaysFen">What was paid.</param>
/// <param name="PaidBy">How.</param>
/// <param name="Takeaway">Whether it was taken away.</param>
/// <param name="AgeClass">Between which ages.</param>
/// <param name="Payers">Names of those who bear subsidies, by code.</param>
/// <param name="Tariff">The rule it was priced by, and what that rests on.</param>
/// <param name="VoidedAt">When it was made void.</param>
/// <param name="VoidReason">Why.</param>
public sealed record Receipt(
    Guid Id, string Number, Phrase Site, string Operator, DateOnly Day, MealTime Meal, DateTimeOffset At, IReadOnlyList<MealItem> Items, long ListFen, IReadOnlyList<TariffLine> Lines,
    long PaysFen, PayBy PaidBy, bool Takeaway, Phrase AgeClass, IReadOnlyDictionary<string, Phrase> Payers, string Tariff, DateTimeOffset? VoidedAt, string? VoidReason);

internal sealed class ReadReceiptHandler(LinliDb db, ITariffs tariffs, IActingFor family, CurrentCaller current) : IHandler<ReadReceipt, Receipt>, IUseCase
{
    public static readonly Problem NotFound = Problem.NotFound("canteen.receipt_not_found", "没有找到这张小票。", "This receipt was not found.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/canteen/receipts/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadReceipt(id), cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("A receipt with every deduction in order 小票");

    public async Task<Result<Receipt>> Handle(ReadReceipt request, CancellationToken cancel)
    {
        var mine = (await family.People(FamilyMatters.View, cancel)).Select(p => (Guid?)p.Person).Append(current.Value.Person).Where(p => p is not null).ToList();
        var staff = current.Value.ScopesFor(CanteenPermissions.Sell).Paths.Concat(current.Value.ScopesFor(CanteenPermissions.Settle).Paths);
        if (await db.Scoped<MealRow>(ScopeSet.Of(staff), m => mine.Contains(m.Person)).AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.Id, cancel) is not { } meal)
            return NotFound;
        var site = await db.Unfiltered<CanteenSite>().AsNoTracking().SingleAsync(s => s.Id == meal.Site, cancel);
        var tariff = await tariffs.Version(meal.Tariff, cancel);
        var payers = await db.Unfiltered<SubsidyLine>().AsNoTracking().Where(s => s.MealId == meal.Id).ToListAsync(cancel);
        return new Receipt(
            meal.Id, meal.Number, site.Name, site.OperatorName, meal.Day, meal.Meal, meal.At, meal.Eaten, meal.ListFen, meal.Steps, meal.PaysFen, meal.PaidBy, meal.Takeaway,
            meal.AgeClass, payers.DistinctBy(p => p.Payer).ToDictionary(p => p.Payer, p => new Phrase(p.PayerZh, p.PayerEn)),
            $"{tariff.Name} · {tariff.Source}", meal.VoidedAt, meal.VoidReason);
    }
}
