using Linli.Platform.Data;

namespace Linli.Neighbours.Goodwill.Donations;

/// <summary>Where a donation stands.</summary>
internal enum DonationState
{
    /// <summary>已登记: the donor brings it.</summary>
    Registered,

    /// <summary>已收到: counted at the desk.</summary>
    Received,

    /// <summary>已取消.</summary>
    CalledOff,
}

/// <summary>A gift in kind (捐物) for a recipient that is known by name (R34).</summary>
internal sealed class Donation : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>What the donor reads out: <c>JZ-2611-0007</c>.</summary>
    public required string Number { get; init; }

    public required string Scope { get; init; }

    /// <summary>Code of the recipient.</summary>
    public required string Recipient { get; init; }

    /// <summary>The donor; <c>null</c> once they had their data deleted, and of gifts that nobody put their name to.</summary>
    public Guid? Person { get; set; }

    public Guid? Account { get; set; }

    public required DonationState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ReceivedAt { get; set; }

    public Guid? ReceivedBy { get; set; }
}

/// <summary>What is given.</summary>
internal enum GoodsKind
{
    /// <summary>图书.</summary>
    Books,

    /// <summary>文具.</summary>
    Stationery,

    /// <summary>衣物.</summary>
    Clothes,

    /// <summary>体育用品.</summary>
    Sports,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>Things of one sort within a donation.</summary>
internal sealed class DonationItem
{
    public required Guid Id { get; init; }

    public required Guid Donation { get; init; }

    public required GoodsKind Kind { get; init; }

    public required string What { get; init; }

    /// <summary>As registered, and as counted once it was received.</summary>
    public required int Count { get; set; }

    /// <summary>How many lie in parcels.</summary>
    public int Boxed { get; set; }
}

/// <summary>Who receives (受赠方): a school, a home, a village; an organisation, never a person.</summary>
internal sealed class Recipient : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string Address { get; set; }
}

/// <summary>Where a parcel is.</summary>
internal enum ParcelState
{
    /// <summary>已装箱.</summary>
    Packed,

    /// <summary>已寄出.</summary>
    Sent,

    /// <summary>运输中.</summary>
    OnTheWay,

    /// <summary>已送达.</summary>
    Delivered,

    /// <summary>受赠方已确认.</summary>
    Confirmed,

    /// <summary>丢失.</summary>
    Lost,
}

/// <summary>A box with a label (包裹).</summary>
internal sealed class Parcel : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>What stands on the label: <c>BX-2611-0003</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Printed on the label beside it: whoever opens the box says with it that it arrived.</summary>
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string Recipient { get; init; }

    public required ParcelState State { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Code of the courier, see <see cref="ICourierTracking"/>.</summary>
    public string? Courier { get; set; }

    public string? Tracking { get; set; }

    public int? ConfirmedCount { get; set; }

    public string? ConfirmedWord { get; set; }
}

/// <summary>What lies in a box.</summary>
internal sealed class ParcelItem
{
    public required Guid Id { get; init; }

    public required Guid Parcel { get; init; }

    public required Guid Item { get; init; }

    public required int Count { get; init; }
}

/// <summary>A step on the way (物流节点).</summary>
internal sealed class ParcelStep
{
    public required Guid Id { get; init; }

    public required Guid Parcel { get; init; }

    public required ParcelState State { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Where { get; init; }

    /// <summary>Whether a courier said it, by its adapter.</summary>
    public required bool ByCourier { get; init; }
}
