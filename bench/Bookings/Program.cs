using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Linli.Bench.Bookings;
using Linli.Platform.Data;

var postgres = new Option<string?>("--postgres") { Description = "connection string of a PostgreSQL server where databases may be created; left out, only SQLite is measured" };
var work = new Option<DirectoryInfo>("--work") { Description = "folder on the disk that is measured", Required = true };
var seconds = new Option<int>("--seconds") { Description = "how long each rate is measured", DefaultValueFactory = _ => 5 };

var rounds = new Option<int>("--rounds") { Description = "how often reservations and plain locks are measured, one beside the other", DefaultValueFactory = _ => 3 };
var ratesOnly = new Option<bool>("--rates") { Description = "only the rates on PostgreSQL" };

var command = new RootCommand("Measures reservations beside plain SELECT … FOR UPDATE, the crowd at an opening, the month calendar and the expansion of rules.") { postgres, work, seconds, rounds, ratesOnly };
command.SetAction(async (line, cancel) =>
{
    var folder = line.GetValue(work)!;
    folder.Create();
    var span = TimeSpan.FromSeconds(line.GetValue(seconds));
    if (!line.GetValue(ratesOnly))
    {
        Rules();
        Say("SQLite, synchronous=FULL");
        await using var bed = await BookingsBed.Open(DatabaseKind.Sqlite, folder.FullName, null);
        await Measure(bed);
        await Rates(bed, span, 1);
    }

    if (line.GetValue(postgres) is not { } connection)
        return;
    Say("PostgreSQL");
    await using var town = await BookingsBed.Open(DatabaseKind.Postgres, folder.FullName, connection);
    if (!line.GetValue(ratesOnly))
        await Measure(town);
    await Rates(town, span, line.GetValue(rounds));
});
return await command.Parse(args).InvokeAsync();

static async Task Measure(BookingsBed bed)
{
    // Once to compile and to open connections, then the one that counts.
    await bed.Crowd(200, 20);
    var (given, slowest, median) = await bed.Crowd(1000, 100);
    Say($"  1,000 clients for 100 places: {given} confirmed, all answered within {slowest:0} ms, half within {median:0} ms");
    var (sessions, month, week) = await bed.Calendar(200);
    Say($"  month of 200 resources with {sessions} sessions: {month:0.0} ms, one resource's month {week:0.0} ms (fastest of ten)");
}

// One beside the other, again and again: what else the machine does then meets both.
static async Task Rates(BookingsBed bed, TimeSpan span, int rounds)
{
    await bed.Rate(32, TimeSpan.FromSeconds(2));
    for (var round = 0; round < rounds; round++)
        foreach (var clients in new[] { 1, 8, 32, 128 })
        {
            var plain = bed.ConnectionString is { } connection ? Says("plain SELECT … FOR UPDATE", await PlainLock.Rate(connection, clients, span)) : "";
            Say($"  {clients,3} clients: {plain}{Says("reservations", await bed.Rate(clients, span))}{Says("with key, age and quotas", await bed.Rate(clients, span, limits: true))}");
        }

    static string Says(string what, Rate rate) => string.Create(CultureInfo.InvariantCulture, $"{what} {rate.PerSecond:0}/s ({rate.ProcessorMs:0.00} ms)  ");
}

static void Rules()
{
    string[] rules = ["FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=DAILY", "FREQ=MONTHLY;BYDAY=2TU,-1SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1,31"];
    var days = 0L;
    var best = double.MaxValue;
    for (var round = 0; round < 5; round++)
    {
        var started = Stopwatch.GetTimestamp();
        days = Expansion.Days(rules, 10_000);
        best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    Say($"expansion of 10,000 rules for a year, holidays included: {best:0} ms, {days} days (fastest of five)");
}

static void Say(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}"));
