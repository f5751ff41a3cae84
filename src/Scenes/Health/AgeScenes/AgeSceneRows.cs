using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Health.AgeScenes;

/// <summary>For whom a scene is.</summary>
internal enum AgeSide
{
    /// <summary>一老.</summary>
    Elder,

    /// <summary>一小.</summary>
    Child,
}

/// <summary>A scene for elders or for children (一老一小场景): a place everybody knows, with something that can be booked there.</summary>
internal sealed class AgeScene : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required AgeSide Side { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    /// <summary>Code of the facility on the map.</summary>
    public string? Facility { get; set; }

    /// <summary>Code of its line in the space ledger.</summary>
    public string? Space { get; set; }

    public required int Position { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>Something of a scene that is booked every week, such as a walk along the trail or an hour at the little farm.</summary>
internal sealed class AgeSceneItem : IScoped
{
    public required Guid Id { get; init; }

    public required string Scene { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public OfferingId Offering { get; set; }
}
