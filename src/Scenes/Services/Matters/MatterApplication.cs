using Linli.Cases;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Services.Matters;

/// <summary>A form as it was handed in (申请表); the case beside it goes the usual way and holds nothing of it in full.</summary>
internal sealed class MatterApplication : IScoped
{
    public required CaseId Case { get; init; }

    public required string Number { get; init; }

    public required Guid Account { get; init; }

    /// <summary>The community.</summary>
    public required string Scope { get; init; }

    public required string Matter { get; init; }

    /// <summary>What was filled in, by field, as JSON, encrypted.</summary>
    public required Sealed Form { get; init; }

    /// <summary>Codes of the fields that another office shared and that stand as they came, separated by blanks.</summary>
    public required string FromOffices { get; init; }

    /// <summary>Numbers of the papers in the matter's list that were not needed, separated by blanks.</summary>
    public required string Spared { get; init; }

    /// <summary>Number of the record of sharing.</summary>
    public Guid? Sharing { get; init; }

    /// <summary>Which network identity verified the applicant, when, and its opaque token (R43); <c>null</c> where name and number were filled in.</summary>
    public string? IdentityBy { get; init; }

    public string? IdentityToken { get; init; }

    /// <summary>By which staff tell it apart.</summary>
    public string? IdentityMark { get; init; }

    public DateTimeOffset? IdentityAt { get; init; }

    public required DateTimeOffset At { get; init; }
}
