using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Spaces;

/// <summary>Adds a line to the space ledger, or changes the one with this code. What changes is kept in its history.</summary>
internal sealed record KeepSpace : ICommand<SpaceLine>, IValidated, IAudited
{
    /// <summary>Unique in the installation, such as <c>sp-canteen</c>; in the address.</summary>
    public string Code { get; init; } = "";

    /// <summary>Code or path of the place it belongs to; a group's spaces are shared by its communities (S27).</summary>
    public string Place { get; init; } = "";

    /// <summary>Chinese name, 1 to 100 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name; the Chinese one where empty.</summary>
    public string? NameEn { get; init; }

    /// <summary>Code of the whole it is a part of.</summary>
    public string? PartOf { get; init; }

    /// <summary>Wholes counted together under this name (归集).</summary>
    public string? Collection { get; init; }

    /// <summary>The same in English.</summary>
    public string? CollectionEn { get; init; }

    /// <summary>Square metres, at most two decimals; left out while not measured.</summary>
    public decimal? Area { get; init; }

    /// <summary>The area is known only about.</summary>
    public bool AreaIsApproximate { get; init; }

    /// <summary>Why its parts may add up to more than itself.</summary>
    public string? OverlapNote { get; init; }

    /// <summary>Kind of owner.</summary>
    public OwnerKind OwnerKind { get; init; }

    /// <summary>Name of the owner, 1 to 100 characters.</summary>
    public string Owner { get; init; } = "";

    /// <summary>What it was before.</summary>
    public string? FormerUse { get; init; }

    /// <summary>The same in English.</summary>
    public string? FormerUseEn { get; init; }

    /// <summary>Codes of allowed uses, such as <c>meeting</c>; at least one.</summary>
    public IReadOnlyList<string> AllowedUses { get; init; } = [];

    /// <summary>The scene it serves.</summary>
    public Scene Scene { get; init; }

    /// <summary>What it is at the moment.</summary>
    public SpaceState State { get; init; }

    /// <summary>Why it is closed or idle, as people read it.</summary>
    public string? StateNote { get; init; }

    /// <summary>In OpenStreetMap's notation.</summary>
    public string? OpeningHours { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Street and number.</summary>
    public string? Address { get; init; }

    /// <summary>Degrees in <see cref="Crs"/>.</summary>
    public double? Longitude { get; init; }

    /// <summary>Degrees in <see cref="Crs"/>.</summary>
    public double? Latitude { get; init; }

    /// <summary>wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</summary>
    public string? Crs { get; init; }

    /// <summary>Somebody has checked degrees that look wrong.</summary>
    public bool DegreesChecked { get; init; }

    /// <summary>Code of the facility people know it by.</summary>
    public string? Facility { get; init; }

    /// <summary>Codes of further communities that share it (S27).</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <inheritdoc/>
    public string? AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlaceCode.IsValid(Code))
            yield return PlaceCode.Wrong("code");
        if (!PlainText.TryCleanLine(NameZh, 100, out var name) || name.Length == 0)
            yield return Problem.Invalid("nameZh", "places.name_length", "名称应为 1–100 个字。", "A name has 1 to 100 characters.");
        if (!PlainText.TryCleanLine(Owner, 100, out var owner) || owner.Length == 0)
            yield return Problem.Invalid("owner", "places.owner_missing", "请填写权属单位（1–100 个字）。", "Name the owner (1 to 100 characters).");
        if (Area is { } area && SpaceAreas.ToDm2(area) is null)
            yield return Problem.Invalid("area", "places.area_range",
                "面积应大于 0，单位平方米，最多两位小数。", "An area is above 0, in square metres with at most two decimals.");
        if (AllowedUses.Count == 0 || AllowedUses.FirstOrDefault(u => !SpaceUses.Names.ContainsKey(u)) is not null)
            yield return Problem.Invalid("allowedUses", "places.unknown_use",
                "请至少选一种允许用途：" + string.Join("、", SpaceUses.Names.Values.Select(n => n.Zh)), "Choose at least one use: " + string.Join(", ", SpaceUses.Names.Keys));
        if (!string.IsNullOrWhiteSpace(OpeningHours) && !OpeningTimes.TryParse(OpeningHours, out _))
            yield return SpaceProblems.Hours("openingHours");
        if (Longitude is null != Latitude is null)
            yield return Problem.Invalid(Longitude is null ? "longitude" : "latitude", "places.degrees_missing",
                "经度和纬度要一起填写。", "Longitude and latitude belong together.");
        foreach (var (field, text, most) in new[]
        {
            ("nameEn", NameEn, 200), ("collection", Collection, 100), ("collectionEn", CollectionEn, 200), ("overlapNote", OverlapNote, 200), ("formerUse", FormerUse, 100),
            ("formerUseEn", FormerUseEn, 200), ("stateNote", StateNote, 200), ("phone", Phone, 40), ("address", Address, 200),
        })
            if (!PlainText.TryCleanLine(text, most, out _))
                yield return Problem.Invalid(field, "places.text_length", $"最多 {most} 个字，一行。", $"At most {most} characters on one line.");
    }
}

internal sealed class KeepSpaceHandler(SpaceLedger ledger, CurrentCaller current) : IHandler<KeepSpace, SpaceLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/places/spaces/{code}", (string code, KeepSpace request, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(request with { Code = code }, cancel))
            .Needs(PlacesPermissions.Keep).WithTags("Spaces").WithSummary("Keep a line of the space ledger 空间台账");

    public async Task<Result<SpaceLine>> Handle(KeepSpace request, CancellationToken cancel)
    {
        var kept = await ledger.Keep(request, current.Value, cancel);
        return kept.Ok ? SpaceLine.Of(kept.Value) : kept.As<SpaceLine>();
    }
}
