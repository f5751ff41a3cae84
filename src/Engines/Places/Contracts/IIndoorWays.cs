using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;

namespace Linli.Places;

/// <summary>Ways through buildings over their levels (室内路线), from the indoor maps that were brought in.</summary>
public interface IIndoorWays
{
    /// <summary>The building with the code of its indoor map, kept in memory while its map stays as it is; <c>null</c> when there is none.</summary>
    Task<IIndoorPlan?> Find(string venue, CancellationToken cancel);
}

/// <summary>A building as people walk through it. May be asked by many at once.</summary>
public interface IIndoorPlan
{
    /// <summary>Code of the indoor map.</summary>
    string Code { get; }

    /// <summary>What people call it.</summary>
    Phrase Name { get; }

    /// <summary>Where it belongs.</summary>
    ScopePath Scope { get; }

    /// <summary>Its levels, the highest first.</summary>
    IReadOnlyList<IndoorLevel> Levels { get; }

    /// <summary>Everything one can start from or go to: rooms, parking bays, and marked points such as pillars.</summary>
    IReadOnlyList<IndoorSpot> Spots { get; }

    /// <summary>The quickest way between two spots; empty when they are the same, <c>null</c> when there is none.</summary>
    /// <param name="from">Id of a spot.</param>
    /// <param name="to">Id of a spot.</param>
    /// <param name="stepFree">Lifts and ramps only, no stairs, escalators, revolving doors or turnstiles.</param>
    IReadOnlyList<IndoorPiece>? Way(Guid from, Guid to, bool stepFree);
}

/// <summary>A level of a building.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Short">What the lift shows, such as <c>B2</c>.</param>
/// <param name="Ordinal">0 is the ground floor.</param>
/// <param name="Outline">Its area, WGS-84.</param>
public sealed record IndoorLevel(Guid Id, Phrase Name, string Short, int Ordinal, Geometry Outline);

/// <summary>A room, a bay, or a marked point.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Category of IMDF, such as <c>parking</c>, <c>elevator</c>, <c>walkway</c>; <c>information</c> for marked points.</param>
/// <param name="Name">What people call it; empty where it has no name.</param>
/// <param name="Level">Id of its level.</param>
/// <param name="Point">Where its name stands, WGS-84.</param>
/// <param name="Area">Its area; <c>null</c> for a marked point.</param>
/// <param name="StepFree">Whether it is marked as made for wheelchairs.</param>
/// <param name="Public">Whether everybody may go there.</param>
public sealed record IndoorSpot(Guid Id, string Kind, Phrase Name, Guid Level, GeoPoint Point, Geometry? Area, bool StepFree, bool Public)
{
    /// <summary>Whether it has a name.</summary>
    public bool IsNamed => Name.Zh.Length > 0;
}

/// <summary>A straight piece of a way on one level, or a change of level.</summary>
/// <param name="By"><c>walk</c>, <c>elevator</c>, <c>stairs</c>, <c>escalator</c>, <c>ramp</c> or <c>traversal</c>.</param>
/// <param name="Spot">The room it goes through, or that one arrives in by lift or stairs.</param>
/// <param name="Level">Id of the level it ends on.</param>
/// <param name="From">Where it begins, WGS-84.</param>
/// <param name="To">Where it ends, WGS-84.</param>
/// <param name="Metres">Length on the flat; 0 for a change of level.</param>
/// <param name="Seconds">How long it takes.</param>
public sealed record IndoorPiece(string By, Guid Spot, Guid Level, GeoPoint From, GeoPoint To, double Metres, double Seconds);
