using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Sensing;

/// <summary>How a figure on the wall looks.</summary>
public enum CockpitLook
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>To be watched.</summary>
    Watch,

    /// <summary>Wrong now.</summary>
    Alarm,
}

/// <summary>A further figure of a module.</summary>
/// <param name="Name">What people read.</param>
/// <param name="Value">The figure as it is shown.</param>
/// <param name="Href">The records behind it.</param>
public sealed record CockpitFact(Phrase Name, string Value, string? Href = null);

/// <summary>What a module of the wall shows now. Never a name, never a person.</summary>
/// <param name="Value">The figure as it is shown; <c>null</c> where there is none yet.</param>
/// <param name="Caption">What the figure counts.</param>
/// <param name="AsOf">How old it is: when the youngest of what it counts was measured, or when it was counted, UTC; <c>null</c> with no data.</param>
/// <param name="Href">The records behind it.</param>
public sealed record CockpitFigure(string? Value, Phrase Caption, DateTimeOffset? AsOf, string Href)
{
    /// <summary>Nothing has been measured yet, and why; nothing is made up.</summary>
    public static CockpitFigure Nothing(Phrase why, string href) => new(null, why, null, href);

    /// <summary>How it looks.</summary>
    public CockpitLook Look { get; init; }

    /// <summary>Further figures, at most four.</summary>
    public IReadOnlyList<CockpitFact> Facts { get; init; } = [];
}

/// <summary>
/// A module of the wall (驾驶舱模块). A scene registers one as a scoped service; one with the code of a module that the cockpit brings itself
/// takes its place.
/// </summary>
public interface ICockpitModule
{
    /// <summary>Stable code: <c>safety</c>, <c>fire</c>, <c>parking</c>, <c>retail</c>, <c>school</c>, <c>elders</c>, <c>cases</c>, <c>water</c> or one of the scene's own.</summary>
    string Code { get; }

    /// <summary>What people read.</summary>
    Phrase Name { get; }

    /// <summary>Name of a Tabler icon.</summary>
    string Icon { get; }

    /// <summary>What it shows of some places, of which the caller has been asked.</summary>
    Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel);
}
