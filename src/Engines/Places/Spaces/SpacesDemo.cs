using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Places.Spaces;

/// <summary>The ledger of the demo community and the last weeks of its use, from the same table that an import takes.</summary>
internal sealed class SpacesDemo(LinliDb db, SpaceLedger ledger, IScopeTree tree)
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("spaces.csv")))
            return;
        await using (var stream = File.OpenRead(samples.File("spaces.csv")))
        {
            using var table = TableReader.Open(stream, SpaceTables.KnownHeaders);
            var map = ColumnMap.Match(table.Headers, SpaceTables.Columns);
            foreach (var row in table.Rows())
            {
                var (wish, unreadable) = SpaceTables.Read(row, map);
                if ((unreadable ?? wish.Problems().FirstOrDefault() ?? Refused(await ledger.Keep(wish, Caller.System, cancel))) is { } problem)
                    throw new InvalidDataException($"spaces.csv, line {row.Number}: {problem.Field}: {problem.Message.En}");
            }
        }

        await db.SaveChangesAsync(cancel);
        if (File.Exists(samples.File("space_use.csv")))
            await Use(samples, cancel);
    }

    private static Problem? Refused(Result<SpaceRow> kept) => kept.Ok ? null : kept.Problem;

    private async Task Use(DemoSamples samples, CancellationToken cancel)
    {
        await using var stream = File.OpenRead(samples.File("space_use.csv"));
        using var table = TableReader.Open(stream);
        var today = LocalTime.DateOf(samples.Now);
        var scopes = db.ChangeTracker.Entries<SpaceRow>().ToDictionary(e => e.Entity.Code, e => e.Entity.Scope);
        var at = Clock.ToMicroseconds(samples.Now.AddDays(-1));
        var rows = new List<SpaceUseRow>();
        foreach (var row in table.Rows())
            rows.Add(new()
            {
                Id = Guid.CreateVersion7(at = at.AddMilliseconds(1)), Scope = scopes[row["space"]], Space = row["space"],
                Day = today.AddDays(-int.Parse(row["days_ago"], CultureInfo.InvariantCulture)),
                Minutes = (int)(decimal.Parse(row["hours"], CultureInfo.InvariantCulture) * 60), Visits = int.Parse(row["visits"], CultureInfo.InvariantCulture),
                Community = tree.FindCode(row["community"])?.Path, Source = UseSource.Staff, Note = row["note"], At = at,
            });
        await db.InsertMany(rows, cancel);
    }
}
