using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>The sentences of a purpose that hold now, for a form that asks for consent itself.</summary>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Version">Version of the text; the answer names it.</param>
/// <param name="Text">Which data, who uses them, how.</param>
/// <param name="Keeps">How long the data are kept.</param>
/// <param name="Otherwise">What a person does who says no.</param>
public sealed record ConsentText(string Purpose, int Version, Phrase Text, Phrase Keeps, Phrase Otherwise);

/// <summary>
/// Asks for consent where it is needed, in the form of the service itself, instead of sending people away to their settings.
/// The rules of <c>/me/consents</c> hold: who may answer for whom, which text, and the same record (R37).
/// </summary>
public interface IConsentForms
{
    /// <summary>The text that holds now; <c>null</c> for a purpose that nobody declares.</summary>
    Task<ConsentText?> Text(string purpose, CancellationToken cancel);

    /// <summary>Writes down that the caller agrees, for themselves or for a child they are the guardian of; in the current command.</summary>
    /// <param name="person">Whose data it is about.</param>
    /// <param name="purpose">Code of the purpose.</param>
    /// <param name="version">Version of the text that was read.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<Result<Done>> Agree(Guid person, string purpose, int version, CancellationToken cancel);

    /// <summary>Takes the caller's agreement back; nothing happens where there is none.</summary>
    Task<Result<Done>> Withdraw(Guid person, string purpose, CancellationToken cancel);
}
