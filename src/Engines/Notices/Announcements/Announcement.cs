using Linli.Platform.Data;

namespace Linli.Notices.Announcements;

/// <summary>How far an announcement is.</summary>
internal enum AnnouncementState
{
    /// <summary>草稿.</summary>
    Draft,

    /// <summary>已发布: shown from its first to its last moment.</summary>
    Published,

    /// <summary>已撤下 before its time was over.</summary>
    Withdrawn,
}

/// <summary>What a place tells everybody who lives there (公告).</summary>
internal sealed class Announcement : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Whose residents read it.</summary>
    public required string Scope { get; set; }

    public required string TitleZh { get; set; }

    /// <summary><c>null</c> where nobody wrote it in English: then the Chinese is shown.</summary>
    public string? TitleEn { get; set; }

    public required string TextZh { get; set; }

    public string? TextEn { get; set; }

    /// <summary>Stands before all others.</summary>
    public bool Important { get; set; }

    public AnnouncementState State { get; set; }

    /// <summary>From when it is shown.</summary>
    public required DateTimeOffset From { get; set; }

    /// <summary>Until when; <c>null</c> without end.</summary>
    public DateTimeOffset? Until { get; set; }

    public required DateTimeOffset At { get; init; }

    public required Guid? Author { get; init; }

    public DateTimeOffset? PublishedAt { get; set; }

    public Guid? PublishedBy { get; set; }

    /// <summary>When the words were last changed after people could read them.</summary>
    public DateTimeOffset? CorrectedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>Counts changes, so that two editors do not overwrite each other unknowingly.</summary>
    public int Version { get; set; }
}
