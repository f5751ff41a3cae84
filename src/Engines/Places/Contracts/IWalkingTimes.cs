using Linli.Platform.Geo;

namespace Linli.Places;

/// <summary>How long people walk, on the walking network held in memory.</summary>
public interface IWalkingTimes
{
    /// <summary>Seconds on foot from each point to one goal, as an adult walks; <c>null</c> where no way is known.</summary>
    /// <param name="from">Where they start, WGS-84.</param>
    /// <param name="to">Where they go, WGS-84.</param>
    IReadOnlyList<int?> To(IReadOnlyList<GeoPoint> from, GeoPoint to);
}
