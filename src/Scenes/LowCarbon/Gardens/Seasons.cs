using System.Security.Cryptography;
using Linli.LowCarbon.Green;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Gardens;

/// <summary>Opens a season of garden plots on a piece of greenery (一米菜园).</summary>
/// <param name="Asset">Code of the greenery.</param>
/// <param name="NameZh">2–40 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="Way">Queue or lottery.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">Last local day, at most two years later.</param>
/// <param name="ApplyUntil">Until when one applies, UTC.</param>
/// <param name="Plots">How many, 1–500; numbered from 1.</param>
/// <param name="Area">Square metres of each, 0.5–50, at most two decimals.</param>
/// <param name="FeeFen">What a plot costs, 0–100,000 fen.</param>
internal sealed record OpenSeason(
    string? Asset, string? NameZh, string? NameEn, GardenWay Way, DateOnly From, DateOnly Until, DateTimeOffset ApplyUntil, int Plots, decimal Area = 1, long FeeFen = 0)
    : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => Asset;

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(NameZh, 40, out var name) || name.Length < 2)
            yield return Problem.Invalid("nameZh", "lowcarbon.season_name", "名称为 2–40 个字。", "A name has 2 to 40 characters.");
        if (From.Year is < 2000 or > 2100 || Until.Year is < 2000 or > 2100 || ApplyUntil.Year is < 2000 or > 2100)
            yield return Problem.Invalid("until", "lowcarbon.season_dates", "请填写正确的日期。", "Give days of this century.");
        else if (ApplyUntil >= Platform.Time.LocalTime.EndOfDay(Until))
            yield return Problem.Invalid("applyUntil", "lowcarbon.apply_after", "报名应在季末之前截止，否则不会分配。", "Applications end before the season does: plots would never be given out.");
        else if (Until < From || Until > From.AddYears(2))
            yield return Problem.Invalid("until", "lowcarbon.season_days", "季末不能早于季初，最长两年。", "The last day cannot be before the first, and at most two years after it.");
        if (Plots is < 1 or > 500)
            yield return Problem.Invalid("plots", "lowcarbon.plots", "地块数为 1–500。", "There are 1 to 500 plots.");
        if (Area is < 0.5m or > 50 || decimal.Truncate(Area * 100) != Area * 100)
            yield return Problem.Invalid("area", "lowcarbon.plot_area", "每块 0.5–50 平方米，最多两位小数。", "A plot has 0.5 to 50 square metres, at most two decimals.");
        if (FeeFen is < 0 or > 100_000)
            yield return Problem.Invalid("feeFen", "lowcarbon.plot_fee", "费用为 0–1000 元。", "A plot costs 0 to 1,000 yuan.");
    }
}

/// <summary>Seasons that are not over, the newest first, with their plots; anybody may see them.</summary>
internal sealed record ListSeasons : IQuery<IReadOnlyList<SeasonShown>>;

/// <summary>A draw with everything that is needed to do it again.</summary>
/// <param name="Season">Which season.</param>
internal sealed record ReadDraw(Guid Season) : IQuery<DrawShown>;

/// <summary>A season.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">Name of the greenery.</param>
/// <param name="Way">Queue or lottery.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="ApplyUntil">Until when one applies.</param>
/// <param name="FeeFen">What a plot costs.</param>
/// <param name="Plots">All plots.</param>
/// <param name="Free">Plots that nobody has.</param>
/// <param name="Waiting">Households that wait.</param>
/// <param name="Applied">Households that applied.</param>
/// <param name="DrawnAt">When plots were first given out.</param>
/// <param name="SeedHash">SHA-256 of the seed, public from the start.</param>
internal sealed record SeasonShown(
    Guid Id, Phrase Name, Phrase Place, GardenWay Way, DateOnly From, DateOnly Until, DateTimeOffset ApplyUntil, long FeeFen, IReadOnlyList<PlotShown> Plots, int Free, int Waiting, int Applied,
    DateTimeOffset? DrawnAt, string SeedHash);

/// <summary>A plot; whose it is stays with its holder and the staff.</summary>
internal sealed record PlotShown(Guid Id, int Number, decimal Area, bool Taken, DateTimeOffset? WarnedUntil);

/// <summary>What a draw consists of.</summary>
/// <param name="Seed">The seed; its SHA-256 was public before.</param>
/// <param name="SeedHash">SHA-256 of the seed.</param>
/// <param name="Rule">How the order follows.</param>
/// <param name="Order">Ids of the applications in the order of the draw.</param>
/// <param name="Agrees">Whether recomputing gives this order.</param>
internal sealed record DrawShown(string Seed, string SeedHash, string Rule, IReadOnlyList<Guid> Order, bool Agrees);

