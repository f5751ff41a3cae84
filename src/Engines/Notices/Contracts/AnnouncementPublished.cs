using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Notices;

/// <summary>A place told its residents something, or took it back; whoever manages announcements there sees it at once.</summary>
/// <param name="Announcement">Its id.</param>
/// <param name="Place">Whose residents read it.</param>
/// <param name="Shown">Published, or withdrawn.</param>
public sealed record AnnouncementPublished(Guid Announcement, ScopePath Place, bool Shown) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Announcement.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => NoticesPermissions.Announce;
}
