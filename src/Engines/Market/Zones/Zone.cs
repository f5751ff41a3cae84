using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Market.Zones;

/// <summary>A zone of the market house (市集分区): 党建馆, 康养驿, 美食汇, 创智坊, 惠民社.</summary>
internal sealed class Zone : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    /// <summary>Name of a Tabler icon.</summary>
    public required string Icon { get; set; }

    public required int Order { get; set; }

    public Phrase Name => new(NameZh, NameEn);
}

/// <summary>A service of a zone.</summary>
internal sealed class ZoneService
{
    public required Guid Id { get; init; }

    public required string Zone { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    /// <summary>Where in the house.</summary>
    public string? Where { get; set; }

    public string? Hours { get; set; }

    public string? Phone { get; set; }

    /// <summary>The page of Linli that serves it.</summary>
    public string? Path { get; set; }

    /// <summary>The shop that offers it.</summary>
    public string? Shop { get; set; }

    public required int Order { get; set; }

    public Phrase Name => new(NameZh, NameEn);
}
