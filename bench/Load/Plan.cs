namespace Linli.Bench;

/// <summary>What is measured, and with how much effort.</summary>
/// <param name="Server">Path of <c>linli.dll</c>.</param>
/// <param name="Postgres">Connection string of a PostgreSQL server, or <c>null</c>.</param>
/// <param name="Work">Folder in which the databases lie.</param>
/// <param name="Cases">Cases in the large database.</param>
/// <param name="WarmUp">How long each kind of work goes on before it is measured.</param>
/// <param name="Duration">How long each kind of work goes on.</param>
/// <param name="Clients">How many ask at the same time.</param>
/// <param name="Kind">Only work whose name contains this is measured.</param>
internal sealed record Plan(string Server, string? Postgres, string Work, int Cases, TimeSpan WarmUp, TimeSpan Duration, int Clients, string Kind)
{
    /// <summary>Every database to measure on, the empty ones first.</summary>
    public IEnumerable<Bed> Beds()
    {
        foreach (var connection in Postgres is null ? new string?[] { null } : [null, Postgres])
            foreach (var full in new[] { false, true })
                yield return new Bed(this, connection, full);
    }
}
