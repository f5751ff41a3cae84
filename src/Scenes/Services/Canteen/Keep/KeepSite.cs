using System.Text.RegularExpressions;
using Linli.Market;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Keep;

/// <summary>Opens a canteen or banquet room, or changes what people read of it (维护食堂). Code, place, kind and operator stay.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Code">Lower case, digits, hyphens, 2–20.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Operator">Key of whoever runs it: lower case, digits, hyphens.</param>
/// <param name="OperatorName">What the receipt says of them.</param>
/// <param name="Tariff">Code of the tariff by which it sells.</param>
/// <param name="Serving">When meals are served.</param>
public sealed record KeepSite(
    ScopePath Place, string Code, SiteKind Kind, Phrase Name, string Operator, string OperatorName, string Tariff, IReadOnlyList<ServingTime> Serving) : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>What it is; at most 300 characters.</summary>
    public string About { get; init; } = "";

    /// <summary>Where to find it.</summary>
    public string Address { get; init; } = "";

    /// <summary>Telephone.</summary>
    public string Phone { get; init; } = "";

    /// <summary>When it is open, in words.</summary>
    public string Hours { get; init; } = "";

    /// <summary>Code of the facility on the map that people know it by; the map leads from there to its menu.</summary>
    public string? Facility { get; init; }

    /// <summary>Code of the space of the ledger that a banquet room is; it is booked there.</summary>
    public string? Space { get; init; }

    string? IAudited.AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!SiteRules.Code().IsMatch(Code) || !SiteRules.Code().IsMatch(Operator))
            yield return Problem.Invalid("code", "canteen.site_code", "代码为 2–20 位小写字母、数字和连字符。", "Codes have 2 to 20 lower-case letters, digits and hyphens.");
        if (Tariff is not { Length: >= 1 and <= 40 })
            yield return Problem.Invalid("tariff", "canteen.no_such_tariff", "请填写价格规则的代码。", "Give the code of a tariff.");
        if (Name.Zh is null or { Length: 0 or > 40 } || Name.En is null or { Length: 0 or > 80 })
            yield return Problem.Invalid("name", "canteen.site_name", "请写中文和英文名称。", "Give a name in Chinese and English.");
        if (OperatorName.Length is 0 or > 60 || About.Length > 300 || Address.Length > 120 || Phone.Length > 30 || Hours.Length > 80 || Facility is { Length: > 60 })
            yield return Problem.Invalid("operatorName", "canteen.site_texts", "请填写运营方；介绍最多 300 字。", "Name the operator; a description has at most 300 characters.");
        if (Serving.GroupBy(s => s.Meal).Any(g => g.Count() > 1) || Serving.Any(s => s.Until <= s.From || s.OrderUntil > s.Until) || (Kind == SiteKind.Canteen && Serving.Count == 0))
            yield return Problem.Invalid("serving", "canteen.site_times", "每餐填一次时间，结束晚于开始，预订截止不晚于结束。", "Each meal once; it ends after it begins, and orders close before it ends.");
    }
}

internal sealed class KeepSiteHandler(LinliDb db, IScopeTree tree, ITariffs tariffs, ILentSpaces spaces, CurrentCaller current, TimeProvider time) : IHandler<KeepSite, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/sites", (KeepSite request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Manage).WithTags("Canteen").WithSummary("Open a canteen or change its facts 维护食堂");

    public async Task<Result<Guid>> Handle(KeepSite request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"canteen.site.{request.Code}", cancel);

        // Codes are unique everywhere: they name accounts.
        var site = await db.Unfiltered<CanteenSite>().SingleOrDefaultAsync(s => s.Code == request.Code, cancel);
        if (tree.Find(request.Place) is null || !current.Value.May(CanteenPermissions.Manage, request.Place) || (site is not null && !current.Value.May(CanteenPermissions.Manage, site.Scope)))
            return Problem.Forbidden("canteen.not_your_place", "您不能维护这个地方的食堂。", "You do not keep canteens of this place.");
        if (request.Kind == SiteKind.Canteen && await tariffs.At(request.Tariff, request.Place, LocalTime.Today(time), cancel) is null)
            return Problem.Invalid("tariff", "canteen.no_such_tariff", "今天没有生效的这个价格规则，请先在“价格规则”里定好。", "No such tariff holds today: decide it under tariffs first.");

        if (request.Space is { Length: > 0 } space && (request.Kind != SiteKind.Banquet || !(await spaces.Find([space], cancel)).TryGetValue(space, out var room) || !request.Place.Contains(room.Place)))
            return Problem.Invalid("space", "canteen.no_such_space", "空间台账里没有这个场地，或它不在这个地方；只有家宴中心需要填写。", "The space ledger has no such space at this place; only banquet rooms name one.");

        // Takings are paid out to the operator's account: it is not for one place to pay into another's.
        var held = await db.Unfiltered<CanteenSite>().AsNoTracking().Where(s => s.Operator == request.Operator).Select(s => s.Scope).Distinct().ToListAsync(cancel);
        if (held.Count > 0 && !held.Any(s => current.Value.May(CanteenPermissions.Manage, s)))
            return Problem.Forbidden("canteen.operator_taken", "这个运营方账户属于别的地方，请换一个代码。", "This operator's account belongs to another place: choose another code.") with { Field = "operator" };
        if (site is null)
        {
            site = new()
            {
                Id = Guid.CreateVersion7(Clock.Now(time)), Code = request.Code, Scope = request.Place.Value, Kind = request.Kind, NameZh = "", NameEn = "", About = "", Address = "",
                Phone = "", Hours = "", Operator = request.Operator, OperatorName = "", Tariff = request.Tariff, Times = "[]",
            };
            db.Insert(site);
        }
        else if (site.Scope != request.Place.Value || site.Operator != request.Operator || site.Kind != request.Kind)
            return Problem.Conflict("canteen.site_fixed", "食堂的地点、类型和运营方账户不能更改：请新开一个。", "Place, kind and operator stay: their accounts hang on them. Open another one.");

        (site.NameZh, site.NameEn, site.OperatorName, site.Tariff, site.Serving) = (request.Name.Zh, request.Name.En, request.OperatorName, request.Tariff, request.Serving);
        (site.About, site.Address, site.Phone, site.Hours, site.Facility, site.Space) = (request.About, request.Address, request.Phone, request.Hours, Kept(request.Facility, site.Facility), Kept(request.Space, site.Space));
        return site.Id;
    }

    // What is left out stays; what is empty is taken away.
    private static string? Kept(string? asked, string? known) => asked is null ? known : asked.Length == 0 ? null : asked;
}

internal static partial class SiteRules
{
    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,18}[a-z0-9]$", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Code();
}
