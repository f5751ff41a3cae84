using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Enterprise.Settling;

/// <summary>What people read of applications.</summary>
internal static class TalentWords
{
    public static Phrase Of(TalentState state) => state switch
    {
        TalentState.Submitted => ("审核中", "Being looked at"),
        TalentState.Granted => ("已认定", "Granted"),
        TalentState.Refused => ("不予认定", "Refused"),
        TalentState.Withdrawn => ("已撤回", "Withdrawn"),
        _ => ("资格终止", "Ended"),
    };

    public static Phrase Of(AppealState state) => state switch
    {
        AppealState.Open => ("申诉复核中", "Appeal open"),
        AppealState.Upheld => ("申诉：维持原决定", "Appeal: upheld"),
        _ => ("申诉：予以认定", "Appeal: granted"),
    };

    public static Tone ToneOf(TalentState state) => state switch { TalentState.Granted => Tone.Good, TalentState.Submitted => Tone.Info, TalentState.Refused => Tone.Danger, _ => Tone.Plain };
}
