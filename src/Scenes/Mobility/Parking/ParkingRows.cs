using Linli.Platform.Data;

namespace Linli.Mobility.Parking;

/// <summary>Kinds of parking lots as GB/T 29745 tells them apart.</summary>
public enum LotKind
{
    /// <summary>路外公共停车场: public, off the street.</summary>
    Public,

    /// <summary>配建停车场: belongs to a building.</summary>
    Building,

    /// <summary>路内停车泊位: along a street.</summary>
    Street,

    /// <summary>错时共享: a lot of a compound that is open to others at some hours.</summary>
    Shared,
}

/// <summary>A parking lot (停车场) with the profile that is published of it (T12, GB/T 29745-2013).</summary>
internal sealed class ParkingLot : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required LotKind Kind { get; set; }

    /// <summary>How many bays the public may use.</summary>
    public required int Capacity { get; set; }

    public int AccessibleBays { get; set; }

    public int ChargingBays { get; set; }

    /// <summary>WGS-84.</summary>
    public required double Longitude { get; set; }

    public required double Latitude { get; set; }

    public required string Address { get; set; }

    /// <summary>As OpenStreetMap writes opening hours.</summary>
    public required string Hours { get; set; }

    public required string TariffZh { get; set; }

    public required string TariffEn { get; set; }

    public string? Phone { get; set; }

    public required string Operator { get; set; }

    /// <summary>Code of the facility people know it by.</summary>
    public string? Facility { get; set; }

    /// <summary>Code of the indoor map that has its bays.</summary>
    public string? Venue { get; set; }
}

/// <summary>How many cars are inside a lot (在场车辆), as its gates tell; and what its bay detectors say beside that.</summary>
internal sealed class LotCount
{
    public required string Lot { get; init; }

    public required int Inside { get; set; }

    /// <summary>
    /// The last word of any of its gates, by the gate's clock, UTC; of a lot without gates the last word of its detectors. <c>null</c> while
    /// none was heard of.
    /// </summary>
    public DateTimeOffset? GatesAt { get; set; }

    /// <summary>Bays that detectors see taken; <c>null</c> where not every bay has one.</summary>
    public int? Taken { get; set; }

    /// <summary>The oldest word among the detectors', UTC.</summary>
    public DateTimeOffset? DetectorsAt { get; set; }

    /// <summary>Cars in and out since midnight, local time.</summary>
    public int InToday { get; set; }

    public int OutToday { get; set; }

    /// <summary>The local day that the two are of.</summary>
    public DateOnly Day { get; set; }
}

/// <summary>What a gate had counted in all when it was last read: a lost message loses no car.</summary>
internal sealed class GateTotal
{
    public required Guid Device { get; init; }

    public required string Lot { get; init; }

    public required long In { get; set; }

    public required long Out { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>A difference between gates and detectors, or somebody's count on foot, and what was set (对账).</summary>
internal sealed class LotCorrection : IScoped
{
    public required Guid Id { get; init; }

    public required string Lot { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Before { get; init; }

    public required int After { get; init; }

    /// <summary>Whether the detectors said it; otherwise somebody did.</summary>
    public required bool ByDetectors { get; init; }

    public required string Reason { get; init; }

    /// <summary>Account of whoever set it.</summary>
    public Guid? By { get; set; }
}

/// <summary>How full a lot was in an hour: what forecasts rest on. Says nothing of any car.</summary>
internal sealed class LotHour
{
    public required string Lot { get; init; }

    /// <summary>Beginning of the hour, UTC.</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>Cars inside, added up over the looks of the hour.</summary>
    public required long Sum { get; set; }

    /// <summary>How often it was looked at.</summary>
    public required int Looks { get; set; }
}
