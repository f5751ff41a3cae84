using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Results;

namespace Linli.People;

/// <summary>A person as a search at a counter shows them.</summary>
/// <param name="Person">Id.</param>
/// <param name="Name">Masked: 沈**.</param>
/// <param name="Home">Label of a home within the places looked in.</param>
public sealed record PersonFoundByName(Guid Person, string Name, string Home);

/// <summary>Somebody whose document was shown.</summary>
/// <param name="Person">Id.</param>
/// <param name="NameFits">Whether the register has them under the name that was given.</param>
public sealed record PersonByDocument(Guid Person, bool NameFits);

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

    /// <summary>Whom the number of a document names, wherever they live, and whether the name is theirs; <c>null</c> where nobody living has it.</summary>
    /// <param name="name">The name on the document.</param>
    /// <param name="number">Its number.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<PersonByDocument?> ByDocument(string? name, IdentityNumber number, CancellationToken cancel);

    /// <summary>Whether name and document may be those of a person of the register: the name is, and no other document stands there.</summary>
    Task<bool> MayBe(Guid person, string? name, IdentityNumber number, CancellationToken cancel);

    /// <summary>Whom a telephone of their own and their whole name give; <c>null</c> where they are not of one person.</summary>
    Task<Guid?> ByPhone(string? name, MobileNumber phone, CancellationToken cancel);

    /// <summary>Whether a person of the register has a home within the places.</summary>
    Task<bool> LivesWithin(Guid person, ScopeSet places, CancellationToken cancel);
}
