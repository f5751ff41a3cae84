using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Board;

/// <summary>What each village got in a month, by age class: what the canteen's tariff prices (村社月度结算). Only what was handed over counts.</summary>
/// <param name="Month">As <c>2026-11</c>.</param>
internal sealed record SettleVillages(string? Month) : IQuery<VillageMonth>;

/// <summary>A month.</summary>
internal sealed record VillageMonth(string Month, IReadOnlyList<VillageFigures> Villages);

/// <summary>Figures of a village.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Days">Days with a hand-over.</param>
/// <param name="Under70">Meals on the sheets for people under 70.</param>
/// <param name="Seventies">For people of 70 to 79.</param>
/// <param name="Eighty">For people of 80 and older.</param>
/// <param name="Short">Boxes of these that did not come.</param>
/// <param name="Handed">Boxes that are billed: what came, or what was settled where village and driver counted otherwise.</param>
/// <param name="Open">Hand-overs whose counts differ and that nobody has settled.</param>
/// <param name="Cold">Hand-overs that were not hot or in time.</param>
internal sealed record VillageFigures(string Code, Phrase Name, int Days, int Under70, int Seventies, int Eighty, int Short, int Handed, int Open, int Cold);

internal sealed class SettleVillagesHandler(LinliDb db, KitchenBook book) : IHandler<SettleVillages, VillageMonth>, IUseCase
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/kitchen/settlements/{month}", (string month, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new SettleVillages(month), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("Meals of each village in a month 村社月度结算");
        api.MapGet("/kitchen/settlements/{month}/table.csv", (string month, UseCaseRunner runner, CancellationToken cancel) => Download(runner, month, "csv", "text/csv; charset=utf-8", TableWriter.Csv, cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("The same as CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/kitchen/settlements/{month}/table.xlsx", (string month, UseCaseRunner runner, CancellationToken cancel) => Download(runner, month, "xlsx", XlsxType, output => TableWriter.Xlsx(output, "村社送餐"), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("The same as an Excel workbook").Produces(StatusCodes.Status200OK, contentType: XlsxType);
    }

    public async Task<Result<VillageMonth>> Handle(SettleVillages request, CancellationToken cancel)
    {
        if (!DateOnly.TryParseExact(request.Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) || first.Year is < 2000 or > 2100)
            return Problem.Invalid("month", "services.month", "月份应如 2026-11。", "A month looks like 2026-11.");
        if (await book.Kitchen(ServicesPermissions.Kitchen, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        var end = first.AddMonths(1);
        var days = await db.Unfiltered<KitchenDay>().AsNoTracking().Where(d => d.Kitchen == kitchen.Code && d.Day >= first && d.Day < end).ToDictionaryAsync(d => d.Id, d => d.Day, cancel);
        var ids = days.Keys.ToList();
        var stops = await db.Unfiltered<RunStop>().AsNoTracking().Where(s => ids.Contains(s.Day) && s.HandedAt != null).ToListAsync(cancel);
        var served = stops.Select(s => (s.Day, s.Village)).ToHashSet();
        var lines = (await db.Records<SheetLine>().AsNoTracking().Where(l => ids.Contains(l.Day)).ToListAsync(cancel)).Where(l => served.Contains((l.Day, l.Village))).ToLookup(l => l.Village);
        var villages = await db.Unfiltered<Village>().AsNoTracking().Where(v => v.Kitchen == kitchen.Code).OrderBy(v => v.Position).ToListAsync(cancel);
        return new VillageMonth(request.Month!, villages.ConvertAll(v =>
        {
            var mine = stops.Where(s => s.Village == v.Code).ToList();
            int Of(AgeClass age) => lines[v.Code].Where(l => l.Age == age).Sum(l => l.Count);
            return new VillageFigures(
                v.Code, (v.NameZh, v.NameEn), mine.Count, Of(AgeClass.Under70), Of(AgeClass.Seventies), Of(AgeClass.Eighty), mine.Sum(s => s.Boxes - s.Billed), mine.Sum(s => s.Billed), mine.Count(s => s.Differs),
                mine.Count(s => !KitchenRules.IsHot(kitchen, s.Tenths ?? 0) || s.HandedAt > KitchenRules.EatBy(kitchen, days[s.Day])));
        }));
    }

    private static async Task<IResult> Download(UseCaseRunner runner, string month, string format, string mediaType, Func<Stream, TableWriter> writer, CancellationToken cancel)
    {
        var figures = await runner.Ask(new SettleVillages(month), cancel);
        if (!figures.Ok)
            return ProblemResults.From(figures.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = writer(output);
                await table.WriteHeaderAsync(["村社", "送餐天数", "不满70岁（份）", "70–79岁（份）", "80岁及以上（份）", "生产单合计", "短少", "结算份数", "份数待核实（次）", "温度或时限异常（次）"], cancel);
                foreach (var v in figures.Value.Villages)
                    await table.WriteRowAsync([v.Name.Zh, v.Days, v.Under70, v.Seventies, v.Eighty, v.Under70 + v.Seventies + v.Eighty, v.Short, v.Handed, v.Open, v.Cold], cancel);
                await table.CompleteAsync(cancel);
            },
            mediaType, $"village-meals-{month}.{format}");
    }
}
