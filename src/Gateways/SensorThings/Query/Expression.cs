namespace Linli.SensorThings.Query;

/// <summary>A piece of a filter. Its value is a number, text, truth, instant or geometry; <c>null</c> when there is none.</summary>
internal abstract record Expression;

/// <summary>A value that stands there.</summary>
internal sealed record Literal(object? Value) : Expression;

/// <summary>A property, perhaps of another entity: <c>Datastream/ObservedProperty/name</c>.</summary>
internal sealed record PathTo(IReadOnlyList<string> Steps) : Expression;

/// <summary>A function.</summary>
internal sealed record Call(string Name, IReadOnlyList<Expression> Arguments) : Expression;

/// <summary>Two things held together: <c>eq ne gt ge lt le and or add sub mul div mod</c>.</summary>
internal sealed record Pair(string Operator, Expression Left, Expression Right) : Expression;

/// <summary>The opposite.</summary>
internal sealed record Not(Expression Of) : Expression;
