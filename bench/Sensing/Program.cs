using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Linli.Bench.Sensing;

// Readings into a real server of its own process, durable before the acknowledgement; beside it mosquitto, and what the disk does by itself.
const int Senders = 50, HttpClients = 16, PerBody = 500, Idle = 5000, Many = 100_000;
var cancel = CancellationToken.None;
var dll = Argument("--server") ?? throw new ArgumentException("--server names the server's linli.dll.");
var work = Argument("--work") ?? Path.Combine("artifacts", "bench");
var span = TimeSpan.FromSeconds(double.Parse(Argument("--seconds") ?? "6", CultureInfo.InvariantCulture));
var text = new StringBuilder();
var data = Path.Combine(work, "sensing");
// A town of its own each time: the devices of the last one have said things already.
if (Directory.Exists(data))
    Directory.Delete(data, recursive: true);
Directory.CreateDirectory(data);
// Runs go on from each other: a second has room for 20,000 readings of a device, and a run for a minute of them.
var epoch = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-12);

await using var bed = await Bed.Start(dll, data, cancel);
var before = bed.Server.MiB;
await bed.Enter("weather-station", "bench-w-", 0, 1, false, cancel);
await bed.Enter("gps-vehicle", "bench-t-", 0, Senders, true, cancel);
await bed.Enter("smoke-detector", "bench-s-", 0, Idle + Senders + HttpClients, false, cancel);
await bed.Watch(cancel);
var disk = Syncs();
Line($"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, SQLite; load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}; {span.TotalSeconds:0} s each. The disk alone: {disk:N0} fdatasync of 4 KiB a second.");
Line($"");
Line($"| Way in | Durable a second | Server µs of processor a reading, storing included | fdatasync a second of the disk just before |");
Line($"|---|--:|--:|--:|");
var idle = new List<MqttClient>();
foreach (var silent in new[] { 0, Idle })
{
    while (idle.Count < silent)
        idle.Add(await MqttClient.Connect(Bed.Mqtt, $"bench-s-{HttpClients + Senders + idle.Count}", NewWords(), cancel));
    await Run($"HTTP, bodies of {PerBody}, {HttpClients} clients, {silent:N0} idle connections", Http);
    await Run($"MQTT QoS 1, {Senders} connections, {silent:N0} idle", Mqtt);
    await Run($"JT/T 808, {Senders} terminals, {silent:N0} idle (reports a second; each is two readings)", Jt);
}

idle.ForEach(c => c.Dispose());
await Relay();
Line($"");
Line($"| Readings a second beside (MQTT QoS 1) | Alarms | Sensor to event p50 | p99 |");
Line($"|--:|--:|--:|--:|");
foreach (var rate in new[] { 1000, 2000, 5000 })
    await Latency(rate, span);
if (Argument("--minutes") is { } minutes)
    await Latency(1000, TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)));
await Memory();
Console.WriteLine(text);
if (Argument("--report") is { } report)
{
    const string Begin = "<!-- sensing: begin -->", End = "<!-- sensing: end -->";
    var page = await File.ReadAllTextAsync(report);
    var (from, until) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
    await File.WriteAllTextAsync(report, $"{page[..(from + Begin.Length)]}\n\n{text}\n{page[until..]}");
}

async Task Run(string name, Func<CancellationToken, Task<long>> send)
{
    var syncs = Syncs();
    await bed.Drained(cancel);
    var (cpu, began) = (bed.Server.Cpu, Stopwatch.GetTimestamp());
    using var stop = new CancellationTokenSource(span);
    var taken = await send(stop.Token);
    var rate = taken / Stopwatch.GetElapsedTime(began).TotalSeconds;
    await bed.Drained(cancel);
    Line($"| {name} | {rate:N0} | {(bed.Server.Cpu - cpu) * 1000 / taken:0.0} | {syncs:N0} |");
}

async Task<long> Http(CancellationToken stop)
{
    var taken = await Task.WhenAll(Enumerable.Range(0, HttpClients).Select(n => Task.Run(async () =>
    {
        var (words, count) = (NewWords(), 0L);
        while (!stop.IsCancellationRequested)
            count += await bed.Send(words.List(PerBody), $"bench-s-{n}", cancel);
        return count;
    })));
    return taken.Sum();
}

