using System.Diagnostics.CodeAnalysis;

namespace Linli.Platform.Ids;

/// <summary>
/// A <see cref="Guid"/> that knows what it is the id of, so that an order's id cannot be passed for a person's.
/// The whole of a typed id is one line:
/// <code>public readonly record struct OrderId(Guid Value) : ITypedId&lt;OrderId&gt; { public static OrderId From(Guid value) =&gt; new(value); }</code>
/// </summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
/// <remarks>
/// Parsing is implemented here once: minimal APIs bind such an id from route and query, generic code may call
/// <c>T.TryParse</c>, and <see cref="TypedIdJsonConverterFactory"/> reads and writes it as a JSON string.
/// The accepted text is the usual form with hyphens, <c>0198c5a2-7d3e-7c11-9d0a-5b0f6f7a1e42</c>, in either case.
/// <c>ToString()</c> of a record struct names the type; use <see cref="Value"/> for links.
/// </remarks>
public interface ITypedId<TSelf> : IParsable<TSelf>
    where TSelf : struct, ITypedId<TSelf>
{
    /// <summary>The bare id, as it is stored.</summary>
    Guid Value { get; }

    /// <summary>Gives a stored id its type back.</summary>
    static abstract TSelf From(Guid value);

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) => TSelf.From(Guid.ParseExact(s, "D"));

    static bool IParsable<TSelf>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result) =>
        TryParse(s, provider, out result);

    /// <summary>Reads an id in the usual form with hyphens; anything else is refused.</summary>
    /// <remarks>
    /// A concrete member, not only the default implementation of <see cref="IParsable{TSelf}"/> above: minimal APIs
    /// look through a parameter type's interfaces for a static <c>TryParse</c> with a body, and fail at start-up on
    /// a default implementation alone.
    /// </remarks>
    [SuppressMessage("Design", "CA1000", Justification = "Called by model binding, never by naming the interface.")]
    static new bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = parsed ? TSelf.From(value) : default;
        return parsed;
    }
}
