using static Linli.Web.Bilingual;

namespace Linli.Neighbours.Clubs;

/// <summary>Clubs in words.</summary>
internal static class ClubWords
{
    public static string Of(ClubState state) => state switch
    {
        ClubState.Waiting => T("待审核", "Waiting for review"),
        ClubState.Listed => T("已公开", "Listed"),
        ClubState.Refused => T("未通过", "Not listed"),
        _ => T("已解散", "Ended"),
    };

    public static string Mine(string mine) => mine switch
    {
        "organiser" => T("我发起的", "Mine"),
        "member" => T("已加入", "Joined"),
        _ => T("申请中", "Asked"),
    };
}
