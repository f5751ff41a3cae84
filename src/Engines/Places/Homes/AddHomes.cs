using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Homes;

/// <summary>Adds homes to a building, all of them or none; each comes into the grid its building lies in.</summary>
/// <param name="Building">Code or path of the building.</param>
/// <param name="Homes">At most 2,000 at once.</param>
public sealed record AddHomes(string Building, NewHome[] Homes) : ICommand<HomesAdded>, IValidated, IAudited
{
    private const int AtMost = 2000;

    /// <inheritdoc/>
    public string? AuditSubject => Building;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Homes is not { Length: > 0 and <= AtMost })
        {
            yield return Problem.Invalid("homes", "places.homes_count", "一次可添加 1–2000 套房屋。", "Add 1 to 2,000 homes at once.");
            yield break;
        }

        for (var i = 0; i < Homes.Length; i++)
        {
            if (Homes[i] is not { Unit: >= 0 and <= 99, Floor: >= -9 and <= 200, Room.Length: > 0 and <= 20, HouseCode: null or { Length: <= 40 } })
                yield return Problem.Invalid($"homes[{i}]", "places.home_form",
                    "单元应为 0–99，楼层为 −9–200，房号为 1–20 个字，统一地址码不超过 40 位。",
                    "Unit 0 to 99, floor -9 to 200, room of 1 to 20 characters, house code of at most 40.");
        }
    }
}

/// <summary>A home to add.</summary>
/// <param name="Unit">Number of the unit (单元); 0 where the building has only one.</param>
/// <param name="Floor">Floor.</param>
/// <param name="Room">Room, such as 502.</param>
/// <param name="HouseCode">House code (统一地址码), where known.</param>
public sealed record NewHome(int Unit, int Floor, string Room, string? HouseCode = null);

/// <summary>What was added.</summary>
/// <param name="Count">How many homes.</param>
/// <param name="Grid">The grid they came into; <c>null</c>: they are on the list of gaps.</param>
public sealed record HomesAdded(int Count, ScopePath? Grid);

internal sealed class AddHomesHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller, TimeProvider time)
    : IHandler<AddHomes, HomesAdded>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/homes", (AddHomes request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request, cancel)).Needs(PlacesPermissions.Manage);

    public async Task<Result<HomesAdded>> Handle(AddHomes request, CancellationToken cancel)
    {
        var places = memory.Current;
        if (places.Tree.Resolve(request.Building) is not { Kind: PlaceKind.Building } building)
            return PlaceProblems.NoBuilding("building");
        if (!caller.Value.May(PlacesPermissions.Manage, building.Path))
            return PlaceProblems.NotHere();

        var grid = HomesInGrids.GridOf(building, places.Tree, places.Grids);
        var rows = request.Homes.Select(h => Row(h, building, grid, places.Tree)).ToList();
        var labels = rows.ConvertAll(r => r.Label);
        var taken = labels.GroupBy(l => l).FirstOrDefault(g => g.Count() > 1)?.Key
            ?? await db.Unfiltered<HomeRow>().Where(h => labels.Contains(h.Label)).Select(h => h.Label).FirstOrDefaultAsync(cancel);
        if (taken is not null)
            return new Problem("places.home_twice", ($"房屋 {taken} 重复。", $"The home {taken} is there twice."), ProblemKind.Conflict, "homes");

        rows.ForEach(db.Insert);
        return new HomesAdded(rows.Count, grid?.Path);
    }

    private HomeRow Row(NewHome home, Place building, Place? grid, IScopeTree tree)
    {
        var door = home.Unit > 0 ? $"{home.Unit}-{home.Room}" : home.Room;
        return new()
        {
            Id = new(Ids.New(time)),
            Scope = HomesInGrids.ScopeOf(building, grid, tree),
            Building = building.Path,
            Unit = home.Unit,
            Floor = home.Floor,
            Room = home.Room,
            Door = door,
            Label = HomeLabel.Normal(tree.LabelOf(building, door)),
            Grid = grid?.Path,
            HouseCode = home.HouseCode,
        };
    }
}
