using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Json;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Verification;
using Linli.Server.Backups;
using Linli.TestServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Server.Tests;

public class SafetyTests
{
    [Theory]
    [InlineData("UPDATE platform_audit SET Actor = 'somebody else' WHERE Seq = 2")]
    [InlineData("DELETE FROM platform_audit WHERE Seq = 2")]
    [InlineData("DELETE FROM platform_audit WHERE Link = (SELECT MAX(Link) FROM platform_audit)")]
    [InlineData("DELETE FROM platform_audit; DELETE FROM platform_audit_head; INSERT INTO platform_audit_head VALUES (1, 'AB', 1, 'CD')")]
    [InlineData("DELETE FROM platform_audit_head")]
    public async Task Verify_WhenALineOfTheAuditLogWasChangedOrRemoved_FindsIt(string crime)
    {
        await using var bed = await Bed.Start();
        var me = bed.Accounts.Add("/");
        for (var i = 0; i < 3; i++)
            await bed.Write(me, "note", "/c/");
        (await Faults(bed)).ShouldBe(0);
        await bed.InScope<LinliDb, int>(db => db.Database.ExecuteSqlRawAsync(crime));
        (await Faults(bed)).ShouldBeGreaterThan(0);
    }

    /// <summary>New lines must not carry the crime over into a chain that is whole again.</summary>
    [Theory]
    [InlineData("DELETE FROM platform_audit WHERE Link = (SELECT MAX(Link) FROM platform_audit)")]
    [InlineData("UPDATE platform_audit SET Link = NULL, Hash = NULL, Actor = 'somebody else' WHERE Seq = 2")]
    [InlineData("DELETE FROM platform_audit_head")]
    [InlineData("UPDATE platform_audit_head SET Link = Link - 1")]
    public async Task Verify_WhenMoreWasWrittenAfterTheCrime_StillFindsIt(string crime)
    {
        await using var bed = await Bed.Start();
        var me = bed.Accounts.Add("/");
        for (var i = 0; i < 3; i++)
            await bed.Write(me, "note", "/c/");
        (await Faults(bed)).ShouldBe(0);
        await bed.InScope<LinliDb, int>(db => db.Database.ExecuteSqlRawAsync(crime));
        await bed.Write(me, "after", "/c/");
        (await Faults(bed)).ShouldBeGreaterThan(0);
        await bed.Write(me, "long after", "/c/");
        (await Faults(bed)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Backup_WhileServing_ComesBackWhole()
    {
        await using var bed = await Bed.Start();
        var me = bed.Accounts.Add("/", NotesModule.Read);
        using var client = bed.As(me);
        (await FilesTests.Upload(client, Pictures.JpegWithGps(), "a.jpg")).EnsureSuccessStatusCode();
        await bed.Write(me, "before", "/c/");
        var archive = Path.Combine(bed.Folder, "out", "backup.zip");
        await Writer(bed).Write(archive, null, CancellationToken.None);
        await bed.Write(me, "after", "/c/");

        var target = new DataFolder(Path.Combine(bed.Folder, "restored"));
        await new BackupReader(target).Restore(archive, null, CancellationToken.None);
        await using var restored = new SqliteConnection($"Data Source={target.At("linli.db")};Pooling=False");
        await restored.OpenAsync();
        await using var command = restored.CreateCommand();
        command.CommandText = "SELECT group_concat(Text) FROM notes_note";
        (await command.ExecuteScalarAsync()).ShouldBe("before");
        Directory.EnumerateFiles(target.At("files"), "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.Exists(target.At("keys", "fields.json")).ShouldBeTrue();

        // What was brought back starts: a copied database has no write-ahead log, and the first look at it is one that may not write.
        await using var again = NotesServer.Build(
            new(target.Path, "http://127.0.0.1:0"), new Dictionary<string, string?> { ["Database:ConnectionString"] = $"Data Source={target.At("linli.db")};Pooling=False" });
        await NotesServer.Prepare(again);
        (await Should.ThrowAsync<InvalidDataException>(() => new BackupReader(target).Restore(archive, null, CancellationToken.None)))
            .Message.ShouldContain("not empty");
    }

    [Fact]
    public async Task Restore_WhenTheArchiveWasTamperedWith_LeavesNothingBehind()
    {
        await using var bed = await Bed.Start();
        var archive = Path.Combine(bed.Folder, "backup.zip");
        await Writer(bed).Write(archive, null, CancellationToken.None);
        await using (var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Update))
        {
            zip.GetEntry("linli.db")!.Delete();
            await using var other = await zip.CreateEntry("linli.db").OpenAsync();
            await other.WriteAsync("not the database"u8.ToArray());
        }

        var target = new DataFolder(Path.Combine(bed.Folder, "restored"));
        await Should.ThrowAsync<InvalidDataException>(() => new BackupReader(target).Restore(archive, null, CancellationToken.None));
        Directory.Exists(target.Path).ShouldBeFalse();
    }

    [Fact]
    public Task Kill_InTheMiddleOfWritesOnSqlite_LosesNothingThatWasAnswered() => KillDuringWrites(null);

    [Fact]
    public async Task Kill_InTheMiddleOfWritesOnPostgres_LosesNothingThatWasAnswered()
    {
        var server = Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES");
        Assert.SkipWhen(server is null, "LINLI_TEST_POSTGRES is not set.");
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(server)
        {
            Database = "linli_kill_" + Guid.CreateVersion7(new FakeTime().GetUtcNow()).ToString("N"),
            Pooling = false,
        }.ConnectionString;
        await KillDuringWrites(connection);
    }

    private static async Task KillDuringWrites(string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("linli-kill-").FullName;
        var answered = new ConcurrentBag<string>();
        for (var round = 0; round < 2; round++)
        {
            using var server = await RunningServer.Start(folder, postgres);
            var writing = Enumerable.Range(0, 4).Select(w => WriteUntilItDies(server.Client, $"{round}-{w}", answered)).ToArray();
            var goal = answered.Count + 100;
            await Bed.Until(() => Task.FromResult(answered.Count >= goal));
            server.Kill();
            await Task.WhenAll(writing);
        }

        using var last = await RunningServer.Start(folder, postgres);
        var there = await last.Client.GetFromJsonAsync<HashSet<string>>("/api/v1/notes");
        answered.Where(a => !there!.Contains(a)).ShouldBeEmpty();
        last.Kill();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WriteUntilItDies(HttpClient client, string name, ConcurrentBag<string> answered)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                using var answer = await client.PostAsJsonAsync("/api/v1/notes", new { text = $"{name}-{i}", place = "/c/" });
                answer.EnsureSuccessStatusCode();
                answered.Add($"{name}-{i}");
            }
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            // killed, as intended
        }
    }

