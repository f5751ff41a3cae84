using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Linli.Bench.Bookings;

/// <summary>How many a second, and what each cost.</summary>
/// <param name="PerSecond">So many a second.</param>
/// <param name="ProcessorMs">Processor time of this process for each, in milliseconds.</param>
/// <param name="DatabaseMs">Processor time of PostgreSQL for each, where it runs on this machine; 0 where nobody can tell.</param>
internal readonly record struct Rate(double PerSecond, double ProcessorMs, double DatabaseMs);

/// <summary>Counts over a while. A busy machine lowers every rate; what each costs it leaves nearly as it is.</summary>
internal sealed class RateWatch(Func<long> count, string? connectionString)
{
    // Of the kernel's clock, in which it counts processor time.
    private const double MsPerTick = 10;

    private readonly long before = count();
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly TimeSpan processor = Environment.CpuUsage.TotalTime;
    private readonly long database = Backends(connectionString);

    public Rate Stop()
    {
        var done = Math.Max(1, count() - before);
        return new(done / Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / done, (Backends(connectionString) - database) * MsPerTick / done);
    }

    // Ticks of all that serve this database.
    private static long Backends(string? connectionString)
    {
        if (connectionString is null)
            return 0;
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        using var reader = command.ExecuteReader();
        var ticks = 0L;
        while (reader.Read())
        {
            var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{reader.GetInt32(0)}/stat");
            if (!File.Exists(file) || File.ReadAllText(file).Split(") ") is not [var name, var rest] || !name.Contains("postgres", StringComparison.Ordinal))
                continue;
            var fields = rest.Split(' ');
            ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        }

        return ticks;
    }
}
