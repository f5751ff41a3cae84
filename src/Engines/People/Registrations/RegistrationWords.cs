using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.People.Registrations;

/// <summary>Registrations in words.</summary>
internal static class RegistrationWords
{
    public static string Of(HomeRelation relation) => relation switch
    {
        HomeRelation.Owner => T("业主", "Owner"),
        HomeRelation.Tenant => T("租户", "Tenant"),
        _ => T("家属", "Family"),
    };

    public static string Of(RegistrationState state) => state switch
    {
        RegistrationState.Approved => T("已通过", "Approved"),
        RegistrationState.Rejected => T("未通过", "Rejected"),
        _ => T("待审核", "Waiting"),
    };

    public static Tone ToneOf(RegistrationState state) => state switch
    {
        RegistrationState.Approved => Tone.Good,
        RegistrationState.Rejected => Tone.Danger,
        _ => Tone.Warning,
    };

    /// <summary>How long something has waited, in the largest unit that fits.</summary>
    public static string Age(long seconds) => seconds switch
    {
        < 60 => T("刚刚", "just now"),
        < 3600 => T($"{seconds / 60} 分钟", $"{seconds / 60} min"),
        < 86400 => T($"{seconds / 3600} 小时", $"{seconds / 3600} h"),
        _ => T($"{seconds / 86400} 天", $"{seconds / 86400} d"),
    };
}
