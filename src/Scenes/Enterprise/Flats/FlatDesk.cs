using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Flats;

/// <summary>What the keeper opens a list of.</summary>
internal enum FlatBox
{
    /// <summary>全部.</summary>
    All,

    /// <summary>空置.</summary>
    Free,

    /// <summary>已分配.</summary>
    Offered,

    /// <summary>已出租.</summary>
    Let,

    /// <summary>维修中.</summary>
    Repair,

    /// <summary>待出租方签约.</summary>
    ToSign,

    /// <summary>待入住清点.</summary>
    ToCheckIn,

    /// <summary>要搬离的.</summary>
    Leaving,

    /// <summary>欠租.</summary>
    Arrears,
}

/// <summary>How the flats of the caller's places stand (入住率): every figure is the length of a list.</summary>
internal sealed record FlatFigures : IQuery<IReadOnlyList<EstateFigures>>;

/// <summary>The flats behind a figure, names masked, 100 at a time.</summary>
/// <param name="Estate">Code of the estate.</param>
/// <param name="Box">Which.</param>
/// <param name="Building">Only this building.</param>
/// <param name="Page">From 1.</param>
internal sealed record ListFlats(string Estate, FlatBox Box = FlatBox.All, string? Building = null, int Page = 1) : IQuery<FlatPage>;

/// <summary>A flat with its contracts, the newest first.</summary>
internal sealed record ReadFlat(Guid Flat) : IQuery<FlatShown>;

/// <summary>Figures of an estate.</summary>
internal sealed record EstateFigures(string Code, Phrase Name, IReadOnlyDictionary<FlatBox, int> Boxes, long ArrearsFen, IReadOnlyList<BuildingFigures> Buildings)
{
    /// <summary>Let ones of all, per cent with one decimal.</summary>
    public decimal Occupancy => Boxes[FlatBox.All] == 0 ? 0 : Math.Round(Boxes[FlatBox.Let] * 100m / Boxes[FlatBox.All], 1);
}

/// <summary>Figures of a building.</summary>
internal sealed record BuildingFigures(string Building, int Total, int Free, int Offered, int Let, int Repair);

/// <summary>A page of flats.</summary>
internal sealed record FlatPage(int Total, int Page, IReadOnlyList<FlatLine> Lines);

/// <summary>A flat as staff see it.</summary>
internal sealed record FlatLine(Guid Id, string Code, FlatLayout Layout, decimal Area, long RentFen, FlatState State, string? Note, Guid? Tenancy, TenancyState? TenancyState, string? Tenant, DateOnly? Until, DateOnly? LeaveBy, long OwedFen);

/// <summary>A flat with what became of it.</summary>
internal sealed record FlatShown(FlatLine Line, string Estate, long? CapFen, IReadOnlyList<PastTenancy> Tenancies);

/// <summary>A contract of a flat.</summary>
internal sealed record PastTenancy(Guid Id, string Number, TenancyState State, string Tenant, DateOnly From, DateOnly Until, DateOnly? MovedOut);

internal sealed class FlatDeskHandler(LinliDb db, FlatBook book, IActingFor names) : IHandler<FlatFigures, IReadOnlyList<EstateFigures>>, IHandler<ListFlats, FlatPage>, IHandler<ReadFlat, FlatShown>, IUseCase
{
    private const int PageSize = 100;

    private static readonly FlatBox[] Later = [FlatBox.ToSign, FlatBox.ToCheckIn, FlatBox.Leaving, FlatBox.Arrears];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/flats/figures", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new FlatFigures(), cancel))
            .Needs(EnterprisePermissions.Flats).WithTags("Flats").WithSummary("Occupancy 入住率");
        api.MapGet("/flats/estates/{code}/flats", (string code, FlatBox? box, string? building, int? page, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListFlats(code, box ?? FlatBox.All, building, page ?? 1), cancel))
            .Needs(EnterprisePermissions.Flats).WithTags("Flats").WithSummary("Flats behind a figure");
        api.MapGet("/flats/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadFlat(id), cancel))
            .Needs(EnterprisePermissions.Flats).WithTags("Flats").WithSummary("A flat with its contracts");
    }

