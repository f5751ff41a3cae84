using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;
using Npgsql;

namespace Linli.Tests;

/// <summary>
/// A database that was migrated and filled once for every test process of one build: whoever needs it first makes it, the
/// others wait for that. It belongs to what it was made from – the assemblies, the demo's files, the settings, the server – and
/// is deleted by a later run when nobody has used it for a day.
/// </summary>
/// <param name="Folder">Its data folder; on SQLite the database lies in it.</param>
/// <param name="Database">Its name on PostgreSQL.</param>
internal sealed record TestTemplate(string Folder, string Database)
{
    private const string Finished = "finished";
    private static readonly string Root = Path.Combine(Path.GetTempPath(), "linli-test-templates");

    private string Mark => Path.Combine(Folder, Finished);

    /// <summary>The template, made if it is not there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Which database.</param>
    /// <param name="make">Migrates and fills it, given its connection string and a folder for its keys.</param>
    public static Task<TestTemplate> Get(string name, DatabaseKind kind, Func<string, string, Task> make)
    {
        var key = KeyOf(name, kind, make.Method.Module.ModuleVersionId);
        var template = new TestTemplate(Path.Combine(Root, key), "linli_template_" + key);

        // The lock is a thread's, so making it stays on one.
        return Task.Factory.StartNew(() => template.Make(key, kind, make), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private TestTemplate Make(string key, DatabaseKind kind, Func<string, string, Task> make)
    {
        using var turn = new Mutex(false, "linli-template-" + key, new NamedWaitHandleOptions { CurrentSessionOnly = false });
        try
        {
            turn.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Whoever made it was killed: it is not finished and is made anew.
        }

        try
        {
            if (!File.Exists(Mark))
                MakeAnew(kind, make).GetAwaiter().GetResult();
            File.SetLastWriteTimeUtc(Mark, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        finally
        {
            turn.ReleaseMutex();
        }

        return this;
    }

    private async Task MakeAnew(DatabaseKind kind, Func<string, string, Task> make)
    {
        await DeleteOld();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        if (kind == DatabaseKind.Sqlite)
        {
            await make($"Data Source={Path.Combine(Folder, "linli.db")};Pooling=False", Folder);
        }
        else
        {
            await TestDatabase.Execute($"DROP DATABASE IF EXISTS {Database} WITH (FORCE)");
            await make(TestDatabase.Postgres(Database), Folder);
            NpgsqlConnection.ClearAllPools();
        }

        await File.WriteAllTextAsync(Mark, Database);
    }

    private static async Task DeleteOld()
    {
        if (!Directory.Exists(Root))
            return;
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1).UtcDateTime;
        foreach (var old in Directory.GetDirectories(Root).Select(folder => new TestTemplate(folder, "linli_template_" + Path.GetFileName(folder))))
        {
            if (!File.Exists(old.Mark) || File.GetLastWriteTimeUtc(old.Mark) > yesterday)
                continue;
            if (TestDatabase.Server is not null)
                await TestDatabase.Execute($"DROP DATABASE IF EXISTS {old.Database} WITH (FORCE)");
            Directory.Delete(old.Folder, recursive: true);
        }
    }

    private static string KeyOf(string name, DatabaseKind kind, Guid maker)
    {
        var from = new StringBuilder().AppendLine(name).AppendLine(kind.ToString()).AppendLine(maker.ToString());
        if (kind == DatabaseKind.Postgres)
            from.AppendLine(TestDatabase.Server);
        foreach (var setting in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(k => k.StartsWith("LINLI__", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            from.AppendLine(setting).AppendLine(Environment.GetEnvironmentVariable(setting));
        var entry = System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name;
        foreach (var assembly in Directory.GetFiles(AppContext.BaseDirectory, "*inli*.dll").Where(f => Path.GetFileNameWithoutExtension(f) != entry).Order(StringComparer.Ordinal))
            from.AppendLine(VersionOf(assembly).ToString());
        foreach (var file in new DirectoryInfo(DemoFolder.Path).GetFiles("*", SearchOption.AllDirectories).OrderBy(f => f.FullName, StringComparer.Ordinal))
            from.AppendLine(file.FullName).Append(file.Length).AppendLine(file.LastWriteTimeUtc.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(from.ToString())))[..20];
    }

    private static Guid VersionOf(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        var metadata = reader.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
