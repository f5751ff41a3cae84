using System.Linq.Expressions;
using System.Reflection;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;


namespace Linli.Cases.Statistics;

/// <summary>
/// What the databases work out about times themselves, so that figures over many cases never leave them. SQLite keeps
/// instants as microseconds since 1970, PostgreSQL as timestamps; EF Core knows neither difference nor local day.
/// </summary>
internal static class CaseTimes
{
    private const double MicrosecondsPerHour = 3_600_000_000;
    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly long LocalOffset = (long)LocalTime.Offset.TotalMicroseconds;

    /// <summary>Hours between two instants; only inside a query.</summary>
    public static double Hours(DateTimeOffset from, DateTimeOffset to) => throw new InvalidOperationException(nameof(Hours));

    /// <summary>The local calendar day as days since 1 January 1970; only inside a query.</summary>
    public static long LocalDay(DateTimeOffset at) => throw new InvalidOperationException(nameof(LocalDay));

    /// <summary>The date of a day number.</summary>
    public static DateOnly DateOf(long day) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day);

    /// <summary>Teaches a model both functions in the tongue of its database.</summary>
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        var sqlite = kind == DatabaseKind.Sqlite;
        model.HasDbFunction(Method(nameof(Hours))).HasTranslation(sqlite
            ? a => Divide(Subtract(Micros(a[1]), Micros(a[0])), Constant(MicrosecondsPerHour), typeof(double))
            : a => Divide(Epoch(Subtract(a[1], a[0], typeof(TimeSpan))), Constant(3600d), typeof(double)));
        model.HasDbFunction(Method(nameof(LocalDay))).HasTranslation(sqlite
            ? a => Divide(Add(Micros(a[0]), Constant(LocalOffset)), Constant(MicrosecondsPerDay), typeof(long))
            : a => Whole(Divide(
                Binary(ExpressionType.Add, Epoch(a[0]), Constant(LocalTime.Offset.TotalSeconds), typeof(double)),
                Constant(86_400d), typeof(double))));
    }

    private static MethodInfo Method(string name) => typeof(CaseTimes).GetMethod(name, BindingFlags.Public | BindingFlags.Static)!;

    // The column is an integer already; the cast only frees the expression from the column's conversion.
    private static SqlUnaryExpression Micros(SqlExpression instant) =>
        new(ExpressionType.Convert, instant, typeof(long), Mapping(typeof(long)));

    private static SqlFunctionExpression Epoch(SqlExpression span) =>
        new("date_part", [new SqlFragmentExpression("'epoch'"), span], nullable: true, [false, true], typeof(double), Mapping(typeof(double)));

    private static SqlUnaryExpression Whole(SqlExpression number) => new(
        ExpressionType.Convert,
        new SqlFunctionExpression("floor", [number], nullable: true, [true], typeof(double), Mapping(typeof(double))),
        typeof(long), Mapping(typeof(long)));

    private static SqlBinaryExpression Subtract(SqlExpression from, SqlExpression what, Type? type = null) =>
        Binary(ExpressionType.Subtract, from, what, type ?? typeof(long));

    private static SqlBinaryExpression Add(SqlExpression one, SqlExpression other) =>
        Binary(ExpressionType.Add, one, other, typeof(long));

    private static SqlBinaryExpression Divide(SqlExpression what, SqlExpression by, Type type) =>
        Binary(ExpressionType.Divide, what, by, type);

    private static SqlBinaryExpression Binary(ExpressionType how, SqlExpression left, SqlExpression right, Type type) =>
        new(how, left, right, type, Mapping(type));

    private static SqlConstantExpression Constant<T>(T value) where T : struct => new(value, Mapping(typeof(T)));

    // Names both databases understand: SQLite reads the kind of number from the letters INT and DOUB.
    private static RelationalTypeMapping Mapping(Type type) =>
        type == typeof(long) ? new LongTypeMapping("bigint")
        : type == typeof(double) ? new DoubleTypeMapping("double precision")
        : new TimeSpanTypeMapping("interval");
}
