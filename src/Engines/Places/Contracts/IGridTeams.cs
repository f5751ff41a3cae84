using Linli.Platform.Data;

namespace Linli.Places;

/// <summary>Somebody in the team of a grid as residents may know them.</summary>
/// <param name="Role">What they are.</param>
/// <param name="Name">Name of staff, or what a helper is called.</param>
/// <param name="Account">Account of staff; <c>null</c> for a helper.</param>
public sealed record TeamMember(GridRole Role, string Name, Guid? Account);

/// <summary>The teams of grids (1+3+N, R09), for scenes.</summary>
public interface IGridTeams
{
    /// <summary>Who works in a grid now: leader, full-time (the steward first), part-time, helpers; those who are gone are left out.</summary>
    Task<IReadOnlyList<TeamMember>> Of(ScopePath grid, CancellationToken cancel);

    /// <summary>Puts people into the team of a grid, in the current transaction: for bringing in teams as they are.</summary>
    Task Form(ScopePath grid, IReadOnlyList<TeamMember> members, CancellationToken cancel);
}
