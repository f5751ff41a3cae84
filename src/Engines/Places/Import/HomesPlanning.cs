using System.Globalization;
using Linli.Places.Homes;
using Linli.Platform.Data;
using Linli.Platform.Ids;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Import;

/// <summary>
/// Decides what a list of homes adds and changes. Rows of the database it changes are watched by the unit of work: whoever only
/// wants to know forgets them afterwards.
/// </summary>
internal sealed class HomesPlanning(LinliDb db, PlacesMemory memory, CurrentCaller caller, TimeProvider time)
{
    private readonly Dictionary<ScopePath, Dictionary<string, HomeRow>> known = [];

    /// <summary>Plans a whole list.</summary>
    public async Task<HomesPlan> Plan(IReadOnlyList<ImportedHome> rows, HomesListed options, HomeDecisions decisions, CancellationToken cancel)
    {
        var places = memory.Current;
        var plan = new HomesPlan();
        var seen = new Dictionary<HomeId, int>();
        var buildings = new ListedBuildings(places, caller.Value, options);
        foreach (var row in rows)
        {
            var read = HomeListRow.Read(row);
            var building = read.Ok ? buildings.Of(row, read.Value) : read.As<Place>();
            if (!building.Ok || read.Value is not { } home)
            {
                plan.Refused.Add(new(row.Row, building.Problem!.Field ?? "", building.Problem.Message));
                continue;
            }

            var homes = await HomesOf(building.Value, cancel);
            var door = home.Unit > 0 ? $"{home.Unit}-{home.Room}" : home.Room;
            var (there, unclear) = Known(homes, home, door);
            if (unclear)
            {
                plan.Refused.Add(new(row.Row, HomeColumns.Unit, ("这幢楼有几个单元，请写明单元", "The building has several units: say which")));
                continue;
            }

            if (there is not null)
            {
                if (!seen.TryAdd(there.Id, row.Row))
                {
                    plan.Refused.Add(new(row.Row, HomeColumns.Room, ($"与第 {seen[there.Id]} 行是同一套房屋", $"The same home as in row {seen[there.Id]}")));
                    continue;
                }

                plan.Labels[row.Row] = there.Label;
                Complete(there, home, row.Row, plan, decisions);
                continue;
            }

            plan.Added.Add(homes[door] = Row(home, door, building.Value, HomesInGrids.GridOf(building.Value, places.Tree, places.Grids), places.Tree));
            seen[homes[door].Id] = row.Row;
            plan.Labels[row.Row] = homes[door].Label;
        }

        plan.Buildings.AddRange(buildings.Founded);
        return plan;
    }

    private async Task<Dictionary<string, HomeRow>> HomesOf(Place building, CancellationToken cancel)
    {
        if (!known.TryGetValue(building.Path, out var homes))
            known[building.Path] = homes = await db.Unfiltered<HomeRow>().Where(h => h.Building == building.Path).ToDictionaryAsync(h => h.Door, StringComparer.Ordinal, cancel);
        return homes;
    }

    // A list may leave out the unit of a building that has one, or name the one of a building whose doors do not.
    private static (HomeRow? Home, bool Unclear) Known(Dictionary<string, HomeRow> homes, HomeListRow home, string door)
    {
        if (homes.TryGetValue(door, out var there) || (home.Unit == 1 && homes.TryGetValue(home.Room, out there)))
            return (there, false);
        if (home.Unit > 0)
            return (null, false);
        var inUnits = homes.Values.Where(h => h.Unit > 0 && h.Room == home.Room).Take(2).ToList();
        return (inUnits is [var only] ? only : null, inUnits.Count > 1);
    }

    // What is missing is filled in; what differs is asked. A weaker source never replaces the area of a stronger one (R02).
    private static void Complete(HomeRow there, HomeListRow home, int row, HomesPlan plan, HomeDecisions decisions)
    {
        var changes = new List<Action>();
        var skip = false;
        if (home.AreaDm2 is { } area && there.AreaDm2 != area && (there.AreaDm2 is null || there.AreaFrom is not { } before || AreaSources.MayReplace(before, home.AreaFrom)))
            Settle(HomeConflictKind.Area, there.AreaDm2 is { } old ? Metres(old) : null, Metres(area), () => (there.AreaDm2, there.AreaFrom) = (area, home.AreaFrom));
        if (home.Use is { } use && there.Use != use)
            Settle(HomeConflictKind.Use, HomeUses.NameOf(there.Use), HomeUses.NameOf(use), () => there.Use = use);
        if (home.HouseCode.Length > 0 && there.HouseCode != home.HouseCode)
            Settle(HomeConflictKind.HouseCode, there.HouseCode is { } code ? (code, code) : null, (home.HouseCode, home.HouseCode), () => there.HouseCode = home.HouseCode);
        if (skip)
        {
            plan.Refused.Add(new(row, "", ("与登记的房屋不一致，按您的决定未导入", "It contradicts the register of homes and was left out, as you decided")));
            return;
        }

        changes.ForEach(change => change());
        if (changes.Count > 0)
            plan.Changed++;
        else
            plan.Unchanged++;

        void Settle(HomeConflictKind kind, Phrase? register, Phrase file, Action replace)
        {
            var verdict = HomeVerdict.Replace as HomeVerdict?;
            if (register is { } said)
            {
                plan.Conflicts.Add(new(kind, row, there.Label, said, file));
                verdict = decisions.Of(kind, row);
            }

            if (verdict is null)
                plan.Undecided++;
            skip |= verdict == HomeVerdict.Skip;
            if (verdict == HomeVerdict.Replace)
                changes.Add(replace);
        }
    }

    private static Phrase Metres(int dm2) => (dm2 / 100m).ToString("0.##", CultureInfo.InvariantCulture) is var text ? ($"{text} ㎡", $"{text} m²") : default;

    private HomeRow Row(HomeListRow home, string door, Place building, Place? grid, ScopeTree tree) => new()
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
        HouseCode = home.HouseCode.Length == 0 ? null : home.HouseCode,
        Use = home.Use ?? HomeUse.Dwelling,
        AreaDm2 = home.AreaDm2,
        AreaFrom = home.AreaDm2 is null ? null : home.AreaFrom,
    };
}

/// <summary>Uses of homes in words.</summary>
internal static class HomeUses
{
    public static Phrase NameOf(HomeUse use) => use switch
    {
        HomeUse.TalentFlat => ("人才公寓", "Talent flat"),
        HomeUse.Shop => ("商铺", "Shop"),
        HomeUse.Office => ("办公", "Office"),
        _ => ("住宅", "Dwelling"),
    };

    public static Phrase NameOf(AreaSource source) => source switch
    {
        AreaSource.Register => ("不动产登记", "Register"),
        AreaSource.Survey => ("测绘", "Survey"),
        _ => ("合同", "Contract"),
    };
}
