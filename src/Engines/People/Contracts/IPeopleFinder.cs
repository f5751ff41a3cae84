using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.People;

/// <summary>A person as a search at a counter shows them.</summary>
/// <param name="Person">Id.</param>
/// <param name="Name">Masked: 沈**.</param>
/// <param name="Home">Label of a home within the places looked in.</param>
public sealed record PersonFoundByName(Guid Person, string Name, string Home);

/// <summary>
/// Finds people of the register at a counter who show neither code nor card (按姓名查找). The use case has asked whether the caller
/// may look, and writes it to the audit log.
/// </summary>
public interface IPeopleFinder
{
    /// <summary>People with a home within the places, at most 12, masked.</summary>
    /// <param name="words">The beginning of a name, its pinyin or initials, the last four digits of a phone, or a home's whole label.</param>
    /// <param name="places">Where to look.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns><c>people.find_words</c>, a 400 beside the field <c>words</c>, for less than two characters.</returns>
    Task<Result<IReadOnlyList<PersonFoundByName>>> Find(string? words, ScopeSet places, CancellationToken cancel);

    /// <summary>Whether a person of the register has a home within the places.</summary>
    Task<bool> LivesWithin(Guid person, ScopeSet places, CancellationToken cancel);
}
