using Linli.Ledger;
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

namespace Linli.LowCarbon.Gardens;

/// <summary>A household applies for a plot; one application for each home and season, whoever of the family sends it.</summary>
/// <param name="Season">Which season.</param>
internal sealed record ApplyForPlot(Guid Season) : ICommand<MyPlot>, IAudited
{
    public string? AuditSubject => Season.ToString();
}

/// <summary>Takes the plot that is offered, and pays its fee from the own wallet.</summary>
/// <param name="Application">One's own.</param>
internal sealed record TakePlot(Guid Application) : ICommand<MyPlot>, IAudited
{
    public string? AuditSubject => Application.ToString();
}

/// <summary>Withdraws an application, or gives a plot back; the next household gets it. Before the season begins what was paid comes back.</summary>
/// <param name="Application">One's own.</param>
internal sealed record GivePlotBack(Guid Application) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Application.ToString();
}

/// <summary>The caller's own applications.</summary>
internal sealed record MyPlots : IQuery<IReadOnlyList<MyPlot>>;

/// <summary>An application as its household sees it.</summary>
internal sealed record MyPlot(
    Guid Id, Guid Season, Phrase Name, PlotState State, long? Rank, int? Plot, decimal? Area, DateTimeOffset? OfferedUntil, long FeeFen, DateTimeOffset? WarnedUntil, DateOnly From, DateOnly Until);

