using System.Text.Json.Serialization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Redemption;

/// <summary>Opens a redemption station, or changes one (兑换站).</summary>
/// <param name="Place">Code of the community or joined communities; kept when it is changed.</param>
/// <param name="NameZh">2–30 characters.</param>
/// <param name="NameEn">2–60 characters.</param>
/// <param name="Where">Where it is, 2–60 characters.</param>
/// <param name="Shop">Code of the shop that hands out; kept when it is changed.</param>
/// <param name="Open">Whether it hands out now.</param>
internal sealed record KeepStation(string? Place, string? NameZh, string? NameEn, string? Where, string? Shop, bool Open = true) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid? Id { get; init; }

    string? IAudited.AuditSubject => Id?.ToString();

    public IEnumerable<Problem> Problems()
    {
        foreach (var (text, field, most) in new[] { (NameZh, "nameZh", 30), (NameEn, "nameEn", 60), (Where, "where", 60) })
            if (!PlainText.TryCleanLine(text, most, out var clean) || clean.Length < 2)
                yield return Problem.Invalid(field, "redemption.station_text", $"请填写 2–{most} 个字。", $"Give 2 to {most} characters.");
    }
}

/// <summary>Offers something for points at a station, or changes it. What was redeemed stays as it was.</summary>
internal sealed record KeepOffer : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Which; left out for a new one.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    /// <summary>The station; new offers only.</summary>
    public Guid Station { get; init; }

    /// <summary>Goods of the station's shop; left out for a voucher. New offers only.</summary>
    public Guid? Goods { get; init; }

    /// <summary>2–40 characters; that of the goods when left out.</summary>
    public string? NameZh { get; init; }

    /// <summary>2–80 characters.</summary>
    public string? NameEn { get; init; }

    /// <summary>1–100,000.</summary>
    public long Points { get; init; }

    /// <summary>What the cooperative reimburses for one, in fen, 0–10,000,000.</summary>
    public long SettlementFen { get; init; }

    /// <summary>1–1,000 for each person in a month.</summary>
    public int? PerMonth { get; init; }

    /// <summary>Vouchers that are left, 0–100,000. Left out: no limit for a new offer, and as it stands when one is changed.</summary>
    public int? Left { get; init; }

    /// <summary>Where <see cref="Left"/> is changed: the version that was looked at, so that nothing redeemed meanwhile is given once more.</summary>
    public int? Version { get; init; }

    /// <summary>Whether as many are given as people want; changes only.</summary>
    public bool NoLimit { get; init; }

    /// <summary>Team code of who gives the service of a voucher; new offers only.</summary>
    public string? Provider { get; init; }

    /// <summary>1–730 days a voucher is good for.</summary>
    public int ValidDays { get; init; } = 90;

    /// <summary>Whether it is offered now.</summary>
    public bool Open { get; init; } = true;

    string? IAudited.AuditSubject => Id?.ToString() ?? Station.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Points is < 1 or > 100_000)
            yield return Problem.Invalid("points", "redemption.price", "积分价为 1–100000 的整数。", "A price is 1 to 100,000 points.");
        if (SettlementFen is < 0 or > 10_000_000)
            yield return Problem.Invalid("settlementFen", "redemption.settlement", "结算价为 0–100000 元。", "The settlement price is ¥0 to ¥100,000.");
        if (PerMonth is < 1 or > 1_000)
            yield return Problem.Invalid("perMonth", "redemption.per_month", "每人每月限兑 1–1000 份。", "1 to 1,000 for each person in a month.");
        if (Left is < 0 or > 100_000)
            yield return Problem.Invalid("left", "redemption.left", "券的数量为 0–100000。", "0 to 100,000 vouchers.");
        if (ValidDays is < 1 or > 730)
            yield return Problem.Invalid("validDays", "redemption.valid_days", "有效期为 1–730 天。", "A voucher is good for 1 to 730 days.");
        if (!PlainText.TryCleanLine(NameZh, 40, out var zh) || (zh.Length < 2 && Goods is null && Id is null))
            yield return Problem.Invalid("nameZh", "redemption.offer_name", "请填写名称（2–40 个字）。", "Give a name of 2 to 40 characters.");
        if (!PlainText.TryCleanLine(NameEn, 80, out _))
            yield return Problem.Invalid("nameEn", "redemption.offer_name_en", "英文名称最多 80 个字符。", "The English name has at most 80 characters.");
    }
}

