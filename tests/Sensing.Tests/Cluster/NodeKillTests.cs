using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Sensing.Alarms;
using Linli.Sensing.Devices;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Cluster;

/// <summary>School is over, every child walks home, and a node is killed in the middle of it.</summary>
[Collection(ClusterBed.OneBroker)]
public sealed class NodeKillTests
{
    private const string Key = "a-key-that-its-maker-put-into-it";
    private const int Walkers = 40;
    private const int Steps = 12;

    [Fact]
    public async Task NodeKilledAtSchoolEnd_AcceptedIsStored_AndNoAlarmIsLostOrDoubled()
    {
        await using var bed = await ClusterBed.Make(doubles: false);
        await Enter(bed);
        var devices = bed.Town.Services.GetRequiredService<IDevices>().OfKind("gps-vehicle").OrderBy(d => d.Code).ToList();
        using var first = await Server.Start(bed);
        using var second = await Server.Start(bed);
        var accepted = new ConcurrentDictionary<(string, int), bool>();
        var (halfway, killed) = (new TaskCompletionSource(), false);
        var begin = TimeProvider.System.GetUtcNow().AddMinutes(-10);

        async Task Walk(Device device, int number)
        {
            for (var step = 0; step < Steps; step++)
            {
                // Any node will do; what was not answered is sent again.
                for (var turn = number; !await (turn % 2 == 0 || killed ? second : first).Send(device.Code, begin.AddSeconds((step * 10) + number), step is >= 4 and < 8); turn++)
                    await Task.Delay(20);
                accepted[(device.Code, step)] = true;
                if (accepted.Count >= Walkers * Steps / 2)
                    halfway.TrySetResult();
            }
        }

        var walks = devices.Select((d, i) => Task.Run(() => Walk(d, i))).ToList();
        await halfway.Task.WaitAsync(TimeSpan.FromMinutes(2));
        first.Kill();
        killed = true;
        await Task.WhenAll(walks).WaitAsync(TimeSpan.FromMinutes(2));

        // This process joins too: it hears when everything is stored, and takes over when the last one leaves in order.
        var here = await bed.Join();
        await here.Settle();
        await second.Stop();
        await here.Settle();
        await bed.DeliverAlarms();
        accepted.Count.ShouldBe(Walkers * Steps);
        (await bed.Read(db => db.Records<PositionRow>().CountAsync())).ShouldBe(Walkers * Steps);
        (await bed.Read(db => db.Records<FiringRow>().CountAsync(f => f.DeliveredAt == null))).ShouldBe(0);
        var alarms = await bed.Read(db => db.Unfiltered<AlarmRow>().Where(a => a.Rule == "way-home").Select(a => new { a.Device, a.ClearedAt }).ToListAsync());
        alarms.GroupBy(a => a.Device).Select(g => g.Count()).ShouldAllBe(times => times == 1);
        alarms.Count.ShouldBe(Walkers);
        alarms.ShouldAllBe(a => a.ClearedAt != null, "all came back");
    }

    private static async Task Enter(ClusterBed bed)
    {
        await bed.Town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            (await s.GetRequiredService<IDeviceBook>().EnterMany(
                [.. Enumerable.Range(0, Walkers).Select(i => new NewDevice($"V-{i}", "Van", "gps-vehicle", SmallTown.First) { Key = Key, Coordinates = Platform.Geo.CoordinateSystem.Wgs84 })],
                CancellationToken.None)).Problems.ShouldBeEmpty();
            var corridor = new GeometryFactory().ToGeometry(new Envelope(120.0, 120.01, 30.0, 30.01));
            await s.GetRequiredService<IFences>().Put(new Fence("way", ("路", "Way"), SmallTown.First, corridor), CancellationToken.None);
            await s.GetRequiredService<IRules>().Put(
                new()
                {
                    Code = "way-home", Name = ("放学路", "Way home"), Scope = SmallTown.First, Kind = RuleKind.ZoneExit, Fence = "way", DeviceKind = "gps-vehicle", Severity = AlarmSeverity.Major,
                },
                CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        bed.Town.Services.GetRequiredService<DeviceMemory>().Look();
    }

    /// <summary>A whole node, in a process of its own.</summary>
    private sealed class Server(Process process, HttpClient client) : IDisposable
    {
        public static async Task<Server> Start(ClusterBed bed)
        {
            var url = $"http://127.0.0.1:{FreePort()}";
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "linli.dll"), "serve", "--data", bed.Town.Folder, "--urls", url, "--no-demo", "--no-life"])
                start.ArgumentList.Add(argument);
            foreach (var (name, value) in new Dictionary<string, string>
            {
                ["Database__Kind"] = "Postgres", ["Database__ConnectionString"] = bed.Town.Services.GetRequiredService<DatabaseOptions>().ConnectionString!,
                ["RateLimits__Enabled"] = "false", ["Lines__Enabled"] = "false", ["AccessLog"] = "false",
                ["Sensing__Cluster__Broker"] = bed.Options.Broker, ["Sensing__Cluster__Name"] = bed.Options.Name,
                ["Sensing__Cluster__Queues"] = bed.Options.Queues.ToString(CultureInfo.InvariantCulture),
            })
                start.Environment["LINLI__" + name] = value;
            var process = Process.Start(start)!;
            var said = new ConcurrentQueue<string>();
            var joined = new TaskCompletionSource();
            process.OutputDataReceived += (_, e) => Hear(e.Data);
            process.ErrorDataReceived += (_, e) => Hear(e.Data);
            process.EnableRaisingEvents = true;
            process.Exited += (_, _) => joined.TrySetException(new InvalidOperationException("The server ended: " + string.Join('\n', said)));
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                await joined.Task.WaitAsync(TimeSpan.FromSeconds(120));
            }
            catch (TimeoutException)
            {
                process.Kill();
                throw new TimeoutException("The server did not join: " + string.Join('\n', said));
            }

            return new(process, new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(30) });

            void Hear(string? line)
            {
                said.Enqueue(line ?? "");
                if (line?.Contains("takes readings and shares them", StringComparison.Ordinal) == true)
                    joined.TrySetResult();
            }
        }

        /// <summary>Sends a position; <c>false</c> when nobody confirmed it.</summary>
        public async Task<bool> Send(string code, DateTimeOffset at, bool away)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sensing/readings")
            {
                Content = JsonContent.Create(new { at, latitude = 30.005, longitude = away ? 120.012 : 120.009, accuracy = 5 }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{Key}")));
            try
            {
                using var answer = await client.SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                    return false;
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
                return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32() == 1;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                return false;
            }
        }

        public void Kill()
        {
            process.Kill(); // SIGKILL
            process.WaitForExit();
        }

        public async Task Stop()
        {
            using var term = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        }

        public void Dispose()
        {
            if (!process.HasExited)
                Kill();
            process.Dispose();
            client.Dispose();
        }

        private static int FreePort()
        {
            using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
