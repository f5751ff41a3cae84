using Linli.People;
using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.Services.Gates;

/// <summary>Gates and credentials in words.</summary>
internal static class GateWords
{
    public static string Of(CredentialKind kind) => kind switch
    {
        CredentialKind.Card => T("门禁卡", "Card"),
        CredentialKind.Pin => T("密码", "PIN"),
        CredentialKind.Qr => T("动态二维码", "QR code"),
        CredentialKind.Intercom => T("可视对讲", "Intercom"),
        CredentialKind.Face => T("人脸（仅存门禁机内）", "Face (kept in the gate only)"),
        _ => T("访客码", "Visitor's code"),
    };

    public static string Hint(CredentialKind kind) => kind switch
    {
        CredentialKind.Card => T("到一站式服务台领卡，刷卡进门", "Get it at the one-stop desk and tap it"),
        CredentialKind.Pin => T("在门禁键盘上输入编号和 6 位密码", "Type your number and six digits at the gate"),
        CredentialKind.Qr => T("手机出示二维码，每分钟更新", "Show a code on your phone; it changes every minute"),
        CredentialKind.Intercom => T("客人按门牌呼叫，家里人开门", "Visitors ring your home; you open"),
        CredentialKind.Face => T("自愿；到服务台单独签同意，随时可撤回", "Only if you want; separate consent at the desk, taken back any time"),
        _ => T("给客人用一次", "For a visitor, once"),
    };

    public static string Icon(CredentialKind kind) => kind switch
    {
        CredentialKind.Card => "id",
        CredentialKind.Pin => "password",
        CredentialKind.Qr => "qrcode",
        CredentialKind.Intercom => "phone",
        CredentialKind.Face => "mood-smile",
        _ => "ticket",
    };

    public static string Of(RevokedBecause? why) => why switch
    {
        RevokedBecause.Lost => T("已挂失", "lost"),
        RevokedBecause.Unwanted => T("本人停用", "ended by yourself"),
        RevokedBecause.ByStaff => T("工作人员收回", "taken back by staff"),
        RevokedBecause.Replaced => T("已换新", "replaced"),
        RevokedBecause.MovedOut => T("已搬离", "moved out"),
        RevokedBecause.LeaseEnded => T("租期届满", "lease ended"),
        RevokedBecause.Died => T("住户关系终止", "tie ended"),
        RevokedBecause.ConsentWithdrawn => T("已撤回同意", "consent withdrawn"),
        RevokedBecause.AccountGone => T("账号已注销", "account deleted"),
        RevokedBecause.Used => T("已使用", "used"),
        _ => "",
    };

    public static string Of(HomeRelation relation) => relation switch
    {
        HomeRelation.Owner => T("业主", "Owner"),
        HomeRelation.Tenant => T("租户", "Tenant"),
        _ => T("家属", "Family"),
    };

    public static Tone ToneOf(CredentialLine line) => line.Good ? Tone.Good : Tone.Plain;

    public static string State(CredentialLine line) => line.Good ? T("有效", "good") : line.RevokedBecause is { } why ? Of(why) : T("已到期", "ended");
}
