using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Green;

/// <summary>A resident registers the own balcony garden (每户微花园), or changes what grows there. Nobody else sees it.</summary>
/// <param name="Plants">What grows there; at least one kind.</param>
/// <param name="Area">Square metres, 0.1 to 200, at most one decimal; may be left out.</param>
internal sealed record RegisterGarden(IReadOnlyList<BalconyPlants> Plants, decimal? Area = null) : ICommand<Garden>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Plants.Count == 0)
            yield return Problem.Invalid("plants", "lowcarbon.no_plants", "请至少选一种植物。", "Choose at least one kind of plants.");
        if (Area is { } area && (area is < 0.1m or > 200 || decimal.Truncate(area * 10) != area * 10))
            yield return Problem.Invalid("area", "lowcarbon.garden_area", "面积为 0.1–200 平方米，最多一位小数。", "The area is 0.1 to 200 square metres with at most one decimal.");
    }
}

/// <summary>Takes the own balcony garden off the list.</summary>
internal sealed record RemoveGarden : ICommand<Done>;

/// <summary>The own balcony garden with this month's tips for what grows there.</summary>
internal sealed record MyGarden : IQuery<Garden>;

/// <summary>A balcony garden.</summary>
/// <param name="Plants">What grows there.</param>
/// <param name="Area">Square metres, where given.</param>
/// <param name="Since">When it was registered.</param>
/// <param name="Tips">What to do this month.</param>
internal sealed record Garden(IReadOnlyList<BalconyPlants> Plants, decimal? Area, DateTimeOffset Since, IReadOnlyList<CareTip> Tips);

internal sealed class MyGardenHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<RegisterGarden, Garden>, IHandler<RemoveGarden, Done>, IHandler<MyGarden, Garden>, IUseCase
{
    private static readonly Problem None = Problem.NotFound("lowcarbon.no_garden", "还没有登记阳台花园。", "No balcony garden is registered yet.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/green/garden", (RegisterGarden request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(LowCarbonPermissions.Garden).WithTags("Green").WithSummary("Register my balcony garden 阳台花园");
        api.MapGet("/green/garden", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyGarden(), cancel))
            .Needs(LowCarbonPermissions.Garden).WithTags("Green").WithSummary("My balcony garden with this month's tips");
        api.MapDelete("/green/garden", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemoveGarden(), cancel))
            .Needs(LowCarbonPermissions.Garden).WithTags("Green").WithSummary("Take my balcony garden off the list");
    }

    public async Task<Result<Garden>> Handle(RegisterGarden request, CancellationToken cancel)
    {
        var home = current.Value.ScopesFor(LowCarbonPermissions.Garden).Paths[0];
        var scope = (tree.CommunityOf(home)?.Path ?? home).Value;
        var now = Clock.Now(time);
        var garden = await Mine(cancel);
        if (garden is null)
            db.Insert(garden = new() { Id = Guid.CreateVersion7(now), Account = current.Value.Account!.Value, Scope = scope, Plants = "", At = now });
        garden.Scope = scope;
        garden.Plants = string.Join('|', request.Plants.Distinct().Order());
        garden.AreaDm2 = request.Area is { } area ? (int)(area * 100) : null;
        return Describe(garden);
    }

    public async Task<Result<Done>> Handle(RemoveGarden request, CancellationToken cancel)
    {
        if (await Mine(cancel) is not { } garden)
            return None;
        db.Delete(garden);
        return Done.It;
    }

    public async Task<Result<Garden>> Handle(MyGarden request, CancellationToken cancel) => await Mine(cancel) is { } garden ? Describe(garden) : None;

    private Task<BalconyGarden?> Mine(CancellationToken cancel) => db.Unfiltered<BalconyGarden>().SingleOrDefaultAsync(g => g.Account == current.Value.Account, cancel);

    private Garden Describe(BalconyGarden garden)
    {
        var plants = garden.Plants.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<BalconyPlants>).ToList();
        var month = LocalTime.Today(time).Month;
        return new(plants, garden.AreaDm2 / 100m, garden.At,
            [.. CareCalendarHandler.All.Where(t => t.From <= month && month <= t.To && plants.Exists(p => p.ToString() == t.Kind))]);
    }
}
