using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Import;

/// <summary>
/// Takes the homes of a place out as a table (房屋清册导出), with the columns an import knows: imported again it changes nothing.
/// Nothing in it says who lives there.
/// </summary>
/// <param name="Place">Code or path of the place; everything the caller works for when left out.</param>
public sealed record ExportHomes(string? Place) : IQuery<HomeTable>;

/// <summary>The rows.</summary>
/// <param name="Rows">Cells in the order of <see cref="Names"/>.</param>
public sealed record HomeTable(IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Headings.</summary>
    public static IReadOnlyList<string> Names { get; } = ["小区", "楼栋", "单元", "楼层", "房号", "产权面积", "面积来源", "用途", "房屋编码"];

    /// <summary>Writes the whole table.</summary>
    public async Task Write(TableWriter table, CancellationToken cancel)
    {
        await table.WriteHeaderAsync(Names, cancel);
        foreach (var row in Rows)
            await table.WriteRowAsync(row, cancel);
        await table.CompleteAsync(cancel);
    }
}

internal sealed class ExportHomesHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<ExportHomes, HomeTable>, IUseCase
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string CsvType = "text/csv; charset=utf-8";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/homes/export.csv", (string? place, UseCaseRunner run, TimeProvider time, CancellationToken cancel) => Download(run, place, "csv", time, cancel))
            .Needs(PlacesPermissions.Homes).WithTags("places").WithSummary("The homes as CSV 导出房屋清册").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/places/homes/export.xlsx", (string? place, UseCaseRunner run, TimeProvider time, CancellationToken cancel) => Download(run, place, "xlsx", time, cancel))
            .Needs(PlacesPermissions.Homes).WithTags("places").WithSummary("The homes as an Excel workbook 导出房屋清册").Produces(StatusCodes.Status200OK, contentType: Xlsx);
    }

    public async Task<Result<HomeTable>> Handle(ExportHomes request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(PlacesPermissions.Homes);
        var buildings = tree.All.Where(p => p.Kind == PlaceKind.Building && scopes.Covers(p.Path)).ToList();
        if (!string.IsNullOrEmpty(request.Place))
        {
            if (tree.Resolve(request.Place) is not { } place || !buildings.Exists(b => place.Path.Contains(b.Path)))
                return Problem.NotFound("places.not_found", "没有找到这个范围，或不在您的辖区。", "This place was not found, or lies outside your places.");
            buildings.RemoveAll(b => !place.Path.Contains(b.Path));
        }

        var rows = new List<IReadOnlyList<object?>>();
        foreach (var building in buildings.OrderBy(b => b.Path))
            rows.AddRange((await db.Unfiltered<HomeRow>().AsNoTracking().Where(h => h.Building == building.Path)
                .OrderBy(h => h.Unit).ThenBy(h => h.Floor).ThenBy(h => h.Door).ToListAsync(cancel)).Select(h => Cells(h, building)));
        return new HomeTable(rows);
    }

    private object?[] Cells(HomeRow home, Place building) =>
    [
        tree.Find(building.Path.Parent)?.Name.Zh,
        building.AddressName ?? building.Name.Zh,
        home.Unit > 0 ? home.Unit.ToString(CultureInfo.InvariantCulture) : null,
        home.Floor,
        home.Room,
        home.AreaDm2 / 100m,
        home.AreaFrom is { } source ? HomeUses.NameOf(source).Zh : null,
        HomeUses.NameOf(home.Use).Zh,
        home.HouseCode,
    ];

    private static async Task<IResult> Download(UseCaseRunner run, string? place, string format, TimeProvider time, CancellationToken cancel)
    {
        var export = await run.Ask(new ExportHomes(place), cancel);
        return export.Ok
            ? TypedResults.Stream(
                async output =>
                {
                    await using var table = format == "csv" ? TableWriter.Csv(output) : TableWriter.Xlsx(output, "房屋");
                    await export.Value.Write(table, cancel);
                },
                format == "csv" ? CsvType : Xlsx, $"homes-{LocalTime.Today(time):yyyyMMdd}.{format}")
            : ProblemResults.From(export.Problems);
    }
}
