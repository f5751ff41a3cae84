using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>A line of the space ledger (空间台账) as others name it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Place">Path of the place it belongs to.</param>
/// <param name="Owner">Who it belongs to.</param>
public sealed record SpaceName(string Code, Phrase Name, ScopePath Place, string Owner);

/// <summary>The spaces of the ledger by their codes, for engines and scenes that keep something of them.</summary>
public interface ISpaces
{
    /// <summary>A space, or <c>null</c>.</summary>
    Task<SpaceName?> Find(string code, CancellationToken cancel);

    /// <summary>The spaces within places, in the order of their codes.</summary>
    Task<IReadOnlyList<SpaceName>> Within(ScopeSet places, CancellationToken cancel);
}
