using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.Data;

/// <summary>Brings the database to the current schema before anything else starts.</summary>
public sealed class DatabaseStarter(LinliDb db, DatabaseOptions options, DataFolder folder, TimeProvider time, ILogger<DatabaseStarter> log)
{
    /// <summary>Waits for the database to answer, then applies the migrations that are missing.</summary>
    /// <exception cref="DatabaseUnavailableException">The database did not answer in time.</exception>
    public async Task Start(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder.Path);
        if (options.Kind == DatabaseKind.Postgres)
            await WaitForServer(cancel);

        // Migrating compares the whole model first, which costs a start more than everything else together.
        if (!(await db.Database.GetPendingMigrationsAsync(cancel)).Any())
            return;
        await db.Database.MigrateAsync(cancel);
        if (options.FollowModel)
            await ModelFollower.Follow(db, cancel);
    }

    private async Task WaitForServer(CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var told = false;
        while (true)
        {
            try
            {
                await db.Database.OpenConnectionAsync(cancel);
                await db.Database.CloseConnectionAsync();
                return;
            }
            catch (Npgsql.PostgresException e) when (e.SqlState == "3D000")
            {
                return; // the database itself is missing: migrating creates it
            }
            catch (DbException e) when (time.GetElapsedTime(started) < options.StartupWait)
            {
                if (!told)
                    log.LogWarning("PostgreSQL does not answer yet ({Reason}); waiting up to {Wait}.", e.Message, options.StartupWait);
                told = true;
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, cancel);
            }
            catch (DbException e)
            {
                throw new DatabaseUnavailableException(
                    $"PostgreSQL did not answer within {options.StartupWait.TotalSeconds:0} seconds: {e.Message} Check Database:ConnectionString and that the server is running.", e);
            }
        }
    }
}

/// <summary>The database did not answer; the message says what to check.</summary>
public sealed class DatabaseUnavailableException : Exception
{
    /// <param name="message">What to check.</param>
    /// <param name="inner">What the driver said.</param>
    public DatabaseUnavailableException(string message, Exception inner) : base(message, inner)
    {
    }
}
