using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;

namespace Linli.Governance;

/// <summary>The teams of the demo's grids (1+3+N, R09): leader, full-time, part-time, helpers. Staff are found by their name around the grid.</summary>
internal sealed class GovernanceDemo(LinliDb db, IScopeTree tree, IPeople people, IGridTeams teams) : IDemoSeeder
{
    private static readonly string[] posts = [Posts.GridLeader, Posts.GridSteward, Posts.CommunityWorker];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("grid_teams.csv")))
            return;
        using var stream = File.OpenRead(samples.File("grid_teams.csv"));
        using var table = TableReader.Open(stream);
        foreach (var grid in table.Rows().ToList().GroupBy(r => r["grid"]))
        {
            if (tree.FindCode(grid.Key) is not { } place)
                throw new InvalidDataException($"grid_teams.csv: there is no grid {grid.Key}.");
            var staff = (await people.StaffAround(place.Path.Parent, posts, cancel)).DistinctBy(s => s.Account).ToLookup(s => s.Name, s => s.Account);
            await teams.Form(place.Path, [.. grid.Select(row => Member(row, staff))], cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    private static TeamMember Member(TableRow row, ILookup<string, Guid> staff)
    {
        var role = Enum.Parse<GridRole>(row["role"], ignoreCase: true);
        var account = role == GridRole.Helper ? (Guid?)null : staff[row["name"]].FirstOrDefault();
        return account == Guid.Empty
            ? throw new InvalidDataException($"grid_teams.csv, line {row.Number}: {row["name"]} holds no post here.")
            : new TeamMember(role, row["name"], account);
    }
}
