using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Microsoft.Data.Sqlite;

namespace Linli.Server.Backups;

/// <summary>
/// Copies an installation into one archive while it goes on serving. The database is copied first, as of one instant;
/// files are immutable and written before the rows that name them, so those copied afterwards cover it.
/// </summary>
internal sealed class BackupWriter(DataFolder folder, DatabaseOptions database, TimeProvider time)
{
    public const string DatabaseFile = "linli.db";
    public const string DatabaseDump = "database.dump";

    /// <summary>Folders copied as they are.</summary>
    private static readonly string[] Folders = ["keys", "files"];

    /// <param name="target">The archive; an existing one is replaced only by a whole one.</param>
    /// <param name="progress">Hears each path before it is copied.</param>
    /// <param name="cancel">Stops; the unfinished archive is removed.</param>
    public async Task<BackupManifest> Write(string target, Action<string>? progress, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        var unfinished = target + ".partial";
        try
        {
            BackupManifest manifest;
            await using (var stream = new FileStream(unfinished, OwnerOnly))
            {
                await using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
                    manifest = await Fill(archive, unfinished, progress, cancel);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private async Task<BackupManifest> Fill(ZipArchive archive, string unfinished, Action<string>? progress, CancellationToken cancel)
    {
        var entries = new List<BackupEntry>();
        var snapshot = unfinished + ".db";
        try
        {
            progress?.Invoke(database.Kind.ToString());
            var name = await CopyDatabase(snapshot, cancel);
            if (name is not null)
                entries.Add(await Add(archive, snapshot, name, CompressionLevel.Fastest, cancel));
        }
        finally
        {
            File.Delete(snapshot);
        }

        foreach (var path in Folders.SelectMany(Files))
        {
            var name = Path.GetRelativePath(folder.Path, path).Replace('\\', '/');
            progress?.Invoke(name);
            entries.Add(await Add(archive, path, name, CompressionLevel.NoCompression, cancel));
        }

        var manifest = new BackupManifest(BackupManifest.CurrentFormat, time.GetUtcNow(), Version, database.Kind.ToString(), entries);
        await using var last = await archive.CreateEntry(BackupManifest.FileName).OpenAsync(cancel);
        await JsonSerializer.SerializeAsync(last, manifest, Json.Options, cancel);
        return manifest;
    }

    private async Task<string?> CopyDatabase(string snapshot, CancellationToken cancel)
    {
        File.Delete(snapshot);
        if (database.Kind == DatabaseKind.Postgres)
            return await DumpPostgres(snapshot, cancel) ? DatabaseDump : null;
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=10000; VACUUM INTO $target";
        command.Parameters.AddWithValue("$target", snapshot);
        await command.ExecuteNonQueryAsync(cancel);
        return DatabaseFile;
    }

    // pg_dump reads the connection from a URI-like string; the password goes by the environment, not the process list.
    private async Task<bool> DumpPostgres(string snapshot, CancellationToken cancel)
    {
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = new ProcessStartInfo("pg_dump") { RedirectStandardError = true };
        foreach (var argument in (string[])["--format=custom", "--no-owner", "--file", snapshot,
            "--host", connection.Host ?? "localhost", "--port", connection.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--username", connection.Username ?? "linli", "--dbname", connection.Database ?? "linli"])
            start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = connection.Password;
        try
        {
            using var dump = Process.Start(start)!;
            var errors = await dump.StandardError.ReadToEndAsync(cancel);
            await dump.WaitForExitAsync(cancel);
            return dump.ExitCode == 0 ? true : throw new IOException("pg_dump: " + errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // not installed here: the database is backed up by its own means, see docs/operations.md
        }
    }

    private IEnumerable<string> Files(string name) => Directory.Exists(folder.At(name))
        ? Directory.EnumerateFiles(folder.At(name), "*", SearchOption.AllDirectories).Where(p => !p.EndsWith(".new", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        : [];

    private static async Task<BackupEntry> Add(
        ZipArchive archive, string path, string name, CompressionLevel compression, CancellationToken cancel)
    {
        await using var source = File.OpenRead(path);
        await using var entry = await archive.CreateEntry(name, compression).OpenAsync(cancel);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long size = 0;
        int read;
        while ((read = await source.ReadAsync(buffer, cancel)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await entry.WriteAsync(buffer.AsMemory(0, read), cancel);
            size += read;
        }

        return new(name, size, Convert.ToHexString(hash.GetHashAndReset()));
    }

    private static string Version =>
        typeof(BackupWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";

    // The archive holds the field keys: nobody but its owner reads it.
    private static FileStreamOptions OwnerOnly
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }
}
