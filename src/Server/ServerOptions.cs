using Linli.Platform.Data;

namespace Linli.Server;

/// <summary>What the command line decides about the server; what is <c>null</c> comes from the environment or appsettings.json.</summary>
/// <param name="DataFolder">Absolute path of the data folder.</param>
/// <param name="Urls">Addresses to listen on.</param>
/// <param name="Database">Which database.</param>
/// <param name="Connection">Its connection string.</param>
public sealed record ServerOptions(
    string DataFolder, string? Urls = null, DatabaseKind? Database = null, string? Connection = null)
{
    /// <summary>Any other settings; they win over all sources.</summary>
    public IReadOnlyDictionary<string, string?>? Settings { get; init; }

    /// <summary>Where Linli listens unless told otherwise.</summary>
    public const string DefaultUrls = "http://localhost:5080";

    internal IEnumerable<KeyValuePair<string, string?>> ToConfiguration()
    {
        // The build's files do not change while it runs; looking each time costs at every start.
        yield return new("ReloadStaticAssetsAtRuntime", "false");
        if (Urls is not null)
            yield return new("Urls", Urls);
        if (Database is not null)
            yield return new("Database:Kind", Database.ToString());
        if (Connection is not null)
            yield return new("Database:ConnectionString", Connection);
        foreach (var setting in Settings ?? new Dictionary<string, string?>())
            yield return setting;
    }
}
