using Linli.People;
using Linli.Platform.Events;
using Linli.Platform.Text;

namespace Linli.Notices.Telling;

/// <summary>Family hears that somebody asks to act for them, agreed, or ended it.</summary>
internal sealed class TellOfAgency(INotices notices) : IEventHandler<AgencyChanged>
{
    public async Task Handle(Delivered<AgencyChanged> delivered, CancellationToken cancel)
    {
        var (agency, account, step) = delivered.Event;
        var (title, body) = step switch
        {
            AgencyStep.Asked => (new Phrase("家人想为您代办", "A relative asks to act for you"), new Phrase("请看看是谁、办哪些事，由您决定。", "See who it is and what for: you decide.")),
            AgencyStep.Agreed => (new("家人同意由您代办", "Your relative agreed that you act for them"), new("代办的每件事家人都看得到。", "They see everything you do for them.")),
            _ => (new("代办约定已结束", "An agreement to act for family has ended"), new("之后不能再为家人代办。", "Nothing can be done under it any more.")),
        };
        await notices.Tell(account, "family.agency", title, body, "/me/home", $"agency:{agency}:{step}", cancel);
    }
}
