using Linli.Platform.Results;

namespace Linli.People;

/// <summary>Writes into the log that a person reads (谁看过我的信息, R37) who opened sensitive data about them, or was refused.</summary>
public interface IViewLog
{
    /// <summary>
    /// Writes a line, in the current transaction, or in one of its own when a query asks: show nothing before it is written.
    /// </summary>
    /// <param name="person">Whose data.</param>
    /// <param name="what">A code of what was seen, such as <c>care</c>; ending in <c>_refused</c> where it was not shown.</param>
    /// <param name="reason">Why; the person reads it, so nothing sensitive.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<Result<Done>> Record(Guid person, string what, string reason, CancellationToken cancel);
}
