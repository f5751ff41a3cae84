using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Settle;

/// <summary>The receipts behind a number of a month (明细), newest first; without names.</summary>
/// <param name="Month">Year and month.</param>
internal sealed record SubsidyLines(int Month) : IQuery<IReadOnlyList<SubsidyLineOfMeal>>, IValidated
{
    /// <summary>Code of the site.</summary>
    public string? Site { get; init; }

    /// <summary>Code of the payer.</summary>
    public string? Payer { get; init; }

    /// <summary>Age class, as the month names it in English.</summary>
    public string? AgeClass { get; init; }

    /// <summary>Local day.</summary>
    public DateOnly? Day { get; init; }

    public IEnumerable<Problem> Problems()
    {
        if (CanteenRules.MonthFault(Month) is { } fault)
            yield return fault;
    }
}

/// <summary>A subsidy.</summary>
internal sealed record SubsidyLineOfMeal(Guid MealId, string Number, DateTimeOffset At, Phrase Site, Phrase AgeClass, Phrase Payer, long ListFen, long PaysFen, long Fen);

internal sealed class SubsidyLinesHandler(SubsidyTable table) : IHandler<SubsidyLines, IReadOnlyList<SubsidyLineOfMeal>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/canteen/settlement/{month:int}/lines", (int month, string? site, string? payer, string? ageClass, DateOnly? day, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new SubsidyLines(month) { Site = site, Payer = payer, AgeClass = ageClass, Day = day }, cancel))
            .Needs(CanteenPermissions.Settle).WithTags("Canteen").WithSummary("The receipts behind a number of a month 补贴明细");

    public async Task<Result<IReadOnlyList<SubsidyLineOfMeal>>> Handle(SubsidyLines request, CancellationToken cancel) =>
        (await table.Lines(request.Month, request.Site)
            .Where(x => (request.Payer == null || x.Subsidy.Payer == request.Payer) && (request.AgeClass == null || x.Subsidy.AgeClassEn == request.AgeClass) && (request.Day == null || x.Subsidy.Day == request.Day))
            .OrderByDescending(x => x.Subsidy.Id).Take(500).ToListAsync(cancel))
        .ConvertAll(x => new SubsidyLineOfMeal(
            x.Meal.Id, x.Meal.Number, x.Meal.At, x.Site.Name, new(x.Subsidy.AgeClassZh, x.Subsidy.AgeClassEn), new(x.Subsidy.PayerZh, x.Subsidy.PayerEn), x.Meal.ListFen, x.Meal.PaysFen, x.Subsidy.Fen));
}
