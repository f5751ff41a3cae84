namespace Linli.Bench;

/// <summary>What one kind of work cost.</summary>
/// <param name="Name">The work.</param>
/// <param name="PerSecond">Requests answered a second.</param>
/// <param name="P50">Median time to the answer, milliseconds.</param>
/// <param name="P95">The time that 95 of 100 answers kept within, milliseconds.</param>
/// <param name="P99">The time that 99 of 100 answers kept within, milliseconds.</param>
/// <param name="ServerCpu">Processor time of the server a request, milliseconds.</param>
/// <param name="DatabaseCpu">Processor time of PostgreSQL a request, milliseconds; 0 on SQLite, which runs inside the server.</param>
/// <param name="Failed">Answers that were no success.</param>
internal sealed record Figures(
    string Name, double PerSecond, double P50, double P95, double P99, double ServerCpu, double DatabaseCpu, int Failed)
{
    public double Cpu => ServerCpu + DatabaseCpu;

    public static Figures Of(string name, double[] milliseconds, int failed, double seconds, double serverCpu, double databaseCpu)
    {
        Array.Sort(milliseconds);
        var count = Math.Max(1, milliseconds.Length);
        return new(
            name, milliseconds.Length / seconds, At(milliseconds, 0.50), At(milliseconds, 0.95), At(milliseconds, 0.99),
            serverCpu / count, databaseCpu / count, failed);
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
}

/// <summary>Everything measured on one database.</summary>
/// <param name="Bed">Name of the database.</param>
/// <param name="Database">SQLite or PostgreSQL.</param>
/// <param name="Cases">How many cases it held at the start.</param>
/// <param name="Work">The kinds of work.</param>
/// <param name="StartMs">Milliseconds from starting the process to the first home page, the median of several starts.</param>
/// <param name="IdleMiB">Resident memory of the server after that page, MiB.</param>
/// <param name="BusyMiB">Resident memory after all the work, MiB.</param>
/// <param name="HomeBytes">The home page with everything it loads, compressed bytes.</param>
internal sealed record Sheet(
    string Bed, string Database, long Cases, IReadOnlyList<Figures> Work, double StartMs, double IdleMiB, double BusyMiB, long HomeBytes);
