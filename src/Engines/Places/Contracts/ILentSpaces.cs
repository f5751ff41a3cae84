using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>A space of the ledger as engines see it that lend it out.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Place">The place it belongs to.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Scene">The scene it serves.</param>
/// <param name="PartOf">Code of the whole it lies in.</param>
/// <param name="Facility">Code of the facility people know it by.</param>
/// <param name="Uses">What it may be used for: codes and words.</param>
/// <param name="OpeningHours">In OpenStreetMap's notation; <c>null</c> where nobody published any.</param>
/// <param name="IsInUse">Whether it is in use: what is idle, being prepared or closed is not lent.</param>
/// <param name="Address">Street and number.</param>
/// <param name="Phone">Telephone.</param>
public sealed record SpaceFacts(
    string Code, ScopePath Place, Phrase Name, Scene Scene, string? PartOf, string? Facility, IReadOnlyList<SpaceUseName> Uses, string? OpeningHours, bool IsInUse,
    string? Address, string? Phone)
{
    /// <summary>Square metres; <c>null</c> while not measured.</summary>
    public decimal? Area { get; init; }
}

/// <summary>A use of a space (用途).</summary>
/// <param name="Code">Such as <c>meeting</c>.</param>
/// <param name="Name">In words.</param>
public sealed record SpaceUseName(string Code, Phrase Name);

/// <summary>The space ledger (空间台账), for engines that lend its spaces out.</summary>
public interface ILentSpaces
{
    /// <summary>The spaces with these codes; unknown ones are left out.</summary>
    Task<IReadOnlyDictionary<string, SpaceFacts>> Find(IReadOnlyCollection<string> codes, CancellationToken cancel);

    /// <summary>Spaces within the places, in the order of their codes, to choose from.</summary>
    Task<IReadOnlyList<SpaceFacts>> Within(ScopeSet places, CancellationToken cancel);

    /// <summary>What a use is called; the code itself where it is unknown.</summary>
    Phrase NameOfUse(string code);
}
