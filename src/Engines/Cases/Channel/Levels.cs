using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Cases.Channel;

/// <summary>Who speaks for which level where.</summary>
internal static class Levels
{
    /// <summary>The posts that make up a level.</summary>
    public static string[] Posts(ChannelLevel level) => level switch
    {
        ChannelLevel.Resident => [People.Posts.Resident],
        ChannelLevel.Steward => [People.Posts.GridSteward, People.Posts.GridLeader],
        ChannelLevel.Community => [People.Posts.CommunityWorker, People.Posts.DeskClerk, People.Posts.Dispatcher, People.Posts.PartySecretary],
        _ => [People.Posts.StreetOfficer],
    };

    /// <summary>What a level is called.</summary>
    public static Phrase Title(ChannelLevel level) => level switch
    {
        ChannelLevel.Resident => ("居民", "Residents"),
        ChannelLevel.Steward => ("邻里管家", "Stewards"),
        ChannelLevel.Community => ("社区", "Community"),
        _ => ("街道", "Street"),
    };

    /// <summary>The levels the caller speaks for, with the place of each.</summary>
    public static IEnumerable<(ChannelLevel Level, ScopePath Place)> Of(Caller caller) =>
        from level in Enum.GetValues<ChannelLevel>()
        let posts = Posts(level)
        from grant in caller.Grants
        where posts.Contains(grant.Post)
        select (level, grant.Scope);

    /// <summary>Whether a message may go straight from one level to the other: one step at a time, or down to everyone.</summary>
    public static bool MaySend(ChannelLevel from, ChannelLevel to) => to < from || to == from + 1;
}
