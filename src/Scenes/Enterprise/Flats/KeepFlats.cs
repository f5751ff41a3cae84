using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Enterprise.Settling.TalentRules;

namespace Linli.Enterprise.Flats;

/// <summary>Founds an estate of talent flats, or changes its terms.</summary>
/// <param name="Code">1–20 lower-case letters, digits or hyphens.</param>
/// <param name="Community">Code of its community; it stays.</param>
/// <param name="NameZh">2–40 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="OfferHours">How long an offer waits, 1–240.</param>
/// <param name="DepositMonths">Deposit in months of rent, 0–3.</param>
/// <param name="TermMonths">Longest contract, 1–36.</param>
/// <param name="NoticeDays">Days ahead to give notice, 0–90.</param>
/// <param name="Kits">What flats are furnished with, for each layout 0–40 lines; as before when left out.</param>
internal sealed record KeepEstate(string Code, string Community, string? NameZh, string? NameEn = null, int OfferHours = 48, int DepositMonths = 1, int TermMonths = 12, int NoticeDays = 30, IReadOnlyList<KitWish>? Kits = null)
    : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code.Length is 0 or > 20 || Code.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            yield return Problem.Invalid("code", "enterprise.estate_code", "编码为 1–20 个小写字母、数字或连字符。", "A code has 1 to 20 lower-case letters, digits or hyphens.");
        if (Line(NameZh, 2, 40) is null)
            yield return Problem.Invalid("nameZh", "enterprise.text", "名称为 2–40 个字。", "A name has 2 to 40 characters.");
        foreach (var (field, value, min, max) in new[] { ("offerHours", OfferHours, 1, 240), ("depositMonths", DepositMonths, 0, 3), ("termMonths", TermMonths, 1, 36), ("noticeDays", NoticeDays, 0, 90) })
            if (value < min || value > max)
                yield return Problem.Invalid(field, "enterprise.estate_terms", $"应为 {min}–{max}。", $"Give {min} to {max}.");
        if (Kits is { } kits && (kits.Count > 160 || kits.Any(k => Line(k.NameZh, 1, 30) is null || k.Count is < 1 or > 99)))
            yield return Problem.Invalid("kits", "enterprise.kit", "清单每项名称 1–30 个字、数量 1–99。", "Each thing has a name of 1 to 30 characters and a count of 1 to 99.");
    }
}

/// <summary>A thing that flats of a layout are furnished with.</summary>
internal sealed record KitWish(FlatLayout Layout, string? NameZh, string? NameEn = null, int Count = 1);

/// <summary>What the flats of the caller's estates are furnished with, by code of the estate.</summary>
internal sealed record ReadKits : IQuery<IReadOnlyDictionary<string, IReadOnlyList<KitWish>>>;

/// <summary>Adds a flat, or changes what is asked for it; its rent never above the cap of the day.</summary>
/// <param name="Building">Number or name, 1–20 characters without hyphen.</param>
/// <param name="Unit">1–20.</param>
/// <param name="Door">1–10 letters and digits.</param>
/// <param name="Layout">Its rooms.</param>
/// <param name="Area">Square metres, 10–300, at most two decimals.</param>
/// <param name="RentFen">Rent of a month, 1–10,000,000 fen.</param>
internal sealed record KeepFlat(string? Building, int Unit, string? Door, FlatLayout Layout, decimal Area, long RentFen) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Estate { get; init; } = "";

    public string? AuditSubject => $"{Estate} {Building}-{Unit}-{Door}";

    public IEnumerable<Problem> Problems()
    {
        if (Line(Building, 1, 20) is not { } building || building.Contains('-', StringComparison.Ordinal))
            yield return Problem.Invalid("building", "enterprise.flat_building", "楼栋为 1–20 个字，不含连字符。", "A building has 1 to 20 characters without a hyphen.");
        if (Unit is < 1 or > 20)
            yield return Problem.Invalid("unit", "enterprise.flat_unit", "单元为 1–20。", "Units are 1 to 20.");
        if (Line(Door, 1, 10) is not { } door || door.Any(c => !char.IsAsciiLetterOrDigit(c)))
            yield return Problem.Invalid("door", "enterprise.flat_door", "门牌为 1–10 位字母或数字。", "A door has 1 to 10 letters or digits.");
        if (!Enum.IsDefined(Layout))
            yield return Problem.Invalid("layout", "enterprise.flat_layout", "请选择户型。", "Choose a layout.");
        if (Area is < 10 or > 300 || decimal.Truncate(Area * 100) != Area * 100)
            yield return Problem.Invalid("area", "enterprise.flat_area", "面积 10–300 平方米，最多两位小数。", "10 to 300 square metres, at most two decimals.");
        if (RentFen is < 1 or > 10_000_000)
            yield return Problem.Invalid("rentFen", "enterprise.flat_rent", "月租 0.01–100,000 元。", "A rent of 0.01 to 100,000 yuan.");
    }
}

