namespace Linli.Platform.Live;

/// <summary>How many notices wait for a person; implemented where the inbox is.</summary>
public interface IUnreadNotices
{
    /// <summary>Number of unread notices of an account.</summary>
    ValueTask<int> Count(Guid account, CancellationToken cancel);
}
