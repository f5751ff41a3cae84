using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>Text messages to people whose number nobody else gets to see.</summary>
public interface IPersonalSms
{
    /// <summary>Whether a message could reach the account: there is a gateway that really sends, and a number.</summary>
    Task<bool> CanReach(Guid account, CancellationToken cancel);

    /// <summary>Sends one message in the person's language. Not within a command: the gateway may take its time.</summary>
    /// <returns><c>null</c> when the gateway has taken it, otherwise why not.</returns>
    Task<Problem?> Send(Guid account, Phrase text, CancellationToken cancel);
}
