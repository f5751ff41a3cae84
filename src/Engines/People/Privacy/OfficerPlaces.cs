using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.People.Privacy;

/// <summary>What a privacy officer answers for: the own places, and the whole installation only where the post is held there.</summary>
internal static class OfficerPlaces
{
    public static Problem WholeOnly => Problem.Forbidden("beyond_own_scope",
        "这项对整个平台生效，须由全平台的个人信息保护负责人办理。", "This holds for the whole installation: the privacy officer of all of it does it.");

    public static Problem Unclear => Problem.Invalid("place", "place_unclear",
        "请选择您负责的一个范围。", "Choose one of the places you answer for.");

    public static bool OfAll(Caller caller) => caller.May(PeoplePermissions.Privacy, ScopePath.Root);

    /// <summary>Where a record belongs: the place named, if the caller answers for it, else their only one; <c>null</c> when neither is clear.</summary>
    public static ScopePath? Of(Caller caller, string? named)
    {
        var mine = caller.ScopesFor(PeoplePermissions.Privacy);
        if (!string.IsNullOrWhiteSpace(named))
            return ScopePath.TryParse(named, null, out var place) && mine.Covers(place) ? place : null;
        return mine.Paths is [var only] ? only : null;
    }
}
