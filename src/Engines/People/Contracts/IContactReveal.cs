using Linli.Platform.Results;

namespace Linli.People;

/// <summary>A person's contact in full.</summary>
/// <param name="Name">Full name, where known.</param>
/// <param name="Phone">Mobile number, where known.</param>
public sealed record ContactOfPerson(string? Name, string? Phone);

/// <summary>Shows personal contacts to other engines' use cases, which have asked whether the caller may see them.</summary>
public interface IContactReveal
{
    /// <summary>
    /// The contact behind an account. The view is written to the access log that the person reads (R37), in the current
    /// transaction.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="reason">Why; the person reads it.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<Result<ContactOfPerson>> Show(Guid account, string reason, CancellationToken cancel);
}
