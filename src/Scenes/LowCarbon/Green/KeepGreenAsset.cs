using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Green;

/// <summary>Adds a piece of greenery to the inventory, or changes the one with this code.</summary>
internal sealed record KeepGreenAsset : ICommand<GreenLine>, IValidated, IAudited
{
    /// <summary>Unique, small letters, digits and hyphens; in the address.</summary>
    public string Code { get; init; } = "";

    /// <summary>Code of the building it grows on, or of the place it lies in.</summary>
    public string Place { get; init; } = "";

    /// <summary>Chinese name, 1 to 100 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name; the Chinese one where empty.</summary>
    public string? NameEn { get; init; }

    /// <summary>What it is.</summary>
    public GreenKind Kind { get; init; }

    /// <summary>How it is.</summary>
    public GreenState State { get; init; }

    /// <summary>Square metres above 0, at most two decimals.</summary>
    public decimal? Area { get; init; }

    /// <summary>When it was planted; not in the future.</summary>
    public DateOnly? Planted { get; init; }

    /// <summary>The team or company that keeps it, 1 to 100 characters.</summary>
    public string Keeper { get; init; } = "";

    /// <summary>What grows there.</summary>
    public string? Species { get; init; }

    /// <summary>What else is to know.</summary>
    public string? Note { get; init; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Longitude { get; init; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Latitude { get; init; }

    /// <inheritdoc/>
    public string? AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Code.Length is 0 or > 60 || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "lowcarbon.code_form", "代码为 1–60 个小写字母、数字或连字符。", "A code is 1 to 60 small letters, digits or hyphens.");
        foreach (var (field, text, least, most) in new[] { ("nameZh", NameZh, 1, 100), ("keeper", Keeper, 1, 100), ("nameEn", NameEn, 0, 200), ("species", Species, 0, 200), ("note", Note, 0, 200) })
            if (!PlainText.TryCleanLine(text, most, out var clean) || clean.Length < least)
                yield return Problem.Invalid(field, "lowcarbon.text_length", $"应为 {least}–{most} 个字，一行。", $"{least} to {most} characters on one line.");
        if (Area is { } area && (area <= 0 || area > 10_000_000 || decimal.Truncate(area * 100) != area * 100))
            yield return Problem.Invalid("area", "lowcarbon.area", "面积应大于 0，单位平方米，最多两位小数。", "An area is above 0, in square metres with at most two decimals.");
        if (Longitude is null != Latitude is null || (Latitude is { } latitude && !GeoPoint.IsValid(latitude, Longitude!.Value)))
            yield return Problem.Invalid("place", "lowcarbon.point", "位置不正确，请重新选点。", "The point is wrong: choose it again.");
    }
}

/// <summary>Takes a piece of greenery off the inventory.</summary>
/// <param name="Code">Its code.</param>
internal sealed record RemoveGreenAsset(string Code) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Code;
}

internal sealed class KeepGreenAssetHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<KeepGreenAsset, GreenLine>, IHandler<RemoveGreenAsset, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/green/assets/{code}", (string code, KeepGreenAsset request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(LowCarbonPermissions.KeepGreen).WithTags("Green").WithSummary("Keep a piece of greenery 绿化资产");
        api.MapDelete("/green/assets/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemoveGreenAsset(code), cancel))
            .Needs(LowCarbonPermissions.KeepGreen).WithTags("Green").WithSummary("Take a piece of greenery off the inventory");
    }

    public async Task<Result<GreenLine>> Handle(KeepGreenAsset request, CancellationToken cancel)
    {
        if (request.Planted > LocalTime.Today(time))
            return Problem.Invalid("planted", "lowcarbon.planted", "种植日期不能在今天以后。", "It cannot be planted after today.");
        if (tree.FindCode(request.Place) is not { } place)
            return Problem.Invalid("place", "lowcarbon.unknown_place", "没有这个地点或楼幢，请检查代码。", "There is no such place or building: check its code.");
        var row = await Find(request.Code, cancel);
        if (!current.Value.May(LowCarbonPermissions.KeepGreen, place.Path) || (row is not null && !current.Value.May(LowCarbonPermissions.KeepGreen, row.Scope)))
            return Problem.Forbidden("lowcarbon.not_here", "您的岗位不管理这里的绿化。", "Your post does not keep the greenery here.");
        if (row is null)
            db.Insert(row = new() { Code = request.Code, Scope = place.Path.Value, NameZh = "", NameEn = "", Kind = request.Kind, State = request.State, Keeper = "" });
        (row.Scope, row.Kind, row.State, row.Planted) = (place.Path.Value, request.Kind, request.State, request.Planted);
        (row.NameZh, row.NameEn) = (request.NameZh.Trim(), string.IsNullOrWhiteSpace(request.NameEn) ? request.NameZh.Trim() : request.NameEn.Trim());
        row.AreaDm2 = request.Area is { } area ? (int)(area * 100) : null;
        (row.Keeper, row.Species, row.Note) = (request.Keeper.Trim(), request.Species?.Trim(), request.Note?.Trim());
        (row.Longitude, row.Latitude) = (request.Longitude, request.Latitude);
        return GreenLine.Of(row, tree);
    }

    public async Task<Result<Done>> Handle(RemoveGreenAsset request, CancellationToken cancel)
    {
        if (await Find(request.Code, cancel) is not { } row || !current.Value.May(LowCarbonPermissions.KeepGreen, row.Scope))
            return Problem.NotFound("lowcarbon.unknown_asset", "没有这处绿化。", "There is no such greenery.");
        db.Delete(row);
        return Done.It;
    }

    // Whether the caller may is asked of the row itself.
    private Task<GreenAsset?> Find(string code, CancellationToken cancel) => db.Unfiltered<GreenAsset>().SingleOrDefaultAsync(a => a.Code == code, cancel);
}
