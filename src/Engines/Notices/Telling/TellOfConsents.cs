using System.Globalization;
using Linli.People;
using Linli.Platform.Events;
using Linli.Platform.Text;

namespace Linli.Notices.Telling;

/// <summary>Whoever agreed to an older text is asked again; of a child under 14 the guardian is (R37, R38).</summary>
internal sealed class TellOfNewText(INotices notices) : IEventHandler<ConsentAskedAgain>
{
    public async Task Handle(Delivered<ConsentAskedAgain> delivered, CancellationToken cancel)
    {
        var asked = delivered.Event;
        var day = asked.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Phrase title = ($"“{asked.Title.Zh}”的说明更新了", $"The text of “{asked.Title.En}” is new");
        Phrase body = asked.Lapses
            ? ($"新文本 {day} 生效，原来的同意届时失效，请读后再选择。", $"It begins on {day}; your consent to the old one ends then. Please read it and choose.")
            : ($"新文本 {day} 生效，您原来的同意仍然有效，可随时撤回。", $"It begins on {day}; your consent goes on, and you may withdraw it at any time.");
        foreach (var whom in asked.Tell)
            await notices.Tell(
                whom.Account, "privacy.consent", title, body,
                $"/me/consents{(whom.AsGuardian ? $"?for={asked.Person}" : "")}", $"consent-text:{asked.Consent}:{asked.Version}", cancel);
    }
}

/// <summary>At 14 the young person decides, and the guardian hears that they no longer do (R38, PIPL art. 31).</summary>
internal sealed class TellOfFourteen(INotices notices) : IEventHandler<TurnedFourteen>
{
    public async Task Handle(Delivered<TurnedFourteen> delivered, CancellationToken cancel)
    {
        var (person, consents, own, guardians) = delivered.Event;
        foreach (var account in own)
            await notices.Tell(
                account, "privacy.fourteen", ("您满 14 周岁了，个人信息由您自己决定", "You are 14: your data are yours to decide about"),
                consents > 0
                    ? new Phrase($"监护人替您同意过 {consents} 项，请确认或撤回。", $"A guardian agreed to {consents} for you: confirm them or take them back.")
                    : new Phrase("同意和撤回都在“我的授权”里。", "Agree and withdraw under My consents."),
                "/me/consents", $"fourteen:{person}", cancel);
        foreach (var account in guardians)
            await notices.Tell(
                account, "privacy.fourteen", ("孩子满 14 周岁了", "Your child is 14"),
                ("您替孩子作的同意转由孩子本人确认或撤回，您不再查看孩子的个人信息。", "What you agreed to for your child is theirs to confirm or take back; you no longer see their data."),
                "/me/data", $"fourteen:{person}", cancel);
    }
}
