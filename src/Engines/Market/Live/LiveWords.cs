using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Market.Live;

/// <summary>Live sales in words.</summary>
internal static class LiveWords
{
    public static Phrase Of(LivePhase phase) => phase switch
    {
        LivePhase.Coming => ("预告", "Coming"),
        LivePhase.Running => ("正在直播", "Live now"),
        LivePhase.Over => ("已结束", "Over"),
        _ => ("已取消", "Called off"),
    };

    public static Tone ToneOf(LivePhase phase) => phase switch
    {
        LivePhase.Coming => Tone.Info,
        LivePhase.Running => Tone.Danger,
        _ => Tone.Plain,
    };
}
