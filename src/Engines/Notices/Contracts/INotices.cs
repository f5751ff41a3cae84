using Linli.Platform.Text;

namespace Linli.Notices;

/// <summary>Puts into a person's inbox (消息) what they should know.</summary>
public interface INotices
{
    /// <summary>
    /// Adds a notice in the current transaction; the person's open pages show it at once. The text carries no personal data
    /// of others.
    /// </summary>
    /// <param name="account">Whose inbox.</param>
    /// <param name="kind">
    /// Stable code of the kind, such as <c>case.answered</c>: what people opt out of, alone or with its whole
    /// <see cref="NoticeTopic"/>.
    /// </param>
    /// <param name="title">One line.</param>
    /// <param name="body">What happened and what to do.</param>
    /// <param name="link">Page it leads to.</param>
    /// <param name="key">Two notices with the same account and key are one: repeated events add nothing.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task Tell(Guid account, string kind, Phrase title, Phrase body, string link, string key, CancellationToken cancel);
}
