using Microsoft.Data.Sqlite;
using Npgsql;

namespace Linli.Platform.UseCases;

/// <summary>
/// Recognises that two requests met: both looked, both wrote, and the database let one of them through. Whoever came second
/// is carried out again and then sees what the first has written.
/// </summary>
internal static class Collision
{
    private const int SqliteUnique = 2067;
    private const int SqlitePrimaryKey = 1555;

    public static bool Is(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
            if (inner is PostgresException
                {
                    SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
                }
                or SqliteException { SqliteExtendedErrorCode: SqliteUnique or SqlitePrimaryKey })
                return true;
        return false;
    }
}
