using Linli.Platform.Data;

namespace Linli.Services.Kitchen;

/// <summary>A sample kept of a dish (食品留样; GB 31654-2021).</summary>
internal sealed class FoodSample
{
    public required Guid Id { get; init; }

    public required Guid Day { get; init; }

    public required string Dish { get; init; }

    public required int Grams { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    public required Guid? By { get; init; }

    /// <summary>Where it stands, such as 留样柜 2 层.</summary>
    public required string Place { get; init; }

    /// <summary>From when on it may be thrown away.</summary>
    public required DateTimeOffset KeepUntil { get; init; }

    public DateTimeOffset? DiscardedAt { get; set; }

    public Guid? DiscardedBy { get; set; }
}

/// <summary>A delivery van (送餐车): fixed ones run every day, flexible ones are added for a day.</summary>
internal sealed class DeliveryVan : IScoped
{
    public required string Code { get; init; }

    public required string Kitchen { get; init; }

    public required string Scope { get; init; }

    public required string Plate { get; set; }

    public required bool Fixed { get; set; }

    /// <summary>Boxes it takes.</summary>
    public required int Capacity { get; set; }

    /// <summary>Account of its usual driver.</summary>
    public Guid? Driver { get; set; }

    /// <summary>Code of the terminal in it (车载定位终端), which tells where it is; <c>null</c> where only the driver's phone does.</summary>
    public string? Terminal { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>How far a van is.</summary>
internal enum RunState
{
    /// <summary>待装车.</summary>
    Planned,

    /// <summary>配送中.</summary>
    UnderWay,

    /// <summary>已送完.</summary>
    Done,
}

/// <summary>A van on a day (送餐趟次). Of its positions only the last is kept: the driver's whereabouts are nobody's history.</summary>
internal sealed class VanRun : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Day { get; init; }

    public required string Scope { get; init; }

    public required string Van { get; init; }

    public required int Capacity { get; init; }

    public Guid? Driver { get; set; }

    public RunState State { get; set; }

    public DateTimeOffset? LeftAt { get; set; }

    public Guid? LeftBy { get; set; }

    /// <summary>Tenths of a degree Celsius when the doors closed.</summary>
    public int? LeftTenths { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Time of the last position by the phone's clock.</summary>
    public DateTimeOffset? FixAt { get; set; }

    public double? Longitude { get; set; }

    public double? Latitude { get; set; }
}

/// <summary>How the village said that it has the boxes.</summary>
internal enum ReceiptWay
{
    /// <summary>村里人员在自己手机上确认.</summary>
    Phone,

    /// <summary>报收货码.</summary>
    Code,
}

/// <summary>A village on a run.</summary>
internal sealed class RunStop : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Run { get; set; }

    public required Guid Day { get; init; }

    public required string Scope { get; init; }

    public required string Village { get; init; }

    public required int Position { get; set; }

    /// <summary>Boxes of the sheet with its amendments.</summary>
    public required int Boxes { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Four digits the village reads to the driver.</summary>
    public required string Code { get; init; }

    public DateTimeOffset? ArrivedAt { get; set; }

    public DateTimeOffset? HandedAt { get; set; }

    public Guid? HandedBy { get; set; }

    public int? HandedBoxes { get; set; }

    public int? Tenths { get; set; }

    /// <summary>What was done about food that came cold, or after its time.</summary>
    public string? Remedy { get; set; }

    /// <summary>What is to know of a shortage.</summary>
    public string? Note { get; set; }

    public ReceiptWay? Way { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public Guid? ConfirmedBy { get; set; }

    /// <summary>How many boxes the village says it has.</summary>
    public int? ConfirmedBoxes { get; set; }

    /// <summary>When the village was told that its van is late.</summary>
    /// <summary>What the kitchen settled where village and driver counted otherwise.</summary>
    public int? SettledBoxes { get; set; }

    public string? SettledWhy { get; set; }

    public Guid? SettledBy { get; set; }

    /// <summary>What is billed.</summary>
    public int Billed => SettledBoxes ?? HandedBoxes ?? 0;

    /// <summary>Whether two counts stand beside each other and nobody has said which holds.</summary>
    public bool Differs => SettledBoxes is null && ConfirmedBoxes is { } said && said != HandedBoxes;

    public DateTimeOffset? LateToldAt { get; set; }
}

/// <summary>What a kitchen has to show (R27).</summary>
internal enum CertificateKind
{
    /// <summary>从业人员健康证明, renewed each year (Food Safety Law art. 45).</summary>
    Health,

    /// <summary>供货商食品经营许可: elders' canteens buy from licensed suppliers only (art. 57).</summary>
    Licence,
}

/// <summary>A certificate of a member of staff or of a supplier.</summary>
internal sealed class KitchenCertificate : IScoped
{
    public required Guid Id { get; init; }

    public required string Kitchen { get; init; }

    public required string Scope { get; init; }

    public required CertificateKind Kind { get; init; }

    /// <summary>Account of the member of staff.</summary>
    public Guid? Account { get; init; }

    /// <summary>The supplier; <c>null</c> for staff, whose name stays with the account.</summary>
    public string? Supplier { get; init; }

    public required string Number { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day it is good.</summary>
    public required DateOnly Until { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Goods that came from a supplier (进货查验): nothing is taken in under a licence that has run out.</summary>
internal sealed class GoodsIn : IScoped
{
    public required Guid Id { get; init; }

    public required string Kitchen { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required Guid Certificate { get; init; }

    public required string What { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }
}
