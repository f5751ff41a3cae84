using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Market.Townships;

/// <summary>A partner township (结对乡镇), whose farmers sell through the community's shops.</summary>
internal sealed class Township : IScoped
{
    /// <summary>Such as <c>sanxi</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The place it is paired with.</summary>
    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Where it lies and what grows there.</summary>
    public string? About { get; set; }

    /// <summary>Since when it is paired.</summary>
    public required DateOnly Since { get; set; }

    /// <summary>The last day of the pairing; <c>null</c> while it runs.</summary>
    public DateOnly? Until { get; set; }

    public required DateTimeOffset At { get; init; }

    public Phrase Name => new(NameZh, NameEn);
}
