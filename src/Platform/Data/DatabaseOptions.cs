namespace Linli.Platform.Data;

/// <summary>The two databases Linli runs on.</summary>
public enum DatabaseKind
{
    /// <summary>One file in the data folder; the default.</summary>
    Sqlite,

    /// <summary>For production and clusters.</summary>
    Postgres,
}

/// <summary>Where the data is: configuration section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Database";

    /// <summary>Which database.</summary>
    public DatabaseKind Kind { get; set; } = DatabaseKind.Sqlite;

    /// <summary>
    /// Connection string; for SQLite it may stay empty: the file is then <c>linli.db</c> in the data folder.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>The SQLite file; <c>null</c> on PostgreSQL.</summary>
    public string? SqliteFile => Kind == DatabaseKind.Sqlite
        ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(ConnectionString).DataSource
        : null;

    /// <summary>SQLite only: the most pages of 4 KiB the file may have; 0 sets no limit but the disk's.</summary>
    public int PageLimit { get; set; }

    /// <summary>How long start-up waits for the database to answer before it gives up.</summary>
    public TimeSpan StartupWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// For working on the model: a new database gets what the model has and no migration brings yet. Never for data that is to stay.
    /// </summary>
    public bool FollowModel { get; set; }
}

/// <summary>The folder that holds everything this installation keeps on disk.</summary>
/// <param name="Path">Absolute path.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>A path below the folder.</summary>
    public string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);
}
