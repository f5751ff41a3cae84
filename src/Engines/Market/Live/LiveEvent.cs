using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Market.Live;

/// <summary>A live sale (直播带货): a host shows goods on a platform, and neighbours order here at the event's price.</summary>
internal sealed class LiveEvent : IScoped
{
    public required Guid Id { get; init; }

    public required string Shop { get; init; }

    public required string Scope { get; init; }

    public required string TitleZh { get; set; }

    public required string TitleEn { get; set; }

    /// <summary>Who presents, as they call themselves in public.</summary>
    public required string Host { get; set; }

    public string? About { get; set; }

    /// <summary>Where it is shown: 抖音, 视频号.</summary>
    public required string Platform { get; set; }

    /// <summary>The address there; shown as text and QR code, never opened by Linli.</summary>
    public string? Link { get; set; }

    /// <summary>The partner township it is held for.</summary>
    public string? Township { get; set; }

    public required DateTimeOffset StartsAt { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    public bool Cancelled { get; set; }

    public required int Version { get; set; }

    public Phrase Title => new(TitleZh, TitleEn);
}

/// <summary>What an event offers at a price of its own.</summary>
internal sealed class LiveOffer
{
    public required Guid Event { get; init; }

    public required GoodsId Goods { get; init; }

    public required long PriceFen { get; set; }

    /// <summary>How many in all; <c>null</c> while stocks last.</summary>
    public long? Most { get; set; }

    /// <summary>How many of one order.</summary>
    public long? MostEach { get; set; }

    public long Sold { get; set; }

    public long Left => Most is { } most ? Math.Max(0, most - Sold) : long.MaxValue;
}
