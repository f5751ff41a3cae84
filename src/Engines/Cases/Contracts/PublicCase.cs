using Linli.Platform.Files;
using Linli.Platform.Text;

namespace Linli.Cases;

/// <summary>The public face of a case for other systems: what neighbours read, without personal data.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its short number.</param>
/// <param name="Category">Code of the category.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Outcome">What came of it, once answered.</param>
/// <param name="Text">What was reported, numbers that look personal masked; unmasked only for the system that passed it on itself.</param>
/// <param name="PlaceText">The place in words, doors masked likewise.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="OpenedAt">When it came in, UTC.</param>
/// <param name="UpdatedAt">When neighbours last saw something happen to it, UTC; of a closed one, when it was closed.</param>
/// <param name="FinishDue">By when it must be answered for good, UTC.</param>
/// <param name="Team">Name of the team that has it.</param>
/// <param name="MergedInto">Number of the case that goes on for it.</param>
/// <param name="LatestAnswer">The latest public answer, numbers masked.</param>
/// <param name="Photos">Photos that neighbours see, those of the report first.</param>
public sealed record PublicCase(
    CaseId Id, string Number, string Category, CaseState State, CaseOutcome? Outcome, string Text, string? PlaceText, double? Longitude,
    double? Latitude, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishDue, Phrase? Team, string? MergedInto,
    string? LatestAnswer, IReadOnlyList<FileId> Photos);

/// <summary>Something that neighbours saw happen to a public case.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Short number of the case.</param>
/// <param name="State">Where the case stood after it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Sentence">What happened.</param>
/// <param name="Text">The answer, numbers masked; nothing else that was said is public.</param>
/// <param name="Photos">Photos that came with it.</param>
public sealed record PublicUpdate(
    Guid Id, string Number, CaseState State, DateTimeOffset At, Phrase Sentence, string? Text, IReadOnlyList<FileId> Photos);
