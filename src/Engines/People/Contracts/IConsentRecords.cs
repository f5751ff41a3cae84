namespace Linli.People;

/// <summary>Which consent something stands on, for records that have to name it (R41).</summary>
/// <param name="Id">Id of the consent.</param>
/// <param name="TextVersion">Version of the text that was agreed to.</param>
/// <param name="ByGuardian">Whether a guardian agreed for a child under 14.</param>
public sealed record StandingConsent(Guid Id, int TextVersion, bool ByGuardian);

/// <summary>Looks up the consent itself; whether it counts, <see cref="IConsents"/> says.</summary>
public interface IConsentRecords
{
    /// <summary>The open consent of a person to a purpose, or <c>null</c>.</summary>
    Task<StandingConsent?> Find(Guid person, string purpose, CancellationToken cancel);
}
