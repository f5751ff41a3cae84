using System.Globalization;
using Linli.Ledger;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Governance.Operation;

/// <summary>Twelve months of three spaces of the demo, settled until the month before last; invented, the same for the same day.</summary>
internal sealed class OperationDemo(LinliDb db, ISpaces spaces, IPeople people, ILedger ledger, OperationBook parts) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("space_operation.csv")))
            return;
        var current = OperationRules.MonthOf(LocalTime.DateOf(samples.Now));
        using var stream = File.OpenRead(samples.File("space_operation.csv"));
        using var table = TableReader.Open(stream);
        foreach (var rows in table.Rows().ToList().GroupBy(r => r["space"]))
            if (await spaces.Find(rows.Key, cancel) is { } space)
                await Run(space, [.. rows], current.AddMonths(-11), current, samples.Now, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task Run(SpaceName space, IReadOnlyList<TableRow> rows, DateOnly since, DateOnly until, DateTimeOffset now, CancellationToken cancel)
    {
        var by = (await people.StaffFor(space.Place, [Posts.Operator, Posts.PartySecretary], cancel)).Select(s => s.Account).Order().FirstOrDefault();
        var account = await ledger.Open(new(new(OwnerKind.Operator, $"space-{space.Code}"), LedgerUnit.Fen, OperationBook.Purpose, space.Place, null) { Label = ($"{space.Name.Zh}运营", $"Operation of {space.Name.En}") }, cancel);
        var head = rows[0];
        var operation = new SpaceOperation
        {
            Space = space.Code, Scope = space.Place.Value, NameZh = space.Name.Zh, NameEn = space.Name.En, Since = since, Government = head["government"], Collective = head["collective"], Operator = head["operator"], Account = account,
        };
        db.Insert(operation);
        var last = Clock.ToMicroseconds(LocalTime.At(since, new(9, 0)));
        Guid Next() => Guid.CreateVersion7(last = last.AddSeconds(3));
        var rule = new ShareRule { Id = Next(), Space = space.Code, From = since, PublicBp = 3_000, GovernmentBp = 2_000, CollectiveBp = 5_000, OperatorBp = 3_000, Source = "投建管运合作协议第 9 条", At = last };
        db.Records<ShareRule>().Add(rule);
        await db.SaveChangesAsync(cancel);
        var world = await parts.World(operation, cancel);
        var (entries, transfers) = (new List<(DateOnly Month, TableRow Row, long Fen, Guid Id)>(), new List<Transfer>());
        for (var month = since; month <= until; month = month.AddMonths(1))
            foreach (var (row, i) in rows.Select((r, i) => (r, i)))
            {
                // A little more in the warm months, and never the same twice.
                var fen = long.Parse(row["yuan"], CultureInfo.InvariantCulture) * (92 + (((month.Month * 7) + (i * 5)) % 17));
                entries.Add((month, row, fen, Next()));
                transfers.Add(EnterOperationHandler.Transfer(operation, entries[^1].Id, Enum.Parse<OperationKind>(row["kind"]), row["what"], fen, world));
            }

        var posted = await ledger.PostAll(transfers, cancel);
        if (!posted.Ok)
            throw new InvalidDataException($"space_operation.csv: {posted.Problem.Message.En}");
        await db.InsertMany(entries.Select((e, i) => new OperationEntry
        {
            Id = e.Id, Scope = operation.Scope, Space = space.Code, Month = e.Month, Kind = Enum.Parse<OperationKind>(e.Row["kind"]), What = e.Row["what"], Fen = e.Fen,
            Voucher = string.Create(CultureInfo.InvariantCulture, $"{e.Month:yyMM}-{(i % rows.Count) + 1:00}"), Transfer = posted.Value[i].Id, By = by, At = Clock.ToMicroseconds(now),
        }), cancel);
        await Settle(operation, rule, entries, until.AddMonths(-2), by, now, cancel);
    }

    private async Task Settle(SpaceOperation operation, ShareRule rule, List<(DateOnly Month, TableRow Row, long Fen, Guid Id)> entries, DateOnly until, Guid by, DateTimeOffset now, CancellationToken cancel)
    {
        var carried = 0L;
        for (var from = operation.Since; from <= until; from = from.AddMonths(3))
        {
            var to = from.AddMonths(2) < until ? from.AddMonths(2) : until;
            long Sum(OperationKind kind) => entries.Where(e => e.Month >= from && e.Month <= to && e.Row["kind"] == kind.ToString()).Sum(e => e.Fen);
            var (income, cost, subsidy, id) = (Sum(OperationKind.Income), Sum(OperationKind.Cost), Sum(OperationKind.Subsidy), Guid.CreateVersion7(Clock.ToMicroseconds(now).AddSeconds(from.Month)));
            var surplus = income + subsidy - cost + carried;
            var shares = OperationRules.ShareOut(surplus, rule.PublicBp, rule.GovernmentBp, rule.OperatorBp);
            var posted = shares.Sum > 0 ? await ledger.Post(await parts.Settlement(operation, id, from, to, shares, cancel), cancel) : default;
            db.Insert(new OperationSettlement
            {
                Id = id, Scope = operation.Scope, Space = operation.Space, From = from, To = to, IncomeFen = income, CostFen = cost, SubsidyFen = subsidy, CarriedInFen = carried, PublicFen = shares.Public, GovernmentFen = shares.Government,
                CollectiveFen = shares.Collective, OperatorFen = shares.Operator, CarriedOutFen = Math.Min(0, surplus), Rule = rule.Id, Transfer = posted.Value?.Id, By = by, At = Clock.ToMicroseconds(now),
            });
            carried = Math.Min(0, surplus);
        }
    }
}
