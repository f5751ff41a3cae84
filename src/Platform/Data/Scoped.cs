using System.Linq.Expressions;

namespace Linli.Platform.Data;

/// <summary>A row that belongs to a place; read only through <c>LinliDb.Scoped</c>.</summary>
public interface IScoped
{
    /// <summary>
    /// Where it belongs, as the text of a <see cref="ScopePath"/>: plain text, so that the database can compare ranges.
    /// </summary>
    string Scope { get; }
}

/// <summary>The places for which a caller holds one permission; narrowed so that none lies within another.</summary>
public sealed class ScopeSet
{
    /// <summary>Nothing at all: queries through it return no row.</summary>
    public static readonly ScopeSet Nowhere = new([]);

    /// <summary>The whole installation.</summary>
    public static readonly ScopeSet Everywhere = new([ScopePath.Root]);

    private ScopeSet(IReadOnlyList<ScopePath> paths) => Paths = paths;

    /// <summary>The outermost places, in order.</summary>
    public IReadOnlyList<ScopePath> Paths { get; }

    /// <summary>Whether it covers nothing.</summary>
    public bool IsEmpty => Paths.Count == 0;

    /// <summary>Builds a set from any places, dropping those that lie within another.</summary>
    public static ScopeSet Of(IEnumerable<ScopePath> paths)
    {
        var outermost = new List<ScopePath>();
        foreach (var path in paths.Order())
            if (!outermost.Exists(o => o.Contains(path)))
                outermost.Add(path);
        return outermost.Count == 0 ? Nowhere : new(outermost);
    }

    /// <summary>Whether the place is covered.</summary>
    public bool Covers(ScopePath path) => Paths.Any(p => p.Contains(path));

    /// <summary>Whether the place is covered; the text must be a scope path.</summary>
    public bool Covers(string path) => Paths.Any(p => path.StartsWith(p.Value, StringComparison.Ordinal));

    /// <summary>What both this set and one place cover: for "show me only this community".</summary>
    public ScopeSet Within(ScopePath place) =>
        Covers(place) ? Of([place]) : Of(Paths.Where(place.Contains));

    /// <summary>The condition "the row's scope lies in this set" as ranges an index can serve.</summary>
    public Expression<Func<T, bool>> Condition<T>() where T : IScoped
    {
        var row = Expression.Parameter(typeof(T), "row");
        var scope = Expression.Property(row, nameof(IScoped.Scope));
        Expression? any = null;
        foreach (var path in Paths)
        {
            if (path == ScopePath.Root)
                return Expression.Lambda<Func<T, bool>>(Expression.Constant(true), row);
            var within = Expression.AndAlso(
                Compare(scope, path.Value, ExpressionType.GreaterThanOrEqual),
                Compare(scope, path.UpperBound, ExpressionType.LessThan));
            any = any is null ? within : Expression.OrElse(any, within);
        }

        return Expression.Lambda<Func<T, bool>>(any ?? Expression.Constant(false), row);
    }

    // The bound sits in an object, so that EF makes it a parameter and one query plan serves all callers.
    private static BinaryExpression Compare(Expression scope, string bound, ExpressionType how)
    {
        var parameter = Expression.Field(Expression.Constant(new Bound(bound)), nameof(Bound.Text));
        var compare = Expression.Call(typeof(string), nameof(string.Compare), null, scope, parameter);
        return Expression.MakeBinary(how, compare, Expression.Constant(0));
    }

    private sealed class Bound(string text)
    {
        public readonly string Text = text;
    }
}

/// <summary>Conditions of queries joined into one.</summary>
public static class Conditions
{
    /// <summary>Either condition.</summary>
    public static Expression<Func<T, bool>> Or<T>(this Expression<Func<T, bool>> one, Expression<Func<T, bool>> other)
    {
        var row = one.Parameters[0];
        var sameRow = new Swap(other.Parameters[0], row).Visit(other.Body);
        return Expression.Lambda<Func<T, bool>>(Expression.OrElse(one.Body, sameRow), row);
    }

    private sealed class Swap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
