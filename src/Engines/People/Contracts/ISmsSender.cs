using Linli.Platform.Results;

namespace Linli.People;

/// <summary>Sends text messages (短信); one adapter for each gateway.</summary>
public interface ISmsSender
{
    /// <summary>Why nothing can be sent at all, such as a missing configuration; <c>null</c> when ready.</summary>
    Problem? NotReady { get; }

    /// <summary>Sends one message and returns when the gateway has taken it.</summary>
    /// <param name="phone">Eleven digits without country code; never written to a log.</param>
    /// <param name="text">What the person reads.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns><c>null</c> when taken, otherwise why not.</returns>
    Task<Problem?> Send(string phone, string text, CancellationToken cancel);
}
