using Linli.Notices;

namespace Linli.Cases.Tell;

/// <summary>What people can turn on and off of what cases tell them.</summary>
internal static class TellTopics
{
    public static NoticeTopic[] All { get; } =
    [
        new("case", ("我反映的事项", "What I reported"), ("受理、办理、答复和办结", "Taken on, in hand, answered, done")),
        new("channel", ("上下达消息", "Messages between the levels"), ("社区、街道和网格发给您的消息", "From the community, the street and the grid")),
        new("work", ("待办工作", "Work to do"), ("派给您班组的事项、督办、时限提醒和认证申请", "Cases for your team, supervision, deadlines, and registrations to review"), CasesPermissions.Inbox, Urgent: true),
    ];
}
