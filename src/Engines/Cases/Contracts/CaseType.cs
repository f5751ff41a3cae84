using Linli.Platform.Text;

namespace Linli.Cases;

/// <summary>
/// A kind of case that a scene brings (事项类型): who may open it, what it asks for and how open it is. What differs from
/// place to place — clocks and routing — is data.
/// </summary>
/// <param name="Code">Unique code, such as <c>report</c>.</param>
/// <param name="Name">What people read.</param>
public sealed record CaseType(string Code, Phrase Name)
{
    /// <summary>Ways in; a report through another one is refused.</summary>
    public IReadOnlyList<CaseChannel> Channels { get; init; } = Enum.GetValues<CaseChannel>();

    /// <summary>Only the handlers named on the case and holders of <c>cases.confidential</c> see it (S15).</summary>
    public bool Confidential { get; init; }

    /// <summary>Whether neighbours see its public face. Never together with <see cref="Confidential"/>.</summary>
    public bool Public { get; init; }

    /// <summary>Whether the reporter may stay anonymous to the public.</summary>
    public bool MayBeAnonymous { get; init; }

    /// <summary>Whether an answer that says "solved" needs a photo taken after the work.</summary>
    public bool NeedsAfterPhoto { get; init; }

    /// <summary>Whether it goes on the petition track (信访, R08).</summary>
    public bool Petition { get; init; }

    /// <summary>
    /// Whether only the scene that brings it opens it, once it has looked (R14): no interface takes a report of it, whoever asks.
    /// </summary>
    public bool SceneOnly { get; init; }

    /// <summary>Whether residents may open it themselves.</summary>
    public bool ForResidents { get; init; } = true;
}

/// <summary>All case types by code.</summary>
public sealed class CaseTypes
{
    private readonly Dictionary<string, CaseType> byCode;

    /// <param name="types">As the scenes registered them.</param>
    /// <exception cref="ArgumentException">Two types share a code, or one is both public and confidential.</exception>
    public CaseTypes(IEnumerable<CaseType> types)
    {
        byCode = types.ToDictionary(t => t.Code, StringComparer.Ordinal);
        if (byCode.Values.FirstOrDefault(t => t.Public && t.Confidential) is { } wrong)
            throw new ArgumentException($"Case type '{wrong.Code}' is both public and confidential.", nameof(types));
    }

    /// <summary>Every type, in the order of registration.</summary>
    public IEnumerable<CaseType> All => byCode.Values;

    /// <summary>The type with a code, or <c>null</c>.</summary>
    public CaseType? Find(string code) => byCode.GetValueOrDefault(code);
}
