using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Services.Retail;

/// <summary>A shopping area (商圈) whose visitors are counted at its entrances, never told apart. Its counters name its code as their facility.</summary>
internal sealed class RetailArea : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>As OpenStreetMap writes opening hours.</summary>
    public required string Hours { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A shop's space in it (铺位), let or vacant. Its counters name its code as their facility.</summary>
internal sealed class RetailUnit : IScoped
{
    public required string Code { get; init; }

    public required string Area { get; init; }

    public required string Scope { get; init; }

    /// <summary>What stands on the plan, such as 1F-03.</summary>
    public required string Number { get; set; }

    /// <summary>The merchant; <c>null</c> while it is vacant.</summary>
    public string? Merchant { get; set; }

    /// <summary>What is sold, such as 餐饮.</summary>
    public required string Trade { get; set; }

    /// <summary>Area in hundredths of a square metre.</summary>
    public required int AreaDm2 { get; set; }

    public required string Hours { get; set; }
}