    private static BackupWriter Writer(Bed bed) => new(
        bed.Services.GetRequiredService<DataFolder>(), bed.Services.GetRequiredService<DatabaseOptions>(), bed.Time);

    private static Task<int> Faults(Bed bed) => bed.InScope<IServiceProvider, int>(async services =>
    {
        await services.GetRequiredService<IAuditChain>().Seal(CancellationToken.None);
        var check = services.GetServices<IVerification>().Single(v => v.Name == "audit log");
        return (await check.Check(CancellationToken.None)).Faults.Count;
    });

    /// <summary>The server in a process of its own.</summary>
    private sealed class RunningServer(Process process, HttpClient client) : IDisposable
    {
        public HttpClient Client => client;

        public static async Task<RunningServer> Start(string folder, string? postgres)
        {
            var port = FreePort();
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string?[])[Path.Combine(AppContext.BaseDirectory, "Linli.TestServer.dll"), folder, $"http://127.0.0.1:{port}", postgres])
                if (argument is not null)
                    start.ArgumentList.Add(argument);
            start.Environment["LINLI__RateLimits__Enabled"] = "false";
            var process = Process.Start(start)!;
            var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            client.DefaultRequestHeaders.Add("X-Account", "0193c000-0000-7000-8000-000000000101");
            await UntilReady(process, client);
            return new(process, client);
        }

        public void Kill()
        {
            process.Kill(); // SIGKILL
            process.WaitForExit();
        }

        public void Dispose()
        {
            if (!process.HasExited)
                Kill();
            process.Dispose();
            client.Dispose();
        }

        private static async Task UntilReady(Process process, HttpClient client)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (true)
            {
                if (process.HasExited)
                    throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(limit.Token));
                try
                {
                    using var answer = await client.GetAsync("/healthz", limit.Token);
                    return;
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(50, limit.Token);
                }
            }
        }

        private static int FreePort()
        {
            using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
            listener.Start();
            return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
