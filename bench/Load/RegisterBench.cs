using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Linli.Bench;

/// <summary><c>register</c>: a register of many rows imported with the command line, then searched among a million people.</summary>
internal static class RegisterBench
{
    public static Command Command()
    {
        var server = new Option<FileInfo>("--server") { Description = "linli.dll of a published server", Required = true };
        var postgres = new Option<string?>("--postgres") { Description = "connection string of a PostgreSQL server; left out, only SQLite is measured" };
        var work = new Option<DirectoryInfo>("--work") { Description = "folder for databases; those found there are used again", Required = true };
        var rows = new Option<int>("--rows") { Description = "rows of the imported file", DefaultValueFactory = _ => 50_000 };
        var people = new Option<int>("--people") { Description = "people among whom is searched", DefaultValueFactory = _ => 1_000_000 };
        var requests = new Option<int>("--requests") { Description = "searches of each kind", DefaultValueFactory = _ => 300 };
        var command = new Command("register", "Imports a register and searches among a million people.") { server, postgres, work, rows, people, requests };
        command.SetAction(async (line, cancel) =>
        {
            foreach (var connection in line.GetValue(postgres) is { } given ? new[] { null, given } : [null])
                await Measure(
                    line.GetValue(server)!.FullName, line.GetValue(work)!.FullName, connection, line.GetValue(rows), line.GetValue(people), line.GetValue(requests), cancel);
        });
        return command;
    }

    private static async Task Measure(string dll, string work, string? postgres, int rows, int people, int requests, CancellationToken cancel)
    {
        var name = postgres is null ? "sqlite" : "postgres";
        var data = Path.Combine(work, "register-" + name);
        var connection = postgres is null ? null : new NpgsqlConnectionStringBuilder(postgres) { Database = "linli_bench_register" }.ConnectionString;
        var filler = new RegisterFiller(connection, Path.Combine(data, "linli.db"));
        if (!Directory.Exists(data))
        {
            if (postgres is not null)
                await RegisterFiller.Recreate(postgres, "linli_bench_register", cancel);
            // Its homes are filled by the file.
            await (await ServerProcess.Start(dll, data, connection, cancel, population: false)).DisposeAsync();
            var file = Path.Combine(data, "register.xlsx");
            await new RegisterSample(1).Write(file, await filler.Homes(cancel), rows, cancel);
            await Import(dll, data, connection, file, $"{name}: import {rows:N0} rows", cancel);
            await Import(dll, data, connection, file, $"{name}: the same file again", cancel);
        }

        await filler.Fill(people, cancel);
        await using var running = await ServerProcess.Start(dll, data, connection, cancel);
        foreach (var login in (string[])["admin", "limin"])
            await Search(running, filler, name, login, requests, cancel);
    }

    private static async Task Import(string dll, string data, string? postgres, string file, string title, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var word in new[] { dll, "import", "people", file, "--on-conflict", "keep", "--data", data })
            start.ArgumentList.Add(word);
        if (postgres is not null)
        {
            start.Environment["LINLI__Database__Kind"] = "Postgres";
            start.Environment["LINLI__Database__ConnectionString"] = postgres;
        }

        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(cancel);
        var (cpu, peak) = (0.0, 0.0);
        while (!process.HasExited)
        {
            cpu = Math.Max(cpu, ServerProcess.CpuOf(process.Id));
            peak = Math.Max(peak, Peak(process.Id));
            await Task.Delay(20, cancel);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{title}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s wall, {cpu / 1000:0.0} s CPU, peak {peak:0} MiB, exit {process.ExitCode}"));
        Console.WriteLine(string.Join('\n', (await said).Split('\n').Where(l => l.Contains("people", StringComparison.Ordinal) || l.Contains("there", StringComparison.Ordinal))));
    }

    private static double Peak(int pid)
    {
        try
        {
            return File.ReadLines($"/proc/{pid}/status").Where(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Select(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).FirstOrDefault();
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task Search(ServerProcess server, RegisterFiller filler, string database, string login, int requests, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var signIn = await http.PostAsJsonAsync("/api/v1/sign-in/staff", new { login, password = "linli-demo-2026" }, cancel);
        var token = (await signIn.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("accessToken").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var random = new Random(7);
        var some = await filler.Some(500, cancel);
        string Person(Func<(string Name, string Key, string Initials, string Tail, string Home), string> take) => take(some[random.Next(some.Count)]);
        foreach (var (kind, next) in new (string, Func<string>)[]
        {
            ("whole name", () => Person(p => p.Name)), ("surname", () => Person(p => p.Name[..1])), ("pinyin", () => Person(p => p.Key.Split(' ')[0])),
            ("three initials", () => Person(p => p.Initials)), ("two initials", () => Person(p => p.Initials[..2])), ("phone tail", () => Person(p => p.Tail)),
            ("home", () => Person(p => p.Home)), ("unknown phone", () => $"13{random.Next(1_000_000_000):000000000}"),
        })
        {
            var times = new List<double>();
            var cpu = 0.0;
            for (var i = -30; i < requests; i++)
            {
                var q = next();
                if (i == 0)
                    cpu = server.Cpu;
                var began = Stopwatch.GetTimestamp();
                using var answer = await http.PostAsJsonAsync("/api/v1/register/search", new { q }, cancel);
                await answer.Content.ReadAsByteArrayAsync(cancel);
                answer.EnsureSuccessStatusCode();
                if (i >= 0)
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {database} | {login} | {kind} | {times[times.Count / 2]:0.0} | {times[(int)(times.Count * 0.95)]:0.0} | {times[(int)(times.Count * 0.99)]:0.0} | {(server.Cpu - cpu) / requests:0.0} |"));
        }
    }
}
