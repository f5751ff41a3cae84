using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.People.Provisioning;

/// <summary>What an employer's directory (人事目录) says of a member of staff, beside the account it keeps.</summary>
internal sealed class DirectoryEntry : IScoped
{
    public required Guid AccountId { get; init; }

    /// <summary>The place whose directory it is.</summary>
    public required string Scope { get; init; }

    /// <summary>The directory's own id of the person.</summary>
    public string? ExternalId { get; set; }

    /// <summary>A <see cref="StaffCard"/> as JSON, encrypted: work addresses and numbers are personal data too.</summary>
    public required Sealed Card { get; set; }

    /// <summary>Rises with each change, so that of two at once one is refused.</summary>
    public int Version { get; set; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Since when the directory knows the person no more.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>A group of an employer's directory that stands for a post at a place.</summary>
internal sealed class DirectoryGroup : IScoped
{
    /// <summary>Made from the post it stands for, so that a group is the same whoever looks first.</summary>
    public required Guid Id { get; init; }

    public required string Post { get; init; }

    public required string Scope { get; init; }

    public string? Team { get; init; }

    /// <summary>What the directory calls it.</summary>
    public required string DisplayName { get; set; }

    public string? ExternalId { get; set; }

    public int Version { get; set; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }
}
