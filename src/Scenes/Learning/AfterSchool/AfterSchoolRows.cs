using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Learning.AfterSchool;

/// <summary>A grown-up whom a guardian named to fetch a child (接送人).</summary>
internal sealed class Collector
{
    public required Guid Id { get; init; }

    /// <summary>The child.</summary>
    public required Guid Child { get; init; }

    /// <summary>Their name, for the guardian alone.</summary>
    public required Sealed Name { get; init; }

    /// <summary>As staff see it: 许*.</summary>
    public required string NameMask { get; init; }

    /// <summary>妈妈、外婆、邻居.</summary>
    public required string Relation { get; init; }

    /// <summary>What they say when they come, four digits, for the guardian alone.</summary>
    public required Sealed Code { get; init; }

    /// <summary>The guardian's account.</summary>
    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A child was handed over after a meeting (交接).</summary>
internal sealed class HandedOver : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Course { get; init; }

    public required Guid Meeting { get; init; }

    public required Guid Reservation { get; init; }

    /// <summary>The child; <c>null</c> once their data were deleted.</summary>
    public Guid? Child { get; set; }

    /// <summary>To whom; <c>null</c> for a guardian.</summary>
    public Guid? Collector { get; set; }

    /// <summary>The guardian's account, where one came in person.</summary>
    public Guid? Guardian { get; set; }

    /// <summary>妈妈、外婆; of a guardian 监护人.</summary>
    public required string Relation { get; set; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }
}
