using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Neighbours.Culture;

/// <summary>Somewhere visitors are counted (客流点): a museum, an old house, the gate of a scenic area.</summary>
internal sealed class VisitorSite : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    public int Version { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>So many visitors (客流): one count of a counter or a clerk. Nobody's face, nobody's name.</summary>
internal sealed class VisitorCount : IScoped
{
    public required Guid Id { get; init; }

    public required string Site { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required int Count { get; init; }

    /// <summary>What makes it the same when it is sent again.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }
}

/// <summary>Work that is offered (招工信息).</summary>
internal sealed class JobPost : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Title { get; set; }

    /// <summary>The enterprise, not a person.</summary>
    public required string Employer { get; set; }

    /// <summary>In words: 4500–6000 元/月.</summary>
    public string? Pay { get; set; }

    public string? About { get; set; }

    /// <summary>The enterprise's own number.</summary>
    public required string Phone { get; set; }

    public required int Places { get; set; }

    public int Filled { get; set; }

    /// <summary>Last local day.</summary>
    public required DateOnly Until { get; set; }

    public required DateTimeOffset At { get; init; }

    public int Version { get; set; }
}