internal sealed class KeepStationHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IPeople people, IGoods goods, TimeProvider time) : IHandler<KeepStation, Guid>, IHandler<KeepOffer, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/redemption/stations", (KeepStation request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(RedemptionPermissions.Keep).WithTags("Redemption").WithSummary("Open a redemption station 新建兑换站");
        api.MapPut("/market/redemption/stations/{id:guid}", (Guid id, KeepStation request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(RedemptionPermissions.Keep).WithTags("Redemption").WithSummary("Change a station 修改兑换站");
        api.MapPost("/market/redemption/offers", (KeepOffer request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(RedemptionPermissions.Keep).WithTags("Redemption").WithSummary("Offer something for points 新增兑换品");
        api.MapPut("/market/redemption/offers/{id:guid}", (Guid id, KeepOffer request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(RedemptionPermissions.Keep).WithTags("Redemption").WithSummary("Change what is offered 修改兑换品");
    }

    public async Task<Result<Guid>> Handle(KeepStation request, CancellationToken cancel)
    {
        PlainText.TryCleanLine(request.NameZh, 30, out var zh);
        PlainText.TryCleanLine(request.NameEn, 60, out var en);
        PlainText.TryCleanLine(request.Where, 60, out var where);
        RedemptionStation? station;
        if (request.Id is { } id)
        {
            station = await db.Scoped<RedemptionStation>(current.Value.ScopesFor(RedemptionPermissions.Keep)).SingleOrDefaultAsync(s => s.Id == id, cancel);
            if (station is null)
                return Problem.NotFound("redemption.station_not_found", "没有找到这个兑换站。", "This station was not found.");
        }
        else
        {
            if (tree.FindCode(request.Place ?? "") is not { Kind: PlaceKind.Community or PlaceKind.Group } place || !current.Value.May(RedemptionPermissions.Keep, place.Path))
                return Problem.Invalid("place", "redemption.place", "请选择您所在的社区。", "Choose a community where you work.");
            if ((await people.Teams(cancel)).FirstOrDefault(t => t.Code == request.Shop && t.Kind == Team.Merchant) is null)
                return Problem.Invalid("shop", "redemption.shop", "请选择已公开的商户。", "Choose a listed shop.");
            var now = Clock.Now(time);
            db.Insert(station = new() { Id = Guid.CreateVersion7(now), Scope = place.Path.Value, NameZh = zh, NameEn = en, Place = where, Shop = request.Shop!, Open = request.Open, At = now });
        }

        (station.NameZh, station.NameEn, station.Place, station.Open) = (zh, en, where, request.Open);
        return station.Id;
    }

    public async Task<Result<Guid>> Handle(KeepOffer request, CancellationToken cancel)
    {
        var mine = current.Value.ScopesFor(RedemptionPermissions.Keep);
        PlainText.TryCleanLine(request.NameZh, 40, out var zh);
        PlainText.TryCleanLine(request.NameEn, 80, out var en);
        if (request.Id is { } id)
        {
            await db.LockUntilCommit($"redemption.offer.{id}", cancel);
            if (await db.Scoped<RedemptionOffer>(mine).SingleOrDefaultAsync(o => o.Id == id, cancel) is not { } known)
                return RedemptionRules.OfferNotFound;
            if (known.Kind == OfferKind.Voucher && request.Left is { } wanted && wanted != known.Left && request.Version != known.Version)
                return Problem.Conflict("redemption.offer_changed", $"期间有人兑换，现在还剩 {known.Left} 张，请核对数量后再保存。", $"Somebody redeemed meanwhile, {known.Left} are left now: look at the number and save again.") with { Field = "left" };
            (known.NameZh, known.NameEn) = (zh.Length == 0 ? known.NameZh : zh, en.Length == 0 ? known.NameEn : en);
            (known.Points, known.SettlementFen, known.PerMonth, known.ValidDays, known.Open, known.Version) = (request.Points, request.SettlementFen, request.PerMonth, request.ValidDays, request.Open, known.Version + 1);
            if (known.Kind == OfferKind.Voucher)
                known.Left = request.NoLimit ? null : request.Left ?? known.Left;
            return known.Id;
        }

        if (await db.Scoped<RedemptionStation>(mine).AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Station, cancel) is not { } station)
            return Problem.Invalid("station", "redemption.station_not_found", "没有找到这个兑换站。", "This station was not found.");
        var line = request.Goods is { } kind && await goods.Find([new(kind)], cancel) is [var one] ? one : null;
        if (request.Goods is not null && line?.Shop != station.Shop)
            return Problem.Invalid("goods", "redemption.goods", "请选择这家店在售的商品。", "Choose goods that this shop sells.");
        if (request.Goods is null && (await people.Teams(cancel)).All(t => t.Code != request.Provider))
            return Problem.Invalid("provider", "redemption.provider", "请选择由谁提供服务。", "Choose who gives the service.");
        var offer = new RedemptionOffer
        {
            Id = Guid.CreateVersion7(Clock.Now(time)), Scope = station.Scope, Station = station.Id, Kind = line is null ? OfferKind.Voucher : OfferKind.Goods, Goods = line?.Id,
            NameZh = zh.Length > 0 ? zh : line!.Name.Zh, NameEn = en.Length > 0 ? en : line?.Name.En ?? zh, Points = request.Points, SettlementFen = request.SettlementFen, PerMonth = request.PerMonth,
            Left = line is null ? request.Left : null, Provider = line is null ? request.Provider : null, ValidDays = request.ValidDays, Open = request.Open, Version = 1,
        };
        db.Insert(offer);
        return offer.Id;
    }
}
