using System.CommandLine;
using System.Globalization;
using Linli.Bench.Ledger;
using Linli.Platform.Data;

var postgres = new Option<string?>("--postgres") { Description = "connection string of a PostgreSQL server where databases may be created; left out, only SQLite is measured" };
var pgbench = new Option<string?>("--pgbench") { Description = "path of pgbench, for the function call beside it" };
var work = new Option<DirectoryInfo>("--work") { Description = "folder on the disk that is measured", Required = true };
var seconds = new Option<int>("--seconds") { Description = "how long each figure is measured", DefaultValueFactory = _ => 5 };
var lines = new Option<int>("--lines") { Description = "how many transfers one account has for the statement and the recomputation", DefaultValueFactory = _ => 200_000 };

var command = new RootCommand("Measures durable transfers of the ledger beside what the databases do without it.") { postgres, pgbench, work, seconds, lines };
command.SetAction(async (line, cancel) =>
{
    var folder = line.GetValue(work)!;
    folder.Create();
    var span = TimeSpan.FromSeconds(line.GetValue(seconds));
    Say($"disk: {Disk.Syncs(folder.FullName, span):0} write+fdatasync of 4 KiB a second");

    Say("SQLite, synchronous=FULL");
    Say($"  bare rows, one transfer a commit: {BareSqlite.Rate(folder.FullName, 1, span):0}/s; a hundred a commit: {BareSqlite.Rate(folder.FullName, 100, span):0}/s");
    await using (var bed = await LedgerBed.Open(DatabaseKind.Sqlite, folder.FullName, null))
    {
        await Measure(bed, span);
        await Long(bed, line.GetValue(lines));
    }

    if (line.GetValue(postgres) is not { } connection)
        return;
    Say("PostgreSQL");
    await using var town = await LedgerBed.Open(DatabaseKind.Postgres, folder.FullName, connection);
    if (line.GetValue(pgbench) is { } program)
        foreach (var hot in new[] { false, true })
            foreach (var clients in new[] { 1, 8, 32 })
                Say($"  pgbench, one function call a transfer, {(hot ? "all on one account" : "many accounts")}, {clients} clients: {await FunctionCall.Rate(program, town.ConnectionString!, hot, clients, span, folder.FullName):0}/s");
    await Measure(town, span);
    await Long(town, line.GetValue(lines));
});
return await command.Parse(args).InvokeAsync();

static async Task Measure(LedgerBed bed, TimeSpan span)
{
    foreach (var kind in Enum.GetValues<Target>())
        foreach (var clients in new[] { 1, 8, 32, 128 })
            Say($"  lane, {kind}, {clients} clients: {await bed.Rate(kind, clients, span):0}/s");
}

static async Task Long(LedgerBed bed, int transfers)
{
    await bed.Fill(transfers);
    Say($"  first page of a statement of {transfers} lines: {await bed.Statement():0.0} ms");
    var (checkedCount, took) = await bed.Verify();
    Say($"  recomputation of {checkedCount} transfers, {2 * checkedCount} entries: {took.TotalSeconds:0.0} s, {2 * checkedCount / took.TotalSeconds:0} entries/s");
}

static void Say(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}"));
