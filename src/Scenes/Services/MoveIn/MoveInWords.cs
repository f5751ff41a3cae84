using System.Globalization;
using Linli.Platform.Time;
using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.Services.MoveIn;

/// <summary>Moving in, in words.</summary>
internal static class MoveInWords
{
    public static string Of(TrainingMode mode) => mode switch
    {
        TrainingMode.Quiz => T("线上学习", "Read and answer"),
        TrainingMode.Session => T("现场培训", "Session"),
        _ => T("服务台核对", "At the desk"),
    };

    public static string Of(ItemDoneBy? done) => done switch
    {
        ItemDoneBy.Quiz => T("答题通过", "quiz passed"),
        ItemDoneBy.Attendance => T("已参训", "attended"),
        ItemDoneBy.Desk => T("已核对", "checked"),
        _ => T("待完成", "to do"),
    };

    public static string State(MoveInView list) => list switch
    {
        { KeyAt: not null } => T("已入住", "Moved in"),
        { ReadyAt: not null } => T("可领钥匙", "Ready for keys"),
        { OverriddenAt: not null } => T("先行办理", "Keys first"),
        _ => T("培训中", "In training"),
    };

    public static Tone ToneOf(MoveInView list) => list switch
    {
        { KeyAt: not null } => Tone.Plain,
        { ReadyAt: not null } => Tone.Good,
        { OverriddenAt: not null } => Tone.Warning,
        _ => Tone.Info,
    };

    public static string Moment(DateTimeOffset at) => LocalTime.ToLocal(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
