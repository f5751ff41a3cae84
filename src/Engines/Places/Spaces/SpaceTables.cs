using System.Globalization;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Spaces;

/// <summary>The ledger as a table: the same columns go out and come in.</summary>
internal static class SpaceTables
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("code", true, "代码", "编号", "空间编号"), new("name_zh", true, "名称", "空间名称", "name"), new("name_en", false, "英文名称"),
        new("place", true, "所属地点", "所属社区", "社区", "scope"), new("part_of", false, "上级空间", "所属中心"),
        new("collection", false, "归集"), new("collection_en", false, "英文归集名"),
        new("area_m2", false, "面积", "建筑面积", "面积㎡", "面积(平方米)", "面积（平方米）"), new("approximate", false, "约数"), new("overlap_note", false, "重叠原因"),
        new("owner_kind", true, "权属性质"), new("owner", true, "权属单位", "产权单位", "权属"), new("former_use", false, "原用途"), new("former_use_en", false, "英文原用途"),
        new("allowed_uses", true, "允许用途", "用途"), new("scene", true, "场景", "所属场景"), new("state", false, "状态"), new("state_note", false, "状态说明"),
        new("opening_hours", false, "开放时间"), new("phone", false, "电话", "联系电话"), new("address", false, "地址"),
        new("lon", false, "经度"), new("lat", false, "纬度"), new("crs", false, "坐标系"), new("facility", false, "对应设施"), new("shared_with", false, "共享社区"),
    ];

    public static IReadOnlyCollection<string> KnownHeaders { get; } = [.. Columns.SelectMany(c => c.Names.Append(c.Field))];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/places/spaces/import", Import).Needs(PlacesPermissions.Keep).WithTags("Spaces").WithSummary("Import the space ledger from CSV or Excel 导入")
            .Accepts<IFormFile>("multipart/form-data").Produces<SpacesImported>()
            .DisableAntiforgery(); // as for /files: a sign-in cookie does not come along from another site
        api.MapGet("/places/spaces/export.csv", ([AsParameters] FindSpaces filter, UseCaseRunner runner, TimeProvider time, CancellationToken cancel) =>
                Export(runner, filter, "text/csv; charset=utf-8", "csv", TableWriter.Csv, time, cancel))
            .Needs(PlacesPermissions.Ledger).WithTags("Spaces").WithSummary("The space ledger as CSV 导出 CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/places/spaces/export.xlsx", ([AsParameters] FindSpaces filter, UseCaseRunner runner, TimeProvider time, CancellationToken cancel) =>
                Export(runner, filter, XlsxType, "xlsx", output => TableWriter.Xlsx(output, "空间台账"), time, cancel))
            .Needs(PlacesPermissions.Ledger).WithTags("Spaces").WithSummary("The space ledger as an Excel workbook 导出 Excel").Produces(StatusCodes.Status200OK, contentType: XlsxType);
    }

    /// <summary>The wish of a row, or the first cell that cannot be read.</summary>
    public static (KeepSpace Wish, Problem? Problem) Read(TableRow row, ColumnMap map)
    {
        var problem = default(Problem);
        string? Text(string field) => map.Get(row, field) is { Length: > 0 } text ? text : null;
        Problem Unreadable(string field, string text) =>
            Problem.Invalid(field, "places.cell_unreadable", $"“{text}”无法识别。", $"'{text}' cannot be read.");
        double? Degrees(string field)
        {
            if (Text(field) is not { } text)
                return null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees))
                return degrees;
            problem ??= Unreadable(field, text);
            return null;
        }

        TWord Word<TWord>(string field, Func<TWord, Phrase> say, TWord otherwise) where TWord : struct, Enum
        {
            if (Text(field) is not { } text)
                return otherwise;
            foreach (var word in Enum.GetValues<TWord>())
                if (string.Equals(word.ToString(), text, StringComparison.OrdinalIgnoreCase) || say(word).Zh == text || string.Equals(say(word).En, text, StringComparison.OrdinalIgnoreCase))
                    return word;
            problem ??= Unreadable(field, text);
            return otherwise;
        }

        decimal? area = null;
        if (Text("area_m2") is { } metres)
            if (decimal.TryParse(metres, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                area = number;
            else
                problem = Unreadable("area_m2", metres);
        var uses = (Text("allowed_uses") ?? "").Split(['|', '、', ',', '，', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var wish = new KeepSpace
        {
            Code = Text("code") ?? "", Place = Text("place") ?? "", NameZh = Text("name_zh") ?? "", NameEn = Text("name_en"), PartOf = Text("part_of"),
            Collection = Text("collection"), CollectionEn = Text("collection_en"), Area = area, AreaIsApproximate = Yes(Text("approximate")), OverlapNote = Text("overlap_note"),
            OwnerKind = Word("owner_kind", SpaceWords.Of, OwnerKind.Private), Owner = Text("owner") ?? "", FormerUse = Text("former_use"), FormerUseEn = Text("former_use_en"),
            AllowedUses = [.. uses.Select(u => SpaceUses.Find(u) ?? u)], Scene = Word("scene", SceneNames.Name, Scene.Neighbours),
            State = Word("state", SpaceWords.Of, SpaceState.InUse), StateNote = Text("state_note"), OpeningHours = Text("opening_hours"), Phone = Text("phone"),
            Address = Text("address"), Longitude = Degrees("lon"), Latitude = Degrees("lat"), Crs = Text("crs"), Facility = Text("facility"),
            SharedWith = (Text("shared_with") ?? "").Split(['|', '、', ',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
        return (wish, problem);
    }

    private static bool Yes(string? text) => text is "yes" or "true" or "1" or "是" or "约";

    private static async Task<IResult> Import(IFormFile file, bool? dryRun, UseCaseRunner runner, CancellationToken cancel)
    {
        await using var content = file.OpenReadStream();
        var result = await runner.Run(new ImportSpaces(content, file.FileName, dryRun == true), cancel);
        return result.Ok ? TypedResults.Ok(result.Value) : ProblemResults.From(result.Problems);
    }

    private static async Task<IResult> Export(
        UseCaseRunner runner, FindSpaces filter, string mediaType, string extension, Func<Stream, TableWriter> writer, TimeProvider time, CancellationToken cancel)
    {
        var found = await runner.Ask(new SpacesForExport(filter), cancel);
        if (!found.Ok)
            return ProblemResults.From(found.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = writer(output);
                await table.WriteHeaderAsync([.. Columns.Select(c => c.Names[0])], cancel);
                foreach (var line in found.Value)
                    await table.WriteRowAsync(Cells(line.Space, line.SharedWith), cancel);
                await table.CompleteAsync(cancel);
            },
            mediaType, $"spaces-{LocalTime.Today(time):yyyyMMdd}.{extension}");
    }

    private static object?[] Cells(SpaceLine s, string shared) =>
    [
        s.Code, s.Name.Zh, s.Name.En, s.Place.Code, s.PartOf, s.Collection?.Zh, s.Collection?.En, s.Area, s.AreaIsApproximate ? "是" : null, s.OverlapNote,
        SpaceWords.Of(s.OwnerKind).Zh, s.Owner, s.FormerUse?.Zh, s.FormerUse?.En, string.Join('|', s.AllowedUses.Select(u => SpaceUses.NameOf(u).Zh)), s.Scene.Name().Zh,
        SpaceWords.Of(s.State).Zh, s.StateNote, s.OpeningHours, s.Phone, s.Address, s.Longitude, s.Latitude, s.Longitude is null ? null : "wgs84", s.Facility, shared,
    ];
}
