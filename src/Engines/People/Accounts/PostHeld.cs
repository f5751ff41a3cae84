using Linli.Platform.Data;

namespace Linli.People.Accounts;

/// <summary>A post (岗位) that an account holds at a place for a time.</summary>
internal sealed class PostHeld : IScoped
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Code of the post, see <see cref="Posts"/>.</summary>
    public required string Post { get; init; }

    public required string Scope { get; init; }

    /// <summary>Code of the team the person works in on this post.</summary>
    public string? Team { get; set; }

    public required DateTimeOffset From { get; init; }

    /// <summary>First instant at which it is no longer held; <c>null</c> without end.</summary>
    public DateTimeOffset? To { get; set; }

    /// <summary>The tie to a home that brought the post of resident.</summary>
    public Guid? TieId { get; init; }

    /// <summary>The account that granted it; <c>null</c> for the system.</summary>
    public Guid? GrantedBy { get; init; }
}

/// <summary>A team (班组) that takes on work.</summary>
internal sealed class TeamRow : IScoped
{
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string Kind { get; init; }

    public required string Scope { get; init; }

    /// <summary>For the public.</summary>
    public string? Phone { get; set; }

    /// <summary>When somebody answers, in OpenStreetMap's notation.</summary>
    public string? Hours { get; set; }
}
