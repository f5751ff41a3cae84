using Linli.Web;

namespace Linli.Sensing.Alarms;

/// <summary>Colours of alarms; a word always stands beside them.</summary>
internal static class AlarmLook
{
    public static Tone Of(AlarmSeen alarm) => alarm switch
    {
        { ClosedAt: not null } or { Test: true } => Tone.Plain,
        { Severity: AlarmSeverity.Critical } => Tone.Danger,
        { Severity: AlarmSeverity.Major } => Tone.Warning,
        _ => Tone.Info,
    };
}
