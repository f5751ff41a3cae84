using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>What somebody is in the team of a grid (R09: 1+3+N).</summary>
public enum GridRole
{
    /// <summary>网格长.</summary>
    Leader,

    /// <summary>专职网格员: the steward, who is named in the list of grids, is one.</summary>
    FullTime,

    /// <summary>兼职网格员.</summary>
    PartTime,

    /// <summary>网格助理、志愿者: as many as there are.</summary>
    Helper,
}

/// <summary>Something that changes hands with a grid, such as its open cases; a part of the hand-over's protocol.</summary>
/// <param name="Kind">Code of the kind: <c>cases</c>, <c>visits</c>.</param>
/// <param name="Title">What it is.</param>
/// <param name="Count">How many.</param>
/// <param name="References">Short numbers of the first fifty, for the protocol; never personal data.</param>
public sealed record HandedOver(string Kind, Phrase Title, int Count, IReadOnlyList<string> References)
{
    /// <summary>Account of who takes it, where that is somebody else than the successor.</summary>
    public Guid? To { get; init; }

    /// <summary>Why nobody could take it; then nothing of the grid is handed over.</summary>
    public Phrase? NoOwner { get; init; }

    /// <summary>What has to be done afterwards, such as approving who looks after children.</summary>
    public Phrase? Note { get; init; }
}

/// <summary>
/// Moves what one engine knows of from a steward to the successor when a grid changes hands; an engine or scene that gives
/// work to stewards registers one as a scoped service.
/// </summary>
public interface IGridHandOverPart
{
    /// <summary>What would move, and to whom; changes nothing.</summary>
    /// <param name="grid">Path of the grid.</param>
    /// <param name="from">Account of the steward until now.</param>
    /// <param name="to">Account of the successor.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<HandedOver> Preview(ScopePath grid, Guid from, Guid to, CancellationToken cancel);

    /// <summary>Moves it, in the current transaction.</summary>
    /// <param name="grid">Path of the grid.</param>
    /// <param name="from">Account of the steward until now.</param>
    /// <param name="to">Account of the successor.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<HandedOver> HandOver(ScopePath grid, Guid from, Guid to, CancellationToken cancel);
}
