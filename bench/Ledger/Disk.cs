using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Linli.Bench.Ledger;

/// <summary>What the disk does by itself.</summary>
internal static class Disk
{
    public static double Syncs(string folder, TimeSpan span)
    {
        var path = Path.Combine(folder, "sync.tmp");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var page = new byte[4096];
        var started = Stopwatch.GetTimestamp();
        long count = 0;
        for (; Stopwatch.GetElapsedTime(started) < span; count++)
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
        }

        var rate = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        file.Close();
        File.Delete(path);
        return rate;
    }
}

/// <summary>Two entries and two balances in SQLite with nothing around them.</summary>
internal static class BareSqlite
{
    private const int Accounts = 1000;

    public static double Rate(string folder, int perCommit, TimeSpan span)
    {
        var path = Path.Combine(folder, "bare.db");
        foreach (var old in Directory.EnumerateFiles(folder, "bare.db*"))
            File.Delete(old);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL); CREATE TABLE entry (id INTEGER PRIMARY KEY, transfer INTEGER NOT NULL, account INTEGER NOT NULL, amount INTEGER NOT NULL);");
        Run(connection, $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Accounts}) INSERT INTO account SELECT i, 0 FROM n");
        using var entry = connection.CreateCommand();
        entry.CommandText = "INSERT INTO entry (transfer, account, amount) VALUES (@t, @a, @m)";
        using var balance = connection.CreateCommand();
        balance.CommandText = "UPDATE account SET balance = balance + @m WHERE id = @a";
        foreach (var name in new[] { "@t", "@a", "@m" })
            entry.Parameters.Add(new(name, 0L));
        foreach (var name in new[] { "@m", "@a" })
            balance.Parameters.Add(new(name, 0L));
        var started = Stopwatch.GetTimestamp();
        long count = 0;
        while (Stopwatch.GetElapsedTime(started) < span)
        {
            using var transaction = connection.BeginTransaction();
            (entry.Transaction, balance.Transaction) = (transaction, transaction);
            for (var i = 0; i < perCommit; i++, count++)
                foreach (var (account, amount) in new[] { (1 + (count * 7 % Accounts), -5L), (1 + ((count * 13) + 1) % Accounts, 5L) })
                {
                    (entry.Parameters[0].Value, entry.Parameters[1].Value, entry.Parameters[2].Value) = (count, account, amount);
                    entry.ExecuteNonQuery();
                    (balance.Parameters[0].Value, balance.Parameters[1].Value) = (amount, account);
                    balance.ExecuteNonQuery();
                }

            transaction.Commit();
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
