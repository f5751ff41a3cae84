using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>One alarm with all that happened to it.</summary>
/// <param name="Alarm">Which.</param>
public sealed record ReadAlarm([property: JsonIgnore] AlarmId Alarm) : IQuery<AlarmDetail>;

/// <summary>An alarm with its timeline.</summary>
/// <param name="Alarm">As in lists.</param>
/// <param name="Why">Why it fired.</param>
/// <param name="CauseAt">When its cause came true by the device's clock, UTC.</param>
/// <param name="DeviceName">Name of the device, or <c>null</c>.</param>
/// <param name="DeviceKind">Code of its kind.</param>
/// <param name="Latitude">Where exactly, WGS-84.</param>
/// <param name="Longitude">Where exactly.</param>
/// <param name="Case">Id of the case it opened.</param>
/// <param name="TargetSeconds">Within how many seconds the danger should be over, or <c>null</c>.</param>
/// <param name="SafeSeconds">After how many it was.</param>
/// <param name="Verified">Whether a person has said that it is true.</param>
/// <param name="MayHandle">Whether the caller may act on it.</param>
/// <param name="Lines">What happened, the oldest first.</param>
/// <param name="Calls">Who was called out.</param>
/// <param name="Cameras">Cameras near it, the nearest first.</param>
public sealed record AlarmDetail(
    AlarmSeen Alarm, Phrase Why, DateTimeOffset CauseAt, string? DeviceName, string? DeviceKind, double? Latitude, double? Longitude, Guid? Case, int? TargetSeconds,
    int? SafeSeconds, bool Verified, bool MayHandle, IReadOnlyList<AlarmStep> Lines, IReadOnlyList<AlarmCall> Calls, IReadOnlyList<AlarmCamera> Cameras);

/// <summary>A line of the timeline.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="What">Code of what happened.</param>
/// <param name="Title">The same as people read it.</param>
/// <param name="By">Who did it; <c>null</c> for the system.</param>
/// <param name="Text">What was said.</param>
/// <param name="CauseAt">When its cause came true again by the device's clock, UTC; of a return.</param>
public sealed record AlarmStep(DateTimeOffset At, string What, Phrase Title, string? By, string? Text, DateTimeOffset? CauseAt);

/// <summary>Somebody called out.</summary>
/// <param name="Id">Id of the call.</param>
/// <param name="Kind">Kind of post.</param>
/// <param name="Name">Who; <c>null</c> once their data were deleted.</param>
/// <param name="State">asked, accepted, onTheWay, onSite, safe, done, declined, unanswered or ended.</param>
/// <param name="StateName">The same as people read it.</param>
/// <param name="AskedAt">When, UTC.</param>
/// <param name="WalkSeconds">How far it was on foot when they were asked.</param>
/// <param name="StraightLine">Whether that is guessed from the straight line.</param>
/// <param name="Active">Whether they are busy with it.</param>
public sealed record AlarmCall(Guid Id, string Kind, string? Name, string State, Phrase StateName, DateTimeOffset AskedAt, int? WalkSeconds, bool StraightLine, bool Active);

/// <summary>A camera near an alarm.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Metres">How far.</param>
public sealed record AlarmCamera(Guid Device, string Name, int Metres);

internal sealed class ReadAlarmHandler(AlarmBook book, LinliDb db, IPeople people, IDevices devices, IEnumerable<AlarmTarget> targets) : IHandler<ReadAlarm, AlarmDetail>, IUseCase
{
    private const int MostCameras = 4;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/alarms/{id}", (AlarmId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadAlarm(id), cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("One alarm with its timeline 告警详情");

    public async Task<Result<AlarmDetail>> Handle(ReadAlarm request, CancellationToken cancel)
    {
        var found = await book.Look(request.Alarm, cancel);
        if (!found.Ok)
            return found.As<AlarmDetail>();
        var alarm = found.Value;
        var lines = await db.Records<AlarmLine>().AsNoTracking().Where(l => l.Alarm == alarm.Id).OrderBy(l => l.Order).ToListAsync(cancel);
        var calls = await db.Records<CallRow>().AsNoTracking().Where(c => c.Alarm == alarm.Id).OrderBy(c => c.AskedAt).ToListAsync(cancel);
        var names = await people.NamesOf([.. lines.Select(l => l.Actor).Concat(calls.Select(c => c.Account)).OfType<Guid>().Distinct()], cancel);
        var device = alarm.Device is { } id ? devices.Find(new(id)) : null;
        return new AlarmDetail(
            AlarmSeen.Of(alarm), alarm.Why, alarm.CauseAt, device?.Name, device?.Kind, alarm.Latitude, alarm.Longitude, alarm.Case,
            (int?)targets.FirstOrDefault(t => t.Rule == alarm.Rule)?.Within.TotalSeconds, alarm.SafeAt is { } safe ? (int)(safe - alarm.RaisedAt).TotalSeconds : null,
            alarm.VerifiedAt is not null, book.MayHandle(alarm),
            [.. lines.Select(l => new AlarmStep(l.At, l.What, AlarmWords.Line(l.What, l.Detail), NameOf(l.Actor), l.Text, l.CauseAt))],
            [.. calls.Select(c => new AlarmCall(
                c.Id, c.Kind, NameOf(c.Account), char.ToLowerInvariant(c.State.ToString()[0]) + c.State.ToString()[1..], AlarmWords.Of(c.State), c.AskedAt, c.WalkSeconds, c.StraightLine, c.Active))],
            Near(alarm));

        string? NameOf(Guid? account) => account is { } known ? names.GetValueOrDefault(known) : null;
    }

    private List<AlarmCamera> Near(AlarmRow alarm) => alarm.Point is not { } point ? [] :
        [.. devices.OfKind(WatchKinds.Camera).Where(c => c.State != DeviceState.Retired && alarm.Place.SelfAndAncestors().Skip(1).Any(c.Scope.SelfAndAncestors().Skip(1).Contains))
            .Select(c => (Camera: c, Metres: c.Away(point))).Where(c => c.Metres is not null).OrderBy(c => c.Metres).Take(MostCameras)
            .Select(c => new AlarmCamera(c.Camera.Id.Value, c.Camera.Name, (int)c.Metres!.Value))];
}