internal sealed class SeasonsHandler(LinliDb db, CurrentCaller current, TimeProvider time)
    : IHandler<OpenSeason, Guid>, IHandler<ListSeasons, IReadOnlyList<SeasonShown>>, IHandler<ReadDraw, DrawShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/gardens/seasons", (OpenSeason request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(LowCarbonPermissions.Plots).WithTags("gardens").WithSummary("Open a season of garden plots 一米菜园");
        api.MapGet("/gardens/seasons", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListSeasons(), cancel))
            .Needs(Access.Public).WithTags("gardens").WithSummary("Seasons of garden plots");
        api.MapGet("/gardens/seasons/{id:guid}/draw", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadDraw(id), cancel))
            .Needs(Access.Public).WithTags("gardens").WithSummary("A draw with its seed, to be recomputed 抽签复算");
    }

    public async Task<Result<Guid>> Handle(OpenSeason request, CancellationToken cancel)
    {
        var asset = await db.Scoped<GreenAsset>(current.Value.ScopesFor(LowCarbonPermissions.Plots)).SingleOrDefaultAsync(a => a.Code == request.Asset, cancel);
        if (asset is null)
            return Problem.Invalid("asset", "lowcarbon.unknown_asset", "没有这处绿化，或不在您的范围内。", "There is no such greenery, or it is not yours.");
        var now = Clock.Now(time);
        if (request.ApplyUntil <= now)
            return Problem.Invalid("applyUntil", "lowcarbon.apply_until", "报名截止应在以后。", "Applications must end later than now.");
        var season = new GardenSeason
        {
            Id = Guid.CreateVersion7(now), Scope = asset.Scope, Asset = asset.Code, NameZh = request.NameZh!.Trim(), NameEn = request.NameEn?.Trim() is { Length: > 0 and <= 80 } en ? en : request.NameZh.Trim(),
            Way = request.Way, From = request.From, Until = request.Until, ApplyUntil = Clock.ToMicroseconds(request.ApplyUntil), FeeFen = request.FeeFen, Seed = RandomNumberGenerator.GetHexString(64, lowercase: true),
            At = now,
        };
        db.Insert(season);
        for (var number = 1; number <= request.Plots; number++)
            db.Insert(new GardenPlot { Id = Guid.CreateVersion7(now), Season = season.Id, Scope = season.Scope, Number = number, AreaDm2 = (int)(request.Area * 100) });
        return season.Id;
    }

    public async Task<Result<IReadOnlyList<SeasonShown>>> Handle(ListSeasons request, CancellationToken cancel)
    {
        var today = Linli.Platform.Time.LocalTime.Today(time);
        var seasons = await db.Scoped<GardenSeason>(ScopeSet.Everywhere).AsNoTracking().Where(s => s.Until >= today).OrderByDescending(s => s.At).Take(50).ToListAsync(cancel);
        var ids = seasons.ConvertAll(s => s.Id);
        var codes = seasons.ConvertAll(s => s.Asset);
        var assets = await db.Scoped<GreenAsset>(ScopeSet.Everywhere).AsNoTracking().Where(a => codes.Contains(a.Code)).ToDictionaryAsync(a => a.Code, cancel);
        var plots = (await db.Scoped<GardenPlot>(ScopeSet.Everywhere).AsNoTracking().Where(p => ids.Contains(p.Season)).OrderBy(p => p.Number).ToListAsync(cancel)).ToLookup(p => p.Season);
        var applied = (await db.Scoped<PlotApplication>(ScopeSet.Everywhere).AsNoTracking().Where(a => ids.Contains(a.Season)).Select(a => new { a.Season, a.State }).ToListAsync(cancel)).ToLookup(a => a.Season);
        return seasons.ConvertAll(s => new SeasonShown(
            s.Id, (s.NameZh, s.NameEn), assets.TryGetValue(s.Asset, out var a) ? (a.NameZh, a.NameEn) : (s.Asset, s.Asset), s.Way, s.From, s.Until, s.ApplyUntil, s.FeeFen,
            [.. plots[s.Id].Select(p => new PlotShown(p.Id, p.Number, p.AreaDm2 / 100m, p.Application is not null, p.WarnedUntil))], plots[s.Id].Count(p => p.Application is null),
            applied[s.Id].Count(x => x.State == PlotState.Waiting), applied[s.Id].Count(), s.DrawnAt, GardenRules.Hash(s.Seed)));
    }

    public async Task<Result<DrawShown>> Handle(ReadDraw request, CancellationToken cancel)
    {
        var season = await db.Scoped<GardenSeason>(ScopeSet.Everywhere).AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Season, cancel);
        if (season is not { DrawnAt: not null, Way: GardenWay.Lottery })
            return Problem.NotFound("lowcarbon.no_draw", "还没有抽签，或这一季不抽签。", "There was no draw yet, or there is none in this season.");
        // Those who came after the draw stand behind it, and are no part of it.
        var order = await db.Scoped<PlotApplication>(ScopeSet.Everywhere).AsNoTracking().Where(a => a.Season == season.Id && a.At < season.ApplyUntil && a.Rank != null).OrderBy(a => a.Rank).Select(a => a.Id).ToListAsync(cancel);
        return new DrawShown(season.Seed, GardenRules.Hash(season.Seed), "sha256(seed + \":\" + application id), ascending", order, GardenRules.Drawn(season.Seed, order).SequenceEqual(order));
    }
}