internal sealed class ApplyForPlotHandler(LinliDb db, CurrentCaller current, GardenBook book, IHomeTies ties, ILedger ledger, IScopeTree tree)
    : IHandler<ApplyForPlot, MyPlot>, IHandler<TakePlot, MyPlot>, IHandler<GivePlotBack, Done>, IHandler<MyPlots, IReadOnlyList<MyPlot>>, IUseCase
{
    private static readonly Problem NotFound = Problem.NotFound("lowcarbon.no_application", "没有找到您的报名。", "Your application was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/gardens/seasons/{id:guid}/applications", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ApplyForPlot(id), cancel))
            .Needs(LowCarbonPermissions.Garden).WithTags("gardens").WithSummary("Apply for a garden plot 报名菜园");
        api.MapPost("/gardens/applications/{id:guid}/take", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new TakePlot(id), cancel))
            .Needs(LowCarbonPermissions.Garden).WithTags("gardens").WithSummary("Take the plot that is offered 确认地块");
        api.MapPost("/gardens/applications/{id:guid}/give-back", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GivePlotBack(id), cancel))
            .Needs(LowCarbonPermissions.Garden).WithTags("gardens").WithSummary("Withdraw, or give a plot back 退出");
        api.MapGet("/gardens/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyPlots(), cancel))
            .Needs(LowCarbonPermissions.Garden).WithTags("gardens").WithSummary("My applications and plots");
    }

    public async Task<Result<MyPlot>> Handle(ApplyForPlot request, CancellationToken cancel)
    {
        await book.Lock(request.Season, cancel);
        if (await db.Unfiltered<GardenSeason>().SingleOrDefaultAsync(s => s.Id == request.Season, cancel) is not { } season)
            return Problem.NotFound("lowcarbon.no_season", "没有这一季菜园。", "There is no such season.");
        if (current.Value.Person is not { } person || current.Value.Account is not { } account)
            return Problem.Forbidden("lowcarbon.person_unknown", "请先完成实名认证，再报名。", "Prove first who you are, then apply.");
        var community = tree.CommunityOf(ScopePath.Parse(season.Scope, null))?.Path ?? ScopePath.Parse(season.Scope, null);
        if ((await ties.Running(account, cancel)).FirstOrDefault(t => community.Contains(t.Building)) is not { } tie)
            return Problem.Forbidden("lowcarbon.not_a_neighbour", "这里的菜园给本社区的住户，请先登记住房。", "These plots are for households of the community: register your home first.");
        if (await db.Unfiltered<PlotApplication>().SingleOrDefaultAsync(a => a.Season == season.Id && a.Home == tie.Home && (a.State == PlotState.Waiting || a.State == PlotState.Offered || a.State == PlotState.Holding), cancel) is { } known)
            return known.Account == account ? await Show(known, cancel) : Problem.Conflict("lowcarbon.home_applied", "您家已有人报过名，一户一块。", "Somebody of your home has applied: one plot for each.");
        var application = new PlotApplication { Id = Guid.CreateVersion7(book.Now), Season = season.Id, Scope = season.Scope, Home = tie.Home, Person = person, Account = account, At = book.Now };
        // Whoever comes after the draw stands behind everybody who was in it.
        if (season.DrawnAt is not null)
            application.Rank = (await db.Unfiltered<PlotApplication>().Where(a => a.Season == season.Id).MaxAsync(a => a.Rank, cancel) ?? 0) + 1;
        db.Insert(application);
        return await Show(application, cancel);
    }

    public async Task<Result<MyPlot>> Handle(TakePlot request, CancellationToken cancel)
    {
        var (application, season) = await Mine(request.Application, cancel);
        if (application is null)
            return NotFound;
        if (application.State == PlotState.Holding)
            return await Show(application, cancel);
        if (application.State != PlotState.Offered || application.OfferedUntil <= book.Now)
            return Problem.Conflict("lowcarbon.no_offer", "没有待确认的地块，或已过期。", "No plot is offered to you, or the time is over.");
        if (season!.FeeFen > 0)
        {
            var paid = await Pay(season, application, cancel);
            if (!paid.Ok)
                return paid.As<MyPlot>();
            application.Payment = paid.Value.Id.Value;
        }

        (application.State, application.TakenAt, application.OfferedUntil) = (PlotState.Holding, book.Now, null);
        return await Show(application, cancel);
    }

    public async Task<Result<Done>> Handle(GivePlotBack request, CancellationToken cancel)
    {
        var (application, season) = await Mine(request.Application, cancel);
        if (application is null)
            return NotFound;
        if (application.State is not (PlotState.Waiting or PlotState.Offered or PlotState.Holding))
            return Done.It;
        if (application.Payment is { } payment && Platform.Time.LocalTime.DateOf(book.Now) < season!.From)
        {
            var back = await ledger.Reverse(new(new(payment), GardenFees.Name, $"{application.Id}-back", ("一米菜园：开季前退还", "Garden plot given back before the season")), cancel);
            if (!back.Ok)
                return back.As<Done>();
        }

        application.State = PlotState.Withdrawn;
        if (await db.Unfiltered<GardenPlot>().SingleOrDefaultAsync(p => p.Application == application.Id, cancel) is { } plot)
            (plot.Application, plot.WarnedUntil) = (null, null);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<MyPlot>>> Handle(MyPlots request, CancellationToken cancel)
    {
        var account = current.Value.Account;
        var mine = new List<MyPlot>();
        foreach (var application in await db.Unfiltered<PlotApplication>().AsNoTracking().Where(a => a.Account == account).OrderByDescending(a => a.At).Take(20).ToListAsync(cancel))
            mine.Add(await Show(application, cancel));
        return mine;
    }

    private async Task<(PlotApplication? Application, GardenSeason? Season)> Mine(Guid id, CancellationToken cancel)
    {
        var account = current.Value.Account;
        if (await db.Unfiltered<PlotApplication>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.Account == account, cancel) is not { } known)
            return (null, null);
        await book.Lock(known.Season, cancel);
        return (await db.Unfiltered<PlotApplication>().SingleAsync(a => a.Id == id, cancel), await db.Unfiltered<GardenSeason>().SingleAsync(s => s.Id == known.Season, cancel));
    }

    private async Task<Result<Posted>> Pay(GardenSeason season, PlotApplication application, CancellationToken cancel)
    {
        var scope = ScopePath.Parse(season.Scope, null);
        var wallet = await ledger.Wallet(application.Person, LedgerUnit.Fen, cancel);
        var place = tree.CommunityOf(scope)?.Path ?? scope;
        var takings = await ledger.Open(new(new(OwnerKind.Cooperative, place.Code), LedgerUnit.Fen, "gardens", place, null) { Label = ("一米菜园收入", "Garden plots") }, cancel);
        return await ledger.Post(
            new(GardenFees.Name, application.Id.ToString(), "garden.fee", ($"一米菜园：{season.NameZh}", $"Garden plot: {season.NameEn}"), [Entry.From(wallet, new Fen(season.FeeFen)), Entry.To(takings, new Fen(season.FeeFen))])
            {
                Subject = application.Id.ToString(),
            }, cancel);
    }

    private async Task<MyPlot> Show(PlotApplication application, CancellationToken cancel)
    {
        var season = await db.Unfiltered<GardenSeason>().AsNoTracking().SingleAsync(s => s.Id == application.Season, cancel);
        var plot = await db.Unfiltered<GardenPlot>().AsNoTracking().SingleOrDefaultAsync(p => p.Application == application.Id, cancel);
        return new(
            application.Id, season.Id, (season.NameZh, season.NameEn), application.State, application.Rank, plot?.Number, plot?.AreaDm2 / 100m, application.OfferedUntil, season.FeeFen, plot?.WarnedUntil, season.From, season.Until);
    }
}
