using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Services.Collective;

/// <summary>Where collective income comes from (集体经济收入来源).</summary>
internal enum IncomeSource
{
    /// <summary>物业租金.</summary>
    Rent,

    /// <summary>产业经营.</summary>
    Industry,

    /// <summary>服务收入.</summary>
    Services,

    /// <summary>投资收益.</summary>
    Investment,

    /// <summary>上级补助.</summary>
    Grants,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>An income of the collective (集体收入), as its accountant entered it. Never changed: a correction is an entry of its own.</summary>
internal sealed class IncomeEntry : IScoped
{
    public const string Files = "collective-income";

    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required int Year { get; init; }

    public required IncomeSource Source { get; init; }

    /// <summary>Below zero for a correction.</summary>
    public required long Fen { get; init; }

    public required string What { get; init; }

    /// <summary>Number of the voucher it rests on.</summary>
    public required string Voucher { get; init; }

    /// <summary>The entry that it takes back.</summary>
    public Guid? Corrects { get; init; }

    public Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>How many people a year's income is divided by.</summary>
internal sealed class CollectiveYear : IScoped
{
    public required string Scope { get; init; }

    public required int Year { get; init; }

    public required int People { get; set; }

    public required DateOnly CountedOn { get; set; }

    /// <summary>Where the number comes from; <c>null</c> when it was counted in the register.</summary>
    public string? Source { get; set; }
}

/// <summary>Words of collective income.</summary>
internal static class CollectiveWords
{
    public static Phrase Of(IncomeSource source) => source switch
    {
        IncomeSource.Rent => ("物业租金", "Rents"),
        IncomeSource.Industry => ("产业经营", "Own businesses"),
        IncomeSource.Services => ("服务收入", "Services"),
        IncomeSource.Investment => ("投资收益", "Investments"),
        IncomeSource.Grants => ("上级补助", "Grants"),
        _ => ("其他", "Other"),
    };
}
