using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Zones;

/// <summary>A service of a zone as it is kept.</summary>
/// <param name="NameZh">2–30 characters.</param>
/// <param name="NameEn">2–60 characters.</param>
/// <param name="About">At most 200 characters.</param>
/// <param name="Where">Where in the house, at most 40 characters.</param>
/// <param name="Hours">When, at most 60 characters.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Path">The page of Linli that serves it, beginning with a slash.</param>
/// <param name="Shop">Code of the shop that offers it.</param>
public sealed record ZoneServiceWish(
    string? NameZh, string? NameEn, string? About = null, string? Where = null, string? Hours = null, string? Phone = null, string? Path = null, string? Shop = null);

/// <summary>Keeps a zone of the market house with its services (维护市集分区).</summary>
/// <param name="NameZh">2–12 characters.</param>
/// <param name="NameEn">2–40 characters.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="Order">Lower comes first.</param>
/// <param name="About">At most 200 characters.</param>
/// <param name="Services">Up to 40.</param>
/// <param name="Place">Path of the place; new zones only.</param>
public sealed record KeepZone(
    string? NameZh, string? NameEn, string? Icon, int Order, string? About, IReadOnlyList<ZoneServiceWish> Services, ScopePath? Place = null) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Such as <c>food</c>.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    string? IAudited.AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Code is not { Length: >= 2 and <= 40 } || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "market.zone_code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 small letters, digits or hyphens.");
        if (!Line(NameZh, 2, 12) || !Line(NameEn, 2, 40))
            yield return Problem.Invalid("nameZh", "market.zone_name", "请填写中文名（2–12 个字）和英文名（2–40 个字符）。", "Give the Chinese name (2–12 characters) and the English one (2–40).");
        if (!Line(Icon, 1, 40) || !Line(About, 0, 200) || Order is < 0 or > 1000)
            yield return Problem.Invalid("icon", "market.zone_icon", "图标、介绍（不超过 200 个字）或顺序不正确。", "Icon, description (at most 200 characters) or order is wrong.");
        if (Services is not { Count: <= 40 } || Services.Any(s => s is null || !IsRight(s)))
            yield return Problem.Invalid("services", "market.zone_services",
                "最多 40 项服务；每项有中文名（2–30 个字）和英文名，电话和页面地址要正确。", "At most 40 services, each with its Chinese (2–30 characters) and English name; telephone and page must be right.");
    }

    private static bool IsRight(ZoneServiceWish s) =>
        Line(s.NameZh, 2, 30) && Line(s.NameEn, 2, 60) && Line(s.About, 0, 200) && Line(s.Where, 0, 40) && Line(s.Hours, 0, 60) && Line(s.Shop, 0, 60)
        && (string.IsNullOrWhiteSpace(s.Phone) || MobileNumber.TryParse(s.Phone, out _, out _) || Landline.TryParse(s.Phone, out _, out _))
        && (string.IsNullOrWhiteSpace(s.Path) || (s.Path.Length <= 100 && s.Path[0] == '/' && !s.Path.StartsWith("//", StringComparison.Ordinal) && !s.Path.Contains('\\', StringComparison.Ordinal)));

    private static bool Line(string? text, int least, int most) => PlainText.TryCleanLine(text, most, out var clean) && clean.Length >= least;
}

/// <summary>The zones of the market house with their services (五区市集).</summary>
public sealed record ListZones : IQuery<IReadOnlyList<ZoneLine>>;

/// <summary>A zone.</summary>
public sealed record ZoneLine(string Code, Phrase Name, string? About, string Icon, int Order, ScopePath Place, IReadOnlyList<ZoneServiceLine> Services);

/// <summary>A service of a zone.</summary>
public sealed record ZoneServiceLine(Phrase Name, string? About, string? Where, string? Hours, string? Phone, string? Path, string? Shop, Phrase? ShopName);

internal sealed class KeepZonesHandler(LinliDb db, IPeople people, CurrentCaller current, TimeProvider time) : IHandler<KeepZone, Done>, IHandler<ListZones, IReadOnlyList<ZoneLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/market/zones/{code}", (string code, KeepZone request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(MarketPermissions.Tenancies).WithTags("Market").WithSummary("Keep a zone with its services 维护市集分区");
        api.MapGet("/market/zones", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListZones(), cancel))
            .Needs(Access.Public).WithTags("Market").WithSummary("Zones and their services 五区市集");
    }

    public async Task<Result<Done>> Handle(KeepZone request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(MarketPermissions.Tenancies);

        // A code is taken wherever it stands.
        var zone = await db.Unfiltered<Zone>().SingleOrDefaultAsync(z => z.Code == request.Code, cancel);
        var place = zone is null ? request.Place ?? (scopes.Paths is [var first, ..] ? first : ScopePath.Root) : ScopePath.Parse(zone.Scope, null);
        if (!scopes.Covers(place))
            return Problem.Forbidden("market.not_your_place", "您不能在这里登记。", "You may not enter anything for this place.");
        var shops = (await people.Teams(cancel)).Where(t => t.Kind == Team.Merchant).Select(t => t.Code).ToHashSet(StringComparer.Ordinal);
        if (request.Services.FirstOrDefault(s => !string.IsNullOrWhiteSpace(s.Shop) && !shops.Contains(s.Shop)) is { } unknown)
            return Problem.Invalid("services", "market.shop_unknown", $"没有这家店：{unknown.Shop}。", $"There is no such shop: {unknown.Shop}.");
        if (zone is null)
            db.Insert(zone = new() { Code = request.Code, Scope = place.Value, NameZh = "", NameEn = "", Icon = "", Order = 0 });
        (zone.NameZh, zone.NameEn, zone.About, zone.Icon, zone.Order) = (Clean(request.NameZh)!, Clean(request.NameEn)!, Clean(request.About), Clean(request.Icon)!, request.Order);
        await db.Records<ZoneService>().Where(s => s.Zone == zone.Code).ExecuteDeleteAsync(cancel);
        var now = Clock.Now(time);
        db.Records<ZoneService>().AddRange(request.Services.Select((s, i) => new ZoneService
        {
            Id = Guid.CreateVersion7(now), Zone = zone.Code, NameZh = Clean(s.NameZh)!, NameEn = Clean(s.NameEn)!, About = Clean(s.About), Where = Clean(s.Where), Hours = Clean(s.Hours),
            Phone = Clean(s.Phone), Path = Clean(s.Path), Shop = Clean(s.Shop), Order = i,
        }));
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<ZoneLine>>> Handle(ListZones request, CancellationToken cancel)
    {
        // A directory is for everybody.
        var zones = await db.Unfiltered<Zone>().AsNoTracking().OrderBy(z => z.Order).ThenBy(z => z.Code).Take(100).ToListAsync(cancel);
        var codes = zones.ConvertAll(z => z.Code);
        var services = (await db.Records<ZoneService>().AsNoTracking().Where(s => codes.Contains(s.Zone)).OrderBy(s => s.Order).ToListAsync(cancel)).ToLookup(s => s.Zone);
        var names = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        return zones.ConvertAll(z => new ZoneLine(z.Code, z.Name, z.About, z.Icon, z.Order, ScopePath.Parse(z.Scope, null), [.. services[z.Code].Select(s => new ZoneServiceLine(
            s.Name, s.About, s.Where, s.Hours, s.Phone, s.Path, s.Shop, s.Shop is { } shop && names.TryGetValue(shop, out var name) ? name : null))]));
    }

    private static string? Clean(string? text) => PlainText.TryCleanLine(text, 300, out var clean) && clean.Length > 0 ? clean : null;
}
