using Linli.Notices;
using Linli.People;
using Linli.Platform.Events;
using Linli.Platform.Text;

namespace Linli.Cases.Tell;

/// <summary>Tells the reporters what happens to their case, and the team that it has work.</summary>
internal sealed class TellOfMove(INotices notices, IPeople people) : IEventHandler<CaseMoved>
{
    public async Task Handle(Delivered<CaseMoved> delivered, CancellationToken cancel)
    {
        var moved = delivered.Event;
        if (ForReporter(moved) is { } word)
            foreach (var account in moved.Followers)
                await notices.Tell(
                    account, "case." + moved.Action, word, Number(moved), $"/cases/{moved.Case.Value}", delivered.Id.ToString(), cancel);
        if (ForTeam(moved) is { } work && moved.Team is { } team)
            foreach (var member in await people.MembersOf(team, cancel))
                await notices.Tell(
                    member.Account, "work." + moved.Action, work, Number(moved), $"/desk/cases/{moved.Case.Value}", delivered.Id.ToString(), cancel);
    }

    private static Phrase Number(CaseMoved moved) => ($"事项 {moved.Number}", $"Case {moved.Number}");

    private static Phrase? ForReporter(CaseMoved moved) => moved.Action switch
    {
        CaseAction.Accept => ("您反映的事项已受理", "Your case was accepted"),
        CaseAction.Dispatch or CaseAction.Grab or CaseAction.Transfer => ("您反映的事项已派给处置人员", "Your case was given to a team"),
        CaseAction.Start => ("您反映的事项正在办理", "Work on your case has begun"),
        CaseAction.PlanVisit => ("工作人员已预约上门", "A visit was planned with you"),
        CaseAction.DecideExtension => ("您反映的事项需要更多时间", "Your case needs more time"),
        CaseAction.Answer => ("您反映的事项有答复了，请确认", "Your case was answered: please confirm"),
        CaseAction.Merge => ("您反映的事项已与同一问题合并，进展会继续告诉您", "Your case was merged with another about the same thing; you will hear of it"),
        CaseAction.HandOver => ("您反映的事项已移交", "Your case was handed over"),
        CaseAction.Message => ("您反映的事项有新留言", "There is a new message on your case"),
        CaseAction.Close => ("您反映的事项已办结", "Your case was closed"),
        _ => null,
    };

    private static Phrase? ForTeam(CaseMoved moved) => moved.Action switch
    {
        CaseAction.Dispatch or CaseAction.Transfer => ("有新的事项派给您的班组", "Your team has a new case"),
        CaseAction.Reopen => ("居民要求重办", "A resident wants a case done again"),
        CaseAction.Supervise => ("事项被督办", "A case is being supervised"),
        _ => null,
    };
}

/// <summary>Tells those who can do something about it that a clock runs out or has run out (S14).</summary>
internal sealed class TellOfClock(INotices notices, IPeople people) : IEventHandler<CaseClockRang>
{
    public async Task Handle(Delivered<CaseClockRang> delivered, CancellationToken cancel)
    {
        var rang = delivered.Event;
        var clock = CaseText.Clock(rang.Clock);
        Phrase title = rang.Overdue
            ? ($"“{clock.Zh}”已超时", $"{clock.En} is overdue")
            : ($"“{clock.Zh}”即将到期", $"{clock.En} is due soon");
        var told = new HashSet<Guid>();
        if (rang.Team is { } team)
            told.UnionWith((await people.MembersOf(team, cancel)).Select(m => m.Account));
        if (rang.Overdue || rang.Team is null)
            told.UnionWith((await people.StaffFor(rang.Place, PostsOf(rang.Level), cancel)).Select(m => m.Account));
        foreach (var account in told)
            await notices.Tell(
                account, "work.clock", title, ($"事项 {rang.Number}", $"Case {rang.Number}"), $"/desk/cases/{rang.Case.Value}", delivered.Id.ToString(), cancel);
    }

    private static string[] PostsOf(CaseLevel level) => level switch
    {
        CaseLevel.Steward => [Posts.GridSteward],
        CaseLevel.Community => [Posts.Dispatcher, Posts.DeskClerk],
        _ => [Posts.StreetOfficer],
    };
}
