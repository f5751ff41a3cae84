using Linli.Platform.Data;

namespace Linli.Mobility.Roads;

/// <summary>A stretch of road whose state is shown live, such as a bridge (实况路段, S73).</summary>
internal sealed class Road : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>WGS-84.</summary>
    public required double Longitude { get; set; }

    public required double Latitude { get; set; }

    /// <summary>Kilometres an hour with nobody else on it: what the speed of now is held against.</summary>
    public required int FreeSpeed { get; set; }

    /// <summary>Who owns the counters, as people read it.</summary>
    public required string SourceZh { get; set; }

    public required string SourceEn { get; set; }
}