/// <summary>Takes a free flat out for repair, or back.</summary>
/// <param name="Under">Whether it is under repair.</param>
/// <param name="Note">What is done, 2–200 characters, where it is.</param>
internal sealed record RepairFlat(bool Under, string? Note = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Flat { get; init; }

    public string? AuditSubject => Flat.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Under && Missing(Note, 2, 200, "note", "请写明维修内容", "Say what is repaired") is { } missing)
            yield return missing;
    }
}

internal sealed class KeepFlatsHandler(LinliDb db, FlatBook book, IScopeTree tree) : IHandler<KeepEstate, Done>, IHandler<KeepFlat, Guid>, IHandler<RepairFlat, Done>, IHandler<ReadKits, IReadOnlyDictionary<string, IReadOnlyList<KitWish>>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/flats/estates/{code}", (string code, KeepEstate request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Keep an estate of talent flats 人才公寓");
        api.MapPut("/flats/estates/{code}/flats", (string code, KeepFlat request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Estate = code }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Add or change a flat 房源");
        api.MapPost("/flats/{id:guid}/repair", (Guid id, RepairFlat request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Flat = id }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Under repair, or back 维修");
        api.MapGet("/flats/kits", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadKits(), cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("What flats are furnished with 配置清单");
    }

    public async Task<Result<Done>> Handle(KeepEstate request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Community) is not { Kind: PlaceKind.Community } place || !book.Caller.May(EnterprisePermissions.KeepFlats, place.Path))
            return Problem.Invalid("community", "enterprise.estate_community", "没有这个社区，或不在您的范围内。", "There is no such community, or it is not yours.");
        await db.LockUntilCommit($"flats.code {request.Code}", cancel);
        var estate = await db.Unfiltered<FlatEstate>().SingleOrDefaultAsync(e => e.Code == request.Code, cancel);
        if (estate is not null && estate.Scope != place.Path.Value)
            return Problem.Conflict("enterprise.estate_elsewhere", "这个编码已用于别的社区。", "This code is used in another community.");
        var name = Line(request.NameZh, 2, 40)!;
        var english = Line(request.NameEn, 2, 80) ?? name;
        if (estate is null)
            db.Insert(estate = new()
            {
                Id = Guid.CreateVersion7(book.Now), Scope = place.Path.Value, Code = request.Code, NameZh = name, NameEn = english, OfferHours = request.OfferHours, DepositMonths = request.DepositMonths,
                TermMonths = request.TermMonths, NoticeDays = request.NoticeDays,
            });
        (estate.NameZh, estate.NameEn, estate.OfferHours, estate.DepositMonths, estate.TermMonths, estate.NoticeDays) = (name, english, request.OfferHours, request.DepositMonths, request.TermMonths, request.NoticeDays);
        if (request.Kits is not { } kits)
            return Done.It;
        await db.Records<FlatKit>().Where(k => k.Estate == estate.Id).ExecuteDeleteAsync(cancel);
        db.Records<FlatKit>().AddRange(kits.Select((k, i) => new FlatKit { Estate = estate.Id, Layout = k.Layout, Order = i + 1, NameZh = Line(k.NameZh, 1, 30)!, NameEn = Line(k.NameEn, 1, 60) ?? Line(k.NameZh, 1, 30)!, Count = k.Count }));
        return Done.It;
    }

    public async Task<Result<IReadOnlyDictionary<string, IReadOnlyList<KitWish>>>> Handle(ReadKits request, CancellationToken cancel)
    {
        var estates = await db.Scoped<FlatEstate>(book.Caller.ScopesFor(EnterprisePermissions.KeepFlats)).AsNoTracking().ToDictionaryAsync(e => e.Id, e => e.Code, cancel);
        Guid[] ids = [.. estates.Keys];
        var lines = await db.Records<FlatKit>().AsNoTracking().Where(k => ids.Contains(k.Estate)).OrderBy(k => k.Order).ToListAsync(cancel);
        return lines.GroupBy(k => estates[k.Estate]).ToDictionary(g => g.Key, IReadOnlyList<KitWish> (g) => [.. g.Select(k => new KitWish(k.Layout, k.NameZh, k.NameEn, k.Count))]);
    }

    public async Task<Result<Guid>> Handle(KeepFlat request, CancellationToken cancel)
    {
        if (await db.Scoped<FlatEstate>(book.Caller.ScopesFor(EnterprisePermissions.KeepFlats)).AsNoTracking().SingleOrDefaultAsync(e => e.Code == request.Estate, cancel) is not { } estate)
            return Problem.NotFound("enterprise.no_estate", "没有这个项目，或不在您的范围内。", "There is no such estate, or it is not yours.");
        await book.Lock(estate.Id, cancel);
        var (building, door) = (Line(request.Building, 1, 20)!, Line(request.Door, 1, 10)!);
        var code = $"{building}-{request.Unit}-{door}";
        var flat = await db.Unfiltered<Flat>().SingleOrDefaultAsync(f => f.Estate == estate.Id && f.Code == code, cancel);
        var wished = new Flat
        {
            Id = flat?.Id ?? Guid.CreateVersion7(book.Now), Estate = estate.Id, Scope = estate.Scope, Code = code, Building = building, Unit = request.Unit, Door = door, Layout = request.Layout,
            AreaDm2 = (int)(request.Area * 100), RentFen = request.RentFen, State = FlatState.Free,
        };
        if (await book.CapOf(wished, cancel) is { } cap && wished.RentFen > cap.Fen)
            return Problem.Invalid(
                "rentFen", "enterprise.rent_above_cap", $"租金不能高于限价：按第 {cap.Rule.Version} 版规则，这套房每月最高 {Platform.Text.Yuan.Figure(cap.Fen)} 元。",
                $"The rent is above the cap: by version {cap.Rule.Version} of the rules this flat costs {Platform.Text.Yuan.Signed(cap.Fen)} a month at most.");
        if (flat is null)
            db.Insert(wished);
        else
            // Contracts keep the rent they were signed with.
            (flat.Layout, flat.AreaDm2, flat.RentFen) = (wished.Layout, wished.AreaDm2, wished.RentFen);
        return wished.Id;
    }

    public async Task<Result<Done>> Handle(RepairFlat request, CancellationToken cancel)
    {
        if (await db.Scoped<Flat>(book.Caller.ScopesFor(EnterprisePermissions.KeepFlats)).AsNoTracking().SingleOrDefaultAsync(f => f.Id == request.Flat, cancel) is not { } known)
            return Problem.NotFound("enterprise.no_flat", "没有这套房，或不在您的范围内。", "There is no such flat, or it is not yours.");
        await book.Lock(known.Estate, cancel);
        var flat = await db.Unfiltered<Flat>().SingleAsync(f => f.Id == known.Id, cancel);
        if (flat.State is not (FlatState.Free or FlatState.Repair))
            return Problem.Conflict("enterprise.flat_taken", "这套房已分配或已出租，住户报修请走报修事项。", "This flat is offered or let: what is broken there is reported as a case.");
        (flat.State, flat.RepairNote) = request.Under ? (FlatState.Repair, Clean(request.Note, 200)) : (FlatState.Free, null);
        return Done.It;
    }
}
