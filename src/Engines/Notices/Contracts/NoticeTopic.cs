using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Notices;

/// <summary>
/// A group of kinds that people turn on and off together (消息类别). A module that tells people something adds one as a
/// singleton: <c>module.Services.AddSingleton(new NoticeTopic(…))</c>.
/// </summary>
/// <param name="Code">First part of its kinds: <c>case</c> for <c>case.answer</c> and all other <c>case.…</c>.</param>
/// <param name="Title">What people call it. A push shows it on a locked phone: nothing that somebody would keep to themselves.</param>
/// <param name="Hint">What comes under it.</param>
/// <param name="Permission">Who is offered it.</param>
/// <param name="Always">Whether it cannot be turned off: what somebody has to hear for their own safety.</param>
/// <param name="Urgent">Whether it should wake a phone that saves its battery.</param>
public sealed record NoticeTopic(string Code, Phrase Title, Phrase Hint, string Permission = Access.SignedIn, bool Urgent = false, bool Always = false)
{
    /// <summary>The topic of a kind.</summary>
    public static string Of(string kind) => kind.Split('.')[0];
}
