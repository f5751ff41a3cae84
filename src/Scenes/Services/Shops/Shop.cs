using Linli.Platform.Data;

namespace Linli.Services.Shops;

/// <summary>How far a shop is.</summary>
public enum ShopState
{
    /// <summary>待审核: its owner and staff see it.</summary>
    Waiting,

    /// <summary>已公开: residents find it, and staff may hand it items.</summary>
    Listed,

    /// <summary>未通过.</summary>
    Refused,
}

/// <summary>A shop of the community (商户), kept by its owner.</summary>
internal sealed class Shop : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    /// <summary>The place of its owner's post.</summary>
    public required string Scope { get; init; }

    /// <summary>Code of the team that stands for it once it is listed.</summary>
    public required string Team { get; init; }

    public required string Name { get; set; }

    public string? About { get; set; }

    public required string Address { get; set; }

    public required string Phone { get; set; }

    /// <summary>In words: 每天 8:00–21:00.</summary>
    public required string Hours { get; set; }

    /// <summary>WGS-84 degrees, where its owner gave a point.</summary>
    public double? Longitude { get; set; }

    public double? Latitude { get; set; }

    public ShopState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was not listed: its owner reads it.</summary>
    public string? Reason { get; set; }
}

/// <summary>A shop as residents read it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="About">What it offers.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Hours">When it is open, in words.</param>
/// <param name="Place">Path of its place.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="State">waiting, listed or refused; residents see listed ones only.</param>
/// <param name="Reason">Why it was not listed; for its owner only.</param>
internal sealed record ShopLine(
    Guid Id, string Name, string? About, string Address, string Phone, string Hours, ScopePath Place, double? Longitude, double? Latitude,
    ShopState State, string? Reason)
{
    public static ShopLine Of(Shop shop, bool own) => new(
        shop.Id, shop.Name, shop.About, shop.Address, shop.Phone, shop.Hours, ScopePath.Parse(shop.Scope, null), shop.Longitude, shop.Latitude,
        shop.State, own ? shop.Reason : null);
}
