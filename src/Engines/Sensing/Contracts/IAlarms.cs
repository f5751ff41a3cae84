using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Sensing;

/// <summary>Where an alarm stands (告警状态). Acknowledged and cleared are two things: what is over may still need a look, and the other way round.</summary>
public enum AlarmState
{
    /// <summary>待确认: nobody has taken it yet.</summary>
    Raised,

    /// <summary>已确认: somebody has taken it.</summary>
    Acknowledged,

    /// <summary>已解除: its cause is gone.</summary>
    Cleared,

    /// <summary>已关闭: somebody has said how it turned out.</summary>
    Closed,
}

/// <summary>How an alarm turned out, said by whoever closes it (核实结果).</summary>
public enum AlarmVerdict
{
    /// <summary>真实.</summary>
    Real,

    /// <summary>误报.</summary>
    False,

    /// <summary>测试.</summary>
    Test,
}

/// <summary>An alarm as scenes see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Rule">Code of the rule, or of the scene's own cause.</param>
/// <param name="Name">What people read.</param>
/// <param name="Device">The device, if one raised it.</param>
/// <param name="Scope">Where.</param>
/// <param name="Point">Where exactly, WGS-84; <c>null</c> when unknown or nobody's business.</param>
/// <param name="Severity">How bad.</param>
/// <param name="State">Where it stands.</param>
/// <param name="RaisedAt">When it was raised by our clock, UTC.</param>
/// <param name="CauseAt">When its cause came true by the device's clock, UTC.</param>
/// <param name="Test">Whether it is a test.</param>
public sealed record Alarm(
    AlarmId Id, string Rule, Phrase Name, DeviceId? Device, ScopePath Scope, GeoPoint? Point, AlarmSeverity Severity, AlarmState State,
    DateTimeOffset RaisedAt, DateTimeOffset CauseAt, bool Test)
{
    /// <summary>Whether a machine only believes it (R14): nobody is called out and no case is opened until a person has looked.</summary>
    public bool Lead { get; init; }

    /// <summary>Whether it is about a person.</summary>
    public bool Personal { get; init; }

    /// <summary>When somebody took it, UTC.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When its cause was gone, UTC.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>When the danger was over, by the word of whoever went there or of the device, UTC.</summary>
    public DateTimeOffset? SafeAt { get; init; }

    /// <summary>When somebody closed it, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How it turned out; <c>null</c> while it is open.</summary>
    public AlarmVerdict? Verdict { get; init; }

    /// <summary>Id of the case it opened, or <c>null</c>.</summary>
    public Guid? Case { get; init; }
}

/// <summary>What an alarm sets going.</summary>
public sealed record AlarmResponse
{
    /// <summary>Code of the category of the case it opens, through the channel of sensors; <c>null</c> for none.</summary>
    public string? CaseCategory { get; init; }

    /// <summary>Not acknowledged for so long it goes one level up; zero for never.</summary>
    public TimeSpan EscalateAfter { get; init; }

    /// <summary>Kinds of post that are called out: of each the nearest who is free, and the next one where they cannot come.</summary>
    public IReadOnlyList<string> CallOut { get; init; } = [];
}

/// <summary>
/// Within what time the danger of alarms of a rule should be over, for the figures (处置时限). A scene adds one as a singleton
/// service for each rule it has promised something about.
/// </summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Within">From the alarm until somebody says that the danger is over.</param>
/// <param name="Source">Where the promise stands.</param>
public sealed record AlarmTarget(string Rule, TimeSpan Within, Phrase Source);

/// <summary>What raised an alarm.</summary>
/// <param name="Rule">Code of the rule, or of the scene's own cause.</param>
/// <param name="Key">What makes it one and the same: while an alarm with this key is open, no second one is raised.</param>
/// <param name="Name">What people read.</param>
/// <param name="Scope">Where.</param>
/// <param name="Severity">How bad.</param>
/// <param name="CauseAt">When the cause came true, UTC.</param>
public sealed record AlarmCause(string Rule, string Key, Phrase Name, ScopePath Scope, AlarmSeverity Severity, DateTimeOffset CauseAt)
{
    /// <summary>The device, if there is one.</summary>
    public DeviceId? Device { get; init; }

    /// <summary>Where exactly, WGS-84.</summary>
    public GeoPoint? Point { get; init; }

    /// <summary>Why it fired: the readings it rests on and what they were held against, as people read it.</summary>
    public Phrase Why { get; init; } = ("", "");

    /// <summary>Whether the device was in test.</summary>
    public bool Test { get; init; }

    /// <summary>Whether a person has to look before anything is set going (R14); also where the kind of device says so.</summary>
    public bool Lead { get; init; }

    /// <summary>Whether it is about a person; <c>null</c> to ask the kind of the device.</summary>
    public bool? Personal { get; init; }

    /// <summary>What it sets going; <c>null</c> to ask the rule of this code.</summary>
    public AlarmResponse? Response { get; init; }
}