    public async Task<Result<IReadOnlyList<EstateFigures>>> Handle(FlatFigures request, CancellationToken cancel)
    {
        var estates = await db.Scoped<FlatEstate>(book.Caller.ScopesFor(EnterprisePermissions.Flats)).AsNoTracking().OrderBy(e => e.Code).ToListAsync(cancel);
        var all = new List<EstateFigures>();
        foreach (var estate in estates)
        {
            var counts = await db.Unfiltered<Flat>().Where(f => f.Estate == estate.Id).GroupBy(f => new { f.Building, f.State }).Select(g => new { g.Key.Building, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
            var boxes = new Dictionary<FlatBox, int> { [FlatBox.All] = counts.Sum(c => c.Count) };
            foreach (var state in Enum.GetValues<FlatState>())
                boxes[BoxOf(state)] = counts.Where(c => c.State == state).Sum(c => c.Count);
            foreach (var box in Later)
                boxes[box] = await In(estate.Id, box).CountAsync(cancel);
            var today = book.Today;
            var owed = await db.Unfiltered<FlatRent>().Where(r => r.Estate == estate.Id && r.PaidAt == null && r.DueOn < today).SumAsync(r => r.Fen, cancel);
            all.Add(new(estate.Code, estate.Name, boxes, owed, [.. counts.GroupBy(c => c.Building).OrderBy(g => g.Key.Length).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g =>
            {
                var by = g.ToDictionary(c => c.State, c => c.Count);
                return new BuildingFigures(
                    g.Key, g.Sum(c => c.Count), by.GetValueOrDefault(FlatState.Free), by.GetValueOrDefault(FlatState.Offered), by.GetValueOrDefault(FlatState.Let), by.GetValueOrDefault(FlatState.Repair));
            })]));
        }

        return all;
    }

    public async Task<Result<FlatPage>> Handle(ListFlats request, CancellationToken cancel)
    {
        if (await db.Scoped<FlatEstate>(book.Caller.ScopesFor(EnterprisePermissions.Flats)).AsNoTracking().SingleOrDefaultAsync(e => e.Code == request.Estate, cancel) is not { } estate)
            return Problem.NotFound("enterprise.no_estate", "没有这个项目，或不在您的范围内。", "There is no such estate, or it is not yours.");
        if (!Enum.IsDefined(request.Box))
            return Problem.Invalid("box", "enterprise.flat_box", "没有这个列表。", "There is no such list.");
        var flats = In(estate.Id, request.Box).AsNoTracking();
        if (request.Building is { Length: > 0 } building)
            flats = flats.Where(f => f.Building == building);
        var page = Math.Clamp(request.Page, 1, 1000);
        var total = await flats.CountAsync(cancel);
        var lines = await flats.OrderBy(f => f.Building).ThenBy(f => f.Unit).ThenBy(f => f.Door).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new FlatPage(total, page, await Lines(lines, cancel));
    }

    public async Task<Result<FlatShown>> Handle(ReadFlat request, CancellationToken cancel)
    {
        if (await db.Scoped<Flat>(book.Caller.ScopesFor(EnterprisePermissions.Flats)).AsNoTracking().SingleOrDefaultAsync(f => f.Id == request.Flat, cancel) is not { } flat)
            return Problem.NotFound("enterprise.no_flat", "没有这套房，或不在您的范围内。", "There is no such flat, or it is not yours.");
        var past = await db.Unfiltered<Tenancy>().AsNoTracking().Where(t => t.Flat == flat.Id).OrderByDescending(t => t.At).Take(50).ToListAsync(cancel);
        var masked = await names.MaskedNames([.. past.Select(t => t.Person).OfType<Guid>().Distinct()], cancel);
        var estate = await db.Unfiltered<FlatEstate>().Where(e => e.Id == flat.Estate).Select(e => e.Code).SingleAsync(cancel);
        return new FlatShown(
            (await Lines([flat], cancel))[0], estate, (await book.CapOf(flat, cancel))?.Fen,
            [.. past.Select(t => new PastTenancy(t.Id, t.Number, t.State, t.Person is { } p ? masked.GetValueOrDefault(p, "—") : "—", t.From, t.Until, t.MovedOut))]);
    }

    private IQueryable<Flat> In(Guid estate, FlatBox box)
    {
        var (flats, today) = (db.Unfiltered<Flat>().Where(f => f.Estate == estate), book.Today);
        var tenancies = db.Unfiltered<Tenancy>();
        return box switch
        {
            FlatBox.Free => flats.Where(f => f.State == FlatState.Free),
            FlatBox.Offered => flats.Where(f => f.State == FlatState.Offered),
            FlatBox.Let => flats.Where(f => f.State == FlatState.Let),
            FlatBox.Repair => flats.Where(f => f.State == FlatState.Repair),
            FlatBox.ToSign => flats.Where(f => tenancies.Any(t => t.Id == f.Holder && t.State == TenancyState.Draft && t.KeeperSignedAt == null)),
            FlatBox.ToCheckIn => flats.Where(f => tenancies.Any(t => t.Id == f.Holder && t.State == TenancyState.Signed)),
            FlatBox.Leaving => flats.Where(f => tenancies.Any(t => t.Id == f.Holder && t.State == TenancyState.Living && (t.LeaveBy != null || t.Until < today))),
            FlatBox.Arrears => flats.Where(f => tenancies.Any(t => t.Flat == f.Id && db.Unfiltered<FlatRent>().Any(r => r.Tenancy == t.Id && r.PaidAt == null && r.DueOn < today))),
            _ => flats,
        };
    }

    private async Task<List<FlatLine>> Lines(List<Flat> flats, CancellationToken cancel)
    {
        var (ids, today) = (flats.ConvertAll(f => f.Id), book.Today);
        var tenancies = (await db.Unfiltered<Tenancy>().AsNoTracking().Where(t => ids.Contains(t.Flat) && t.State != TenancyState.Cancelled).ToListAsync(cancel)).GroupBy(t => t.Flat)
            .ToDictionary(g => g.Key, g => g.OrderBy(t => t.State == TenancyState.Ended ? 1 : 0).ThenByDescending(t => t.At).First());
        var held = tenancies.Values.Select(t => t.Id).ToList();
        var owed = await db.Unfiltered<FlatRent>().Where(r => held.Contains(r.Tenancy) && r.PaidAt == null && r.DueOn < today).GroupBy(r => r.Tenancy).Select(g => new { g.Key, Fen = g.Sum(r => r.Fen) }).ToDictionaryAsync(g => g.Key, g => g.Fen, cancel);
        var masked = await names.MaskedNames([.. tenancies.Values.Select(t => t.Person).OfType<Guid>().Distinct()], cancel);
        return flats.ConvertAll(f =>
        {
            var last = tenancies.GetValueOrDefault(f.Id);
            var t = last is { State: TenancyState.Ended } && owed.GetValueOrDefault(last.Id) == 0 ? null : last;
            return new FlatLine(
                f.Id, f.Code, f.Layout, f.AreaDm2 / 100m, f.RentFen, f.State, f.RepairNote, t?.Id, t?.State, t is null ? null : t.Person is { } p ? masked.GetValueOrDefault(p, "—") : "—", t?.Until, t?.LeaveBy, t is null ? 0 : owed.GetValueOrDefault(t.Id));
        });
    }

    private static FlatBox BoxOf(FlatState state) => state switch { FlatState.Free => FlatBox.Free, FlatState.Offered => FlatBox.Offered, FlatState.Let => FlatBox.Let, _ => FlatBox.Repair };
}
