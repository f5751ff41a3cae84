using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>
/// The national network identity (国家网络身份认证, R43): somebody shows the code of their certificate (网证), and a service says whether a
/// person stands behind it. Neither name nor number comes over; whoever uses it is not asked for them, and whoever does not has the same
/// service by document.
/// </summary>
public interface INetworkIdentity
{
    /// <summary>Who verifies; <c>null</c> where no such service is configured, and everybody shows a document.</summary>
    Task<NetworkIdentityHouse?> House(CancellationToken cancel);

    /// <summary>
    /// Has a shown certificate verified, and keeps the result for half an hour. Not within a command: the service may take its time, at most
    /// five seconds.
    /// </summary>
    /// <param name="purpose">Code of what for: the result counts for nothing else.</param>
    /// <param name="code">What was shown or scanned; it is passed on and not kept.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The result, or a problem with the field <c>code</c> where the certificate is not known or has run out.</returns>
    Task<Result<NetworkCheck>> Check(string purpose, string? code, CancellationToken cancel);

    /// <summary>Uses a result once, within the command that rests on it: made by the same caller for the same purpose at most half an hour ago.</summary>
    Task<Result<NetworkProof>> Use(string purpose, Guid check, CancellationToken cancel);
}

/// <summary>A service of the network identity.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people read.</param>
/// <param name="Samples">Certificates that the simulator of the demo knows; empty with a real service.</param>
public sealed record NetworkIdentityHouse(string Code, Phrase Name, IReadOnlyList<string> Samples);

/// <summary>A certificate that was verified.</summary>
/// <param name="Id">Number of the result.</param>
/// <param name="House">Who verified it.</param>
/// <param name="Mark">Four characters by which two results can be told apart; they say nothing of the person.</param>
/// <param name="At">When, UTC.</param>
public sealed record NetworkCheck(Guid Id, Phrase House, string Mark, DateTimeOffset At);

/// <summary>What is kept of a verified person.</summary>
/// <param name="Provider">Code of who verified them.</param>
/// <param name="Token">Opaque, the same for the same person each time; it leads nowhere else.</param>
/// <param name="Mark">Its first four characters.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Person">Who it is in the register, where that person has linked the account themselves.</param>
public sealed record NetworkProof(string Provider, string Token, string Mark, DateTimeOffset At, Guid? Person);
