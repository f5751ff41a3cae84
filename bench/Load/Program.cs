using System.CommandLine;
using Linli.Bench;

var server = new Option<FileInfo>("--server") { Description = "linli.dll of a published server", Required = true };
var postgres = new Option<string?>("--postgres")
{
    Description = "connection string of a PostgreSQL server on this machine, as a superuser; left out, only SQLite is measured",
};
var cases = new Option<int>("--cases") { Description = "how many cases the large database holds", DefaultValueFactory = _ => 1_000_000 };
var seconds = new Option<int>("--seconds") { Description = "how long each kind of work is measured", DefaultValueFactory = _ => 10 };
var warmUp = new Option<int>("--warm-up") { Description = "how long each kind of work goes on before it is measured, seconds", DefaultValueFactory = _ => 10 };
var clients = new Option<int>("--clients") { Description = "how many ask at the same time, each without pause", DefaultValueFactory = _ => 16 };
var work = new Option<DirectoryInfo>("--work") { Description = "folder for databases; those found there are used again", Required = true };
var only = new Option<string?>("--only") { Description = "only databases whose name contains this: sqlite, postgres, empty, full" };
var kind = new Option<string?>("--kind") { Description = "only the work whose name contains this: list, open, inbox, create" };
var report = new Option<FileInfo?>("--report") { Description = "docs/performance.md: the part between its marks is written anew" };

var command = new RootCommand("Measures create, list, open and inbox over HTTP, on an empty and on a large database.")
{
    server, postgres, cases, seconds, warmUp, clients, work, only, kind, report,
};
command.SetAction(async (line, cancel) =>
{
    var plan = new Plan(
        line.GetValue(server)!.FullName, line.GetValue(postgres), line.GetValue(work)!.FullName, line.GetValue(cases),
        TimeSpan.FromSeconds(line.GetValue(warmUp)), TimeSpan.FromSeconds(line.GetValue(seconds)), line.GetValue(clients), line.GetValue(kind) ?? "");
    var sheets = new List<Sheet>();
    foreach (var bed in plan.Beds().Where(b => b.Name.Contains(line.GetValue(only) ?? "", StringComparison.Ordinal)))
        sheets.Add(await bed.Measure(cancel));
    var text = Report.Of(plan, sheets);
    Console.WriteLine(text);
    if (line.GetValue(report) is { } file)
        await Report.Write(file, text, cancel);
});
command.Add(RegisterBench.Command());
return await command.Parse(args).InvokeAsync();
