using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Linli.Sensing.Storage;

/// <summary>
/// A prepared statement of SQLite whose values are bound by their place and without boxes, for thousands of rows a time. It takes part in
/// the transaction of its connection.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private int bound;

    /// <exception cref="SqliteException">The statement is wrong.</exception>
    public SqliteStatement(SqliteConnection open, string sql)
    {
        connection = open.Handle!;
        Check(raw.sqlite3_prepare_v2(connection, sql, out statement));
    }

    public SqliteStatement Add(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++bound, value));
        return this;
    }

    public SqliteStatement Add(bool value) => Add(value ? 1 : 0);

    public SqliteStatement Add(double? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_double(statement, ++bound, number) : raw.sqlite3_bind_null(statement, ++bound));
        return this;
    }

    /// <summary>Adds a text in UTF-8.</summary>
    public SqliteStatement AddText(ReadOnlySpan<byte> text)
    {
        Check(raw.sqlite3_bind_text(statement, ++bound, text));
        return this;
    }

    public SqliteStatement AddBytes(byte[]? bytes)
    {
        Check(bytes is null ? raw.sqlite3_bind_null(statement, ++bound) : raw.sqlite3_bind_blob(statement, ++bound, bytes));
        return this;
    }

    /// <summary>Runs it with the values that were added, and is ready for the next ones.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        var done = raw.sqlite3_step(statement);
        bound = 0;
        if (done != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(done, connection);
        Check(raw.sqlite3_reset(statement));
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, connection);
    }
}
