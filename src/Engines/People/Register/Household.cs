using Linli.Platform.Data;

namespace Linli.People.Register;

/// <summary>Those who live in one home together (户); a home may hold several, such as sharing tenants.</summary>
internal sealed class Household : IScoped
{
    public required Guid Id { get; init; }

    public required Guid HomeId { get; init; }

    /// <summary>What people call the home.</summary>
    public required string HomeLabel { get; init; }

    /// <summary>The building.</summary>
    public required string Scope { get; init; }

    /// <summary>The grid of the home, if any.</summary>
    public string? Grid { get; set; }

    /// <summary>户主: speaks for the household.</summary>
    public Guid? HeadPersonId { get; set; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }
}
