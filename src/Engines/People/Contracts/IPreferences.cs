namespace Linli.People;

/// <summary>How pages look to a person on every device they sign in on.</summary>
public interface IPreferences
{
    /// <summary>Keeps what whoever is signed in has chosen, for their next sign-in elsewhere; does nothing when nobody is.</summary>
    /// <param name="language"><c>zh</c> or <c>en</c>; <c>null</c> stays as it is.</param>
    /// <param name="elderMode">Whether 长辈版; <c>null</c> stays as it is.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task Keep(string? language, bool? elderMode, CancellationToken cancel);
}
