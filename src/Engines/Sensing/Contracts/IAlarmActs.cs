using Linli.Platform.Results;

namespace Linli.Sensing;

/// <summary>
/// Acts on alarms of a scene's own, by people who reach them by the scene and not by the duty room, such as the family and the carers of
/// somebody who fell. The scene has asked whether the caller may; the line and the event of the act are those of the duty room.
/// </summary>
public interface IAlarmActs
{
    /// <summary>Takes an alarm in the current transaction (确认): it goes up no further. Refused when somebody else took it, or it is closed.</summary>
    Task<Result<Done>> Acknowledge(AlarmId alarm, CancellationToken cancel);

    /// <summary>Closes an alarm in the current transaction (关闭); whoever is on the way turns back. Refused when it is closed already.</summary>
    /// <param name="alarm">Which.</param>
    /// <param name="verdict">How it turned out; an alarm of a device in test is a test whatever is said.</param>
    /// <param name="note">What the duty room reads; names nobody, and nothing of anybody's health.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<Result<Done>> Close(AlarmId alarm, AlarmVerdict verdict, string note, CancellationToken cancel);
}
