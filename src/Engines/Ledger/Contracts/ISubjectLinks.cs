using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>
/// Says where the thing is shown that a line of a statement is about (明细来源): an order, a meal, a redemption. A module that posts
/// registers one as a scoped service; the wallet asks it for the lines it shows.
/// </summary>
public interface ISubjectLinks
{
    /// <summary>Whether transfers of this kind are its own: <c>meal.pay</c>. A compensation is asked for by the kind of what it compensates.</summary>
    bool Owns(string kind);

    /// <summary>Where the subjects are shown to the caller; those that are not there, or not theirs to see, are left out.</summary>
    /// <param name="subjects">Subjects of transfers, as they were posted.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<IReadOnlyDictionary<string, SubjectLink>> Find(IReadOnlyCollection<string> subjects, CancellationToken cancel);
}

/// <summary>Where a subject is shown.</summary>
/// <param name="Href">Its page, a path of this installation.</param>
/// <param name="Title">What it is in a few words, such as the dishes of a meal; <c>null</c> where the memo says enough.</param>
public sealed record SubjectLink(string Href, Phrase? Title = null);
