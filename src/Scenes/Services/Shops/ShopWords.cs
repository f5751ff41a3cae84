using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.Services.Shops;

/// <summary>Shops in words.</summary>
internal static class ShopWords
{
    public static string Of(ShopState state) => state switch
    {
        ShopState.Waiting => T("待审核", "Waiting for review"),
        ShopState.Listed => T("已公开", "Listed"),
        _ => T("未通过", "Not listed"),
    };

    public static Tone ToneOf(ShopState state) => state switch
    {
        ShopState.Waiting => Tone.Warning,
        ShopState.Listed => Tone.Good,
        _ => Tone.Danger,
    };
}
