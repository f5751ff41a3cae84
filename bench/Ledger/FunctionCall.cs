using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Linli.Bench.Ledger;

/// <summary>pgbench calling one plpgsql function that writes two entries and two balances: what the server can do without the ledger.</summary>
internal static class FunctionCall
{
    private const int Accounts = 1000;

    public static async Task<double> Rate(string pgbench, string connectionString, bool hot, int clients, TimeSpan span, string folder)
    {
        await Prepare(connectionString);
        var script = Path.Combine(folder, "transfer.sql");
        await File.WriteAllTextAsync(
            script, $"\\set a random(2, {Accounts})\n\\set b random(2, {Accounts})\nSELECT bench_transfer(:a, {(hot ? "1" : ":b")}, 5);\n");
        var c = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(pgbench) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
        {
            "-n", "-M", "prepared", "-c", Text(clients), "-j", Text(Math.Min(2, clients)), "-T", Text((int)span.TotalSeconds), "-f", script,
            "-h", c.Host!, "-p", Text(c.Port), "-U", c.Username!, c.Database!,
        })
            start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = c.Password;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var line = output.Split('\n').LastOrDefault(l => l.StartsWith("tps = ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException(output + await process.StandardError.ReadToEndAsync());
        return double.Parse(line["tps = ".Length..].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static async Task Prepare(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
            DROP TABLE IF EXISTS bench_entry, bench_account;
            CREATE TABLE bench_account (id int PRIMARY KEY, balance bigint NOT NULL) WITH (fillfactor = 50);
            CREATE TABLE bench_entry (id bigserial PRIMARY KEY, account int NOT NULL, amount bigint NOT NULL, at timestamptz NOT NULL DEFAULT now());
            INSERT INTO bench_account SELECT i, 1000000000 FROM generate_series(1, {Accounts}) i;
            CREATE OR REPLACE FUNCTION bench_transfer(a int, b int, amount bigint) RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM 1 FROM bench_account WHERE id IN (a, b) ORDER BY id FOR UPDATE;
                INSERT INTO bench_entry (account, amount) VALUES (a, -amount), (b, amount);
                UPDATE bench_account SET balance = balance - amount WHERE id = a AND balance >= amount;
                UPDATE bench_account SET balance = balance + amount WHERE id = b;
            END $$;
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