Task<long> Mqtt(CancellationToken stop) => Publish(Bed.Mqtt, 0, stop);

async Task<long> Publish(int port, double perSecond, CancellationToken stop)
{
    var clients = new List<MqttClient>();
    for (var n = 0; n < Senders; n++)
        clients.Add(await MqttClient.Connect(port, $"bench-s-{HttpClients + n}", NewWords(), cancel));
    await Task.WhenAll(clients.Select(c => Task.Run(() => c.Publish(perSecond / Senders, TimeProvider.System, stop))));
    clients.ForEach(c => c.Dispose());
    return clients.Sum(c => c.Acknowledged);
}

async Task<long> Jt(CancellationToken stop)
{
    var clients = await Terminals.Connect(Senders, cancel);
    var taken = await Terminals.Report(clients, new(epoch = epoch.AddHours(2)), stop);
    foreach (var client in clients)
        await client.DisposeAsync();
    return taken;
}

async Task Relay()
{
    using var peer = await Mosquitto.Start(work, cancel);
    using var subscriber = await MqttClient.Connect(Mosquitto.Port, "subscriber", NewWords(), cancel);
    var listening = subscriber.Listen();
    var (cpu, began) = (peer.Cpu, Stopwatch.GetTimestamp());
    using var stop = new CancellationTokenSource(span);
    await Publish(Mosquitto.Port, 0, stop.Token);
    var rate = subscriber.Heard / Stopwatch.GetElapsedTime(began).TotalSeconds;
    Line($"| mosquitto: QoS 1 to one subscriber, {Senders} connections, nothing durable | {rate:N0} | {(peer.Cpu - cpu) * 1000 / subscriber.Heard:0.0} | |");
    subscriber.Dispose();
    await listening;
}

async Task Latency(double rate, TimeSpan span)
{
    await bed.Drained(cancel);
    using var stop = new CancellationTokenSource(span);
    var load = Publish(Bed.Mqtt, rate, stop.Token);
    var times = await new Alarms(bed, TimeProvider.System).Measure(stop.Token);
    var sent = await load;
    Line($"| {sent / span.TotalSeconds:N0} of {rate:N0}, {span.TotalSeconds:N0} s | {times.Count} | {times[times.Count / 2]:0.0} ms | {times[Math.Min(times.Count - 1, times.Count * 99 / 100)]:0.0} ms |");
}

async Task Memory()
{
    await bed.Drained(cancel);
    var start = bed.Server.MiB;
    for (var n = 0; n < Many; n += Many / 4)
        await bed.Enter("meter", "bench-m-", n, Many / 4, false, cancel);
    var entered = bed.Server.MiB;
    for (var n = 0; n < Many; n += 1000)
        await bed.Send(Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(n, 1000).Select(d => $"{{\"device\":\"bench-m-{d}\",\"measure\":\"power\",\"value\":1.5}}")) + "]"), null, cancel);
    await bed.Drained(cancel);
    Line($"");
    Line($"Resident memory of the server: {before:N0} MiB after the start, {start:N0} MiB after the runs above, {entered:N0} MiB with {Many:N0} more devices entered, {bed.Server.MiB:N0} MiB when each had sent a reading (garbage not yet collected included).");
}

double Syncs()
{
    var path = Path.Combine(data, "sync.tmp");
    using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose, 4 << 20);
    var page = new byte[4096];
    var (began, count) = (Stopwatch.GetTimestamp(), 0L);
    for (; Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(0.5); count++)
    {
        RandomAccess.Write(file, page, count % 1024 * page.Length);
        RandomAccess.FlushToDisk(file);
    }

    return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
}

Words NewWords() => new(epoch = epoch.AddSeconds(1));

string? Argument(string name) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : null;

void Line(FormattableString line)
{
    var said = line.ToString(CultureInfo.InvariantCulture);
    text.AppendLine(said);
    Console.Error.WriteLine(said);
}
