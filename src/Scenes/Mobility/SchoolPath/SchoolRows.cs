using Linli.Platform.Data;

namespace Linli.Mobility.SchoolPath;

/// <summary>A school path (通学路): its line, the corridor round it, and the times of day in which children walk there.</summary>
internal sealed class SchoolPathRow : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Well-known text of the line, WGS-84.</summary>
    public required string Line { get; set; }

    /// <summary>How long it should be.</summary>
    public required int PlannedMetres { get; set; }

    /// <summary>How far to each side of the line the corridor reaches.</summary>
    public required int SideMetres { get; set; }

    /// <summary>Windows on school days, local time: <c>07:20-08:10 16:20-17:10</c>.</summary>
    public required string Windows { get; set; }
}

/// <summary>A school at the path, with its grounds.</summary>
internal sealed class PathSchool
{
    public required string Path { get; init; }

    /// <summary>Code of the facility.</summary>
    public required string School { get; init; }

    /// <summary>The place whose school staff look after it.</summary>
    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Well-known text of its grounds, WGS-84.</summary>
    public required string Grounds { get; set; }
}

/// <summary>A term (学期): local days from its first to its last school day.</summary>
internal sealed class SchoolTerm : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required DateOnly From { get; set; }

    public required DateOnly To { get; set; }
}

/// <summary>A day that is otherwise than the calendar says: a holiday of the school, a make-up day, a day of sports.</summary>
internal sealed class SchoolDayRow : IScoped
{
    public required string Scope { get; init; }

    public required DateOnly Date { get; init; }

    public required bool IsSchoolDay { get; set; }

    public required string Note { get; set; }
}

/// <summary>A pupil who wears a card, by the consent of a guardian (学生卡登记, R38).</summary>
internal sealed class Pupil : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Place of the school.</summary>
    public required string Scope { get; init; }

    public required Guid Person { get; set; }

    public required string Path { get; init; }

    public required string School { get; init; }

    /// <summary>Code of the card, such as <c>C-1007</c>.</summary>
    public required string Card { get; set; }

    public required Guid Device { get; set; }

    /// <summary>Scope path of the pupil's own compound.</summary>
    public required string Compound { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Account of the guardian who enrolled them.</summary>
    public Guid? By { get; set; }

    /// <summary>When it ended, UTC: by withdrawing, or with the data.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Another compound in which a pupil may end the way, such as that of the grandparents.</summary>
internal sealed class PupilLeave
{
    public required Guid Pupil { get; init; }

    public required string Compound { get; init; }
}

/// <summary>What an alert is about.</summary>
public enum SchoolAlertKind
{
    /// <summary>偏离通学路.</summary>
    OffPath,

    /// <summary>学生卡离线.</summary>
    Offline,

    /// <summary>学生卡电量低: for the guardians only.</summary>
    Battery,

    /// <summary>按下求助键.</summary>
    Sos,
}

/// <summary>An alert about a pupil, as guardians and school see it (通学提醒).</summary>
internal sealed class SchoolAlert : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Pupil { get; init; }

    public required SchoolAlertKind Kind { get; init; }

    /// <summary>Id of the alarm.</summary>
    public required Guid Alarm { get; init; }

    /// <summary>When its cause came true by the card's clock, UTC.</summary>
    public required DateTimeOffset CauseAt { get; init; }

    /// <summary>When guardians and school were told, UTC.</summary>
    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>The last that happened: raised, called_out, acknowledged, on_the_way, on_site, safe, cleared, closed.</summary>
    public required string What { get; set; }

    public required DateTimeOffset WhatAt { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }
}
