using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Linli.Bench;

/// <summary>One database with a server above it: made when it is missing, then measured.</summary>
internal sealed partial class Bed(Plan plan, string? postgres, bool full)
{
    private const int Starts = 5;

    /// <summary>Such as <c>postgres-full</c>; also the name of its folder and of the database.</summary>
    public string Name => $"{(postgres is null ? "sqlite" : "postgres")}-{(full ? "full" : "empty")}";

    private string Data => Path.Combine(plan.Work, Name);

    private string? Connection => postgres is null
        ? null
        : new NpgsqlConnectionStringBuilder(postgres) { Database = "linli_bench_" + Name.Replace('-', '_') }.ConnectionString;

    /// <summary>Measures every kind of work.</summary>
    public async Task<Sheet> Measure(CancellationToken cancel)
    {
        var database = postgres is null
            ? new Database(isPostgres: false, new SqliteConnectionStringBuilder { DataSource = Path.Combine(Data, "linli.db"), Pooling = false }.ConnectionString)
            : new Database(isPostgres: true, Connection!);
        if (!Directory.Exists(Data))
            await Make(database, cancel);

        var cases = await database.Cases();
        var starts = new List<double>();
        for (var i = 0; i < Starts; i++)
            await using (var start = await Start(cancel))
                starts.Add(start.StartMs);
        await using var server = await Start(cancel);
        var idle = server.MiB;
        var home = await HomeBytes(server.Address, cancel);
        using var drive = await Drive.SignedIn(server.Address, plan.Clients, cancel);
        var figures = new List<Figures>();
        foreach (var work in drive.Work(await database.SomeIds(2000)).Where(w => w.Name.Contains(plan.Kind, StringComparison.Ordinal)))
            figures.Add(await drive.Run(work, plan, server, database, cancel));
        starts.Sort();
        return new(Name, postgres is null ? "SQLite" : "PostgreSQL", cases, figures, starts[Starts / 2], idle, server.MiB, home);
    }

    private Task<ServerProcess> Start(CancellationToken cancel) => ServerProcess.Start(plan.Server, Data, Connection, cancel);

    private async Task Make(Database database, CancellationToken cancel)
    {
        Console.Error.WriteLine($"Making {Name} …");
        if (postgres is not null)
            await Recreate(cancel);
        await (await Start(cancel)).DisposeAsync();
        await (full ? database.Fill(plan.Cases) : database.Empty());
    }

    private async Task Recreate(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync(cancel);
        foreach (var sql in (string[])["DROP DATABASE IF EXISTS", "CREATE DATABASE"])
        {
            await using var command = new NpgsqlCommand($"{sql} {new NpgsqlConnectionStringBuilder(Connection).Database}", connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    // The page, and what it names in src and href of its own host, as they cross the wire.
    private static async Task<long> HomeBytes(Uri address, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var page = await http.GetByteArrayAsync("/", cancel);
        await using var reader = new BrotliStream(new MemoryStream(page), CompressionMode.Decompress);
        using var text = new StreamReader(reader);
        var html = await text.ReadToEndAsync(cancel);
        var sum = (long)page.Length;
        foreach (var path in Loaded().Matches(html).Select(m => m.Groups["path"].Value).Distinct())
            sum += (await http.GetByteArrayAsync(path, cancel)).Length;
        return sum;
    }

    [GeneratedRegex("""(?:<script[^>]+src|<img[^>]+src|<link[^>]+rel="stylesheet"[^>]*href)="(?<path>/[^"]+)""")]
    private static partial Regex Loaded();
}
