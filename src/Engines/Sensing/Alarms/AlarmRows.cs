using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Text;

namespace Linli.Sensing.Alarms;

/// <summary>An alarm (告警) from its cause to the word of how it turned out. Acknowledged, cleared, safe and closed are instants of their own.</summary>
internal sealed class AlarmRow : IScoped
{
    public required AlarmId Id { get; init; }

    public required string Rule { get; init; }

    public required string Key { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required string WhyZh { get; set; }

    public required string WhyEn { get; set; }

    public Guid? Device { get; init; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    public required AlarmSeverity Severity { get; init; }

    public required bool Test { get; init; }

    public required bool Lead { get; init; }

    public required bool Personal { get; init; }

    /// <summary>By the device's clock.</summary>
    public required DateTimeOffset CauseAt { get; init; }

    /// <summary>By our clock.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When its cause came back last, by the device's clock; <c>null</c> when it never did.</summary>
    public DateTimeOffset? ReturnedAt { get; set; }

    /// <summary>When a person said that a lead is true.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    public Guid? AcknowledgedBy { get; set; }

    /// <summary>When the first of those called out said yes.</summary>
    public DateTimeOffset? DispatchedAt { get; set; }

    public DateTimeOffset? OnSiteAt { get; set; }

    public DateTimeOffset? SafeAt { get; private set; }

    /// <summary>From the alarm until the danger was over: what a promised time is held against.</summary>
    public int? SafeSeconds { get; private set; }

    public DateTimeOffset? ClearedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public Guid? ClosedBy { get; set; }

    public AlarmVerdict? Verdict { get; set; }

    public DateTimeOffset? ShelvedUntil { get; set; }

    /// <summary>How many levels it has gone up.</summary>
    public int Level { get; set; }

    public required int EscalateSeconds { get; init; }

    /// <summary>When it goes up next; <c>null</c> once somebody has it, or it can go no higher.</summary>
    public DateTimeOffset? EscalateAt { get; set; }

    /// <summary>Kinds of post to call out, separated by spaces.</summary>
    public required string CallOut { get; init; }

    public string? CaseCategory { get; init; }

    public Guid? Case { get; set; }

    public int Version { get; set; }

    public Phrase Name => (NameZh, NameEn);

    public Phrase Why => (WhyZh, WhyEn);

    public ScopePath Place => ScopePath.Parse(Scope, null);

    public GeoPoint? Point => Latitude is { } lat && Longitude is { } lon ? new(lat, lon) : null;

    public string[] Kinds => CallOut.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A lead that nobody has looked at sets nothing going (R14); neither does a test.</summary>
    public bool SetsGoing => !Test && ClosedAt is null && (!Lead || VerifiedAt is not null);

    /// <summary>The danger is over; the first word counts. <c>null</c> when it came back.</summary>
    public void Safe(DateTimeOffset? at)
    {
        SafeAt = at is null ? null : SafeAt ?? at;
        SafeSeconds = (int?)(SafeAt - RaisedAt)?.TotalSeconds;
    }

    public AlarmState State => this switch
    {
        { ClosedAt: not null } => AlarmState.Closed,
        { ClearedAt: not null } => AlarmState.Cleared,
        { AcknowledgedAt: not null } => AlarmState.Acknowledged,
        _ => AlarmState.Raised,
    };

    public Alarm Seen() => new(
        Id, Rule, Name, Device is { } device ? new DeviceId(device) : null, Place, Point, Severity, State, RaisedAt, CauseAt, Test)
    {
        Lead = Lead && VerifiedAt is null, Personal = Personal, AcknowledgedAt = AcknowledgedAt, ClearedAt = ClearedAt, SafeAt = SafeAt, ClosedAt = ClosedAt,
        Verdict = Verdict, Case = Case,
    };
}

/// <summary>What happened to an alarm (告警过程): written once, never changed.</summary>
internal sealed class AlarmLine
{
    public required Guid Id { get; init; }

    public required AlarmId Alarm { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Which line of its alarm: several may fall on one instant.</summary>
    public required int Order { get; init; }

    /// <summary>As <see cref="AlarmChanged.What"/> writes it.</summary>
    public required string What { get; init; }

    /// <summary>Whoever did it; <c>null</c> for the system, and once their data were deleted.</summary>
    public Guid? Actor { get; set; }

    /// <summary>Kind of post, the level it went up to, or when it came back by the device's clock.</summary>
    public string? Detail { get; init; }

    /// <summary>What was said.</summary>
    public string? Text { get; set; }

    /// <summary>When the cause came true again by the device's clock, UTC; of a return.</summary>
    public DateTimeOffset? CauseAt => What == "returned" && DateTimeOffset.TryParse(Detail, CultureInfo.InvariantCulture, out var at) ? at : null;
}

/// <summary>How far somebody who was called out is.</summary>
internal enum CallState
{
    /// <summary>待应答: asked, and has not answered yet.</summary>
    Asked,

    /// <summary>已接受.</summary>
    Accepted,

    /// <summary>途中.</summary>
    OnTheWay,

    /// <summary>到场.</summary>
    OnSite,

    /// <summary>已脱险: whoever is there says that the danger is over.</summary>
    Safe,

    /// <summary>完成: left again.</summary>
    Done,

    /// <summary>不能前往.</summary>
    Declined,

    /// <summary>未应答 in time.</summary>
    Unanswered,

    /// <summary>已撤回: the alarm was closed before.</summary>
    Ended,
}

/// <summary>Somebody called out to an alarm (呼叫出警). Nobody has two at a time.</summary>
internal sealed class CallRow
{
    public required Guid Id { get; init; }

    public required AlarmId Alarm { get; init; }

    /// <summary>Who; <c>null</c> once their data were deleted.</summary>
    public Guid? Account { get; set; }

    public required string Kind { get; init; }

    public required CallState State { get; set; }

    /// <summary>Whether they are busy with it.</summary>
    public required bool Active { get; set; }

    public required DateTimeOffset AskedAt { get; init; }

    public required DateTimeOffset AnswerBy { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? OnTheWayAt { get; set; }

    public DateTimeOffset? OnSiteAt { get; set; }

    public DateTimeOffset? SafeAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int? WalkSeconds { get; init; }

    public bool StraightLine { get; init; }

    public int Version { get; set; }
}
