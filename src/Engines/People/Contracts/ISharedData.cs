using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>
/// Data that other offices share, so that nobody has to bring papers (数据共享, S05). Asked for one person, one purpose and
/// named fields, with the person's consent each time; each asking is on record for three years (R40).
/// </summary>
public interface ISharedData
{
    /// <summary>Who could share the data of whoever is signed in; <c>null</c> where no account of such a house is linked.</summary>
    Task<SharedDataHouse?> HouseOf(Guid account, CancellationToken cancel);

    /// <summary>Version of the text that people agree to now; every one can be read at <c>/me/consents/texts/shared-data</c>.</summary>
    Task<int> TextVersion(CancellationToken cancel);

    /// <summary>
    /// Asks for the fields. Not within a command: the other house may take its time, at most five seconds.
    /// </summary>
    /// <param name="account">Whose data; the person has agreed to exactly this.</param>
    /// <param name="subject">Code of what for, such as <c>matter/elder_card</c>: what comes may be used for nothing else (PIPL art. 6).</param>
    /// <param name="purpose">What for, as the person read it.</param>
    /// <param name="fields">Codes of the fields, and no more than are needed.</param>
    /// <param name="textVersion">Version of the text the person read and agrees to by this; <c>null</c> for the one of today.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>What is known of the fields, or a problem that says to fill in the form by hand.</returns>
    Task<Result<SharedDataAnswer>> Ask(Guid account, string subject, Phrase purpose, IReadOnlyCollection<string> fields, int? textVersion, CancellationToken cancel);

    /// <summary>What an earlier asking of the same account for the same subject brought, while it may still be used: half an hour.</summary>
    Task<SharedDataAnswer?> Recall(Guid account, string subject, Guid id, CancellationToken cancel);
}

/// <summary>A house that shares data.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people read.</param>
/// <param name="Simulated">Whether it is the simulator of the demo.</param>
public sealed record SharedDataHouse(string Code, Phrase Name, bool Simulated);

/// <summary>What came of asking.</summary>
/// <param name="Id">Number of the record.</param>
/// <param name="House">Who shared.</param>
/// <param name="Fields">What is known; fields nobody knows are left out.</param>
/// <param name="At">When, UTC.</param>
public sealed record SharedDataAnswer(Guid Id, Phrase House, IReadOnlyList<SharedField> Fields, DateTimeOffset At);

/// <summary>One fact from another office.</summary>
/// <param name="Code">Code of the field.</param>
/// <param name="Value">The fact.</param>
/// <param name="Source">Whose register it is from.</param>
/// <param name="AsOf">As of which day.</param>
public sealed record SharedField(string Code, string Value, Phrase Source, DateOnly AsOf);
