using Linli.Platform.Ids;

namespace Linli.Bookings;

/// <summary>Id of an offering (预约项目).</summary>
public readonly record struct OfferingId(Guid Value) : ITypedId<OfferingId>
{
    /// <inheritdoc/>
    public static OfferingId From(Guid value) => new(value);
}

/// <summary>Id of a session (场次), or of the whole series that people enrol in.</summary>
public readonly record struct SessionId(Guid Value) : ITypedId<SessionId>
{
    /// <inheritdoc/>
    public static SessionId From(Guid value) => new(value);
}

/// <summary>Id of a reservation (预约).</summary>
public readonly record struct ReservationId(Guid Value) : ITypedId<ReservationId>
{
    /// <inheritdoc/>
    public static ReservationId From(Guid value) => new(value);
}
