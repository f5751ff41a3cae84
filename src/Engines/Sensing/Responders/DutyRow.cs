using Linli.Platform.Data;
using Linli.Platform.Geo;

namespace Linli.Sensing.Responders;

/// <summary>Somebody on duty (在岗): the latest word only, no track of where they were before.</summary>
internal sealed class DutyRow : IScoped
{
    public required Guid Account { get; init; }

    public required string Kind { get; init; }

    public required string Scope { get; set; }

    public required double Latitude { get; set; }

    public required double Longitude { get; set; }

    public required DateTimeOffset CheckedInAt { get; set; }

    public required DateTimeOffset Until { get; set; }

    public GeoPoint Point => new(Latitude, Longitude);
}
