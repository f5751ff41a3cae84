using Linli.Places;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Mobility.SchoolPath;

/// <summary>The places whose school calendar the caller looks after.</summary>
internal static class SchoolPlaces
{
    /// <summary>The place with a code; not found where there is none, forbidden where somebody else looks after it.</summary>
    public static Result<Place> Find(IScopeTree tree, CurrentCaller current, string code)
    {
        if (tree.FindCode(code) is not { } place)
            return Problem.NotFound("mobility.unknown_place", "没有这个地点，请检查代码。", "There is no such place: check its code.");
        return current.Value.May(MobilityPermissions.SchoolPath, place.Path)
            ? place
            : Problem.Forbidden("mobility.not_here", "这个地点不归您管理。", "This place is not yours to look after.");
    }
}