/// <summary>Alarms (告警): raised, acknowledged, cleared; one open alarm per cause.</summary>
public interface IAlarms
{
    /// <summary>Raises an alarm in the current transaction.</summary>
    /// <remarks>
    /// A cause that was told before, with the same instant or an earlier one, is answered with the alarm it raised then, even
    /// where that is closed: telling it again changes nothing. A cause that comes back while its alarm is open takes the word
    /// that it was gone away again.
    /// </remarks>
    /// <returns>The alarm, and whether it is new; an open one with the same key is answered as it is.</returns>
    Task<(Alarm Alarm, bool IsNew)> Raise(AlarmCause cause, CancellationToken cancel);

    /// <summary>Says in the current transaction that the cause with a key is gone; does nothing when none is open.</summary>
    Task Clear(string rule, string key, DateTimeOffset at, CancellationToken cancel);

    /// <summary>An alarm, or <c>null</c>.</summary>
    Task<Alarm?> Find(AlarmId id, CancellationToken cancel);
}

/// <summary>
/// Takes and closes alarms in the current transaction for staff of a scene, such as a school with the alerts of its pupils: the
/// scene has asked whether they may. What follows is the same as at the desk of the duty room.
/// </summary>
public interface IAlarmActs
{
    /// <summary>Somebody has it from here on; taking one's own again changes nothing. Refused where somebody else took it, or it is closed.</summary>
    Task<Result<Done>> Acknowledge(AlarmId id, CancellationToken cancel);

    /// <summary>Closes it by saying how it turned out; whoever is still on the way turns back.</summary>
    /// <param name="id">Which.</param>
    /// <param name="verdict">How it turned out; missing is a problem of the field <c>verdict</c>.</param>
    /// <param name="note">What was done, 2 to 500 characters and no names; else a problem of the field <c>note</c>.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<Result<Done>> Close(AlarmId id, AlarmVerdict? verdict, string? note, CancellationToken cancel);
}

/// <summary>An alarm was raised, acknowledged, escalated, cleared or closed.</summary>
/// <param name="Alarm">Which.</param>
/// <param name="Rule">Code of its rule.</param>
/// <param name="Place">Where.</param>
/// <param name="What">
/// What happened: <c>raised</c>, <c>returned</c>, <c>verified</c>, <c>acknowledged</c>, <c>called_out</c>, <c>accepted</c>, <c>declined</c>,
/// <c>unanswered</c>, <c>nobody_free</c>, <c>on_the_way</c>, <c>on_site</c>, <c>safe</c>, <c>left_site</c>, <c>escalated</c>, <c>shelved</c>, <c>unshelved</c>,
/// <c>case_opened</c>, <c>cleared</c>, <c>closed</c>.
/// </param>
/// <param name="Severity">How bad.</param>
/// <param name="Test">Whether it is a test.</param>
/// <param name="Personal">Whether it is about a person: browsers at the place hear nothing of it, only those the scene tells.</param>
public sealed record AlarmChanged(AlarmId Alarm, string Rule, ScopePath Place, string What, AlarmSeverity Severity, bool Test, bool Personal) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Alarm.Value.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => Personal ? null : SensingPermissions.Watch;
}

/// <summary>Somebody who can be called out (处置力量).</summary>
/// <param name="Account">Who.</param>
/// <param name="Kind">Kind of post, such as <c>guard</c>, <c>patrol</c>, <c>shop</c>.</param>
/// <param name="Name">Name as colleagues read it, such as 周勇.</param>
/// <param name="Point">Where they last checked in, WGS-84.</param>
/// <param name="CheckedInAt">When, UTC.</param>
/// <param name="WalkSeconds">How long they walk to the place asked for; <c>null</c> when no way is known.</param>
public sealed record Responder(Guid Account, string Kind, string Name, GeoPoint Point, DateTimeOffset CheckedInAt, int? WalkSeconds)
{
    /// <summary>Whether the time is guessed from the straight line, because no way on the walking network is known.</summary>
    public bool StraightLine { get; init; }
}

/// <summary>Who is on duty where, and who is nearest on foot.</summary>
public interface IResponders
{
    /// <summary>Says in the current transaction that somebody is on duty at a point until an instant; a later word replaces it.</summary>
    Task CheckIn(Guid account, string kind, ScopePath scope, GeoPoint point, DateTimeOffset until, CancellationToken cancel);

    /// <summary>Ends somebody's duty in the current transaction.</summary>
    Task CheckOut(Guid account, string kind, CancellationToken cancel);

    /// <summary>Those on duty now within a place, of given kinds, nearest to a point by walking time first.</summary>
    /// <param name="place">Where they must be on duty.</param>
    /// <param name="point">Where they are wanted, WGS-84.</param>
    /// <param name="kinds">Which kinds; empty for all.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancel">Ends the search.</param>
    Task<IReadOnlyList<Responder>> Nearest(ScopePath place, GeoPoint point, IReadOnlyCollection<string> kinds, int most, CancellationToken cancel);
}
