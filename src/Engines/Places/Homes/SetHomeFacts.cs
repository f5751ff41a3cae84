using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Homes;

/// <summary>Says how large a home is, by what source, and what it is used for; what is left out stays.</summary>
/// <param name="Area">Exclusive area in square metres, more than 0 and at most 100,000, two decimals.</param>
/// <param name="AreaFrom">register, survey or contract (R02): a weaker source never replaces a stronger one.</param>
/// <param name="Use">dwelling, talentFlat, shop or office.</param>
public sealed record SetHomeFacts(decimal? Area = null, AreaSource? AreaFrom = null, HomeUse? Use = null) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>The home.</summary>
    [JsonIgnore]
    public HomeId Home { get; init; }

    /// <inheritdoc/>
    public string? AuditSubject => Home.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Area is <= 0 or > 100_000 || (Area is { } area && decimal.Round(area, 2) != area))
            yield return Problem.Invalid("area", "places.area_range", "面积应大于 0、不超过 100000 平方米，最多两位小数。", "An area is more than 0 and at most 100,000 square metres, with at most two decimals.");
        if (Area is null != AreaFrom is null)
            yield return Problem.Invalid("areaFrom", "places.area_source", "请同时填写面积和来源（不动产登记、测绘或合同）。", "Give the area together with its source: register, survey or contract.");
        if ((Area, Use) is (null, null))
            yield return Problem.Invalid("use", "places.home_nothing", "请填写面积或用途。", "Give an area or a use.");
    }
}

internal sealed class SetHomeFactsHandler(LinliDb db, CurrentCaller caller) : IHandler<SetHomeFacts, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch("/places/homes/{id}", (HomeId id, SetHomeFacts request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Home = id }, cancel))
            .Needs(PlacesPermissions.HomeFacts).WithSummary("Set area and use of a home 房屋面积与用途");

    public async Task<Result<Done>> Handle(SetHomeFacts request, CancellationToken cancel)
    {
        var home = await db.Unfiltered<HomeRow>().SingleOrDefaultAsync(h => h.Id == request.Home, cancel);
        if (home is null || !(caller.Value.May(PlacesPermissions.HomeFacts, home.Scope) || caller.Value.May(PlacesPermissions.HomeFacts, home.Building)))
            return Problem.NotFound("places.home_not_found", "没有找到这套房屋，或不在您的辖区。", "This home was not found, or lies outside your places.");
        if (request is { Area: { } area, AreaFrom: { } source })
        {
            if (home is { AreaDm2: not null, AreaFrom: { } known } && !AreaSources.MayReplace(known, source))
                return new Problem("places.area_weaker", AreaSources.Weaker(known), ProblemKind.Conflict, "areaFrom");
            (home.AreaDm2, home.AreaFrom) = ((int)(area * 100), source);
        }

        home.Use = request.Use ?? home.Use;
        return Done.It;
    }
}

/// <summary>Which source of an area is believed (R02): the register before a survey before the contract.</summary>
internal static class AreaSources
{
    /// <summary>Whether an area of one source may take the place of another's; one of the same source corrects it.</summary>
    public static bool MayReplace(AreaSource known, AreaSource with) => with <= known;

    internal static Platform.Text.Phrase Weaker(AreaSource known) => known == AreaSource.Register
        ? ("已有不动产登记面积，测绘或合同面积不能替代；如登记有变，请按登记簿更正。", "The area of the property register is known: a survey or contract does not replace it.")
        : ("已有测绘面积，合同面积不能替代。", "A surveyed area is known: a contract does not replace it.");
}
