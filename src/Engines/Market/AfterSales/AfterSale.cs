using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Market.AfterSales;

/// <summary>Why somebody asks for after-sales.</summary>
public enum AfterSaleReason
{
    /// <summary>破损、变质.</summary>
    Spoiled,

    /// <summary>与描述不符.</summary>
    NotAsDescribed,

    /// <summary>发错了.</summary>
    WrongGoods,

    /// <summary>少了.</summary>
    Missing,

    /// <summary>不想要了: goods that keep, unopened.</summary>
    ChangedMind,
}

/// <summary>How far a request is.</summary>
public enum AfterSaleState
{
    /// <summary>待店铺答复.</summary>
    Asked,

    /// <summary>店铺已答复: with all, a part, or nothing of what was asked for.</summary>
    Answered,

    /// <summary>社区处理中: the buyer does not agree, or the shop did not answer in time.</summary>
    Disputed,

    /// <summary>社区已裁决.</summary>
    Decided,

    /// <summary>已撤回.</summary>
    Withdrawn,
}

/// <summary>A request after the hand-over (售后申请) about a line of an order.</summary>
internal sealed class AfterSale : IScoped
{
    public required Guid Id { get; init; }

    public required OrderId Order { get; init; }

    public required int Line { get; init; }

    public required string Shop { get; init; }

    public required string Scope { get; init; }

    public required AfterSaleReason Reason { get; init; }

    /// <summary>How many of the line it is about.</summary>
    public required long Count { get; init; }

    /// <summary>What the buyer asks for.</summary>
    public required long AskedFen { get; init; }

    /// <summary>What the buyer wrote.</summary>
    public string? Text { get; set; }

    public required AfterSaleState State { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Until when the shop answers; after that the community sees to it.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>What the shop wrote.</summary>
    public string? Answer { get; set; }

    /// <summary>What was given back because of it, in all.</summary>
    public long GivenFen { get; set; }

    /// <summary>What the buyer wrote when they disagreed.</summary>
    public string? Objection { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>What staff wrote: both sides read it.</summary>
    public string? Decision { get; set; }

    public required int Version { get; set; }
}

/// <summary>The decisions about after-sales.</summary>
internal static class AfterSaleRules
{
    /// <summary>How long a shop has to answer.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromHours(48);

    /// <summary>How long after the answer the buyer may ask the community.</summary>
    public static readonly TimeSpan ObjectWithin = TimeSpan.FromDays(7);

    public const int MostPhotos = 6;

    public static bool IsOpen(AfterSaleState state) => state is AfterSaleState.Asked or AfterSaleState.Disputed;

    /// <summary>Whether the buyer may still ask the community to look at it.</summary>
    public static bool MayObject(AfterSale sale, DateTimeOffset now) =>
        sale.State == AfterSaleState.Answered && sale.GivenFen < sale.AskedFen && now < sale.AnsweredAt + ObjectWithin;
}

/// <summary>After-sales in words.</summary>
internal static class AfterSaleWords
{
    public static Phrase Of(AfterSaleReason reason) => reason switch
    {
        AfterSaleReason.Spoiled => ("破损、变质", "Broken or spoiled"),
        AfterSaleReason.NotAsDescribed => ("与描述不符", "Not as described"),
        AfterSaleReason.WrongGoods => ("发错了", "The wrong goods"),
        AfterSaleReason.Missing => ("少了", "Something is missing"),
        _ => ("不想要了（未拆封）", "Not wanted after all (unopened)"),
    };

    public static Phrase Of(AfterSaleState state) => state switch
    {
        AfterSaleState.Asked => ("待店铺答复", "Waiting for the shop"),
        AfterSaleState.Answered => ("店铺已答复", "Answered by the shop"),
        AfterSaleState.Disputed => ("社区处理中", "With the community"),
        AfterSaleState.Decided => ("社区已裁决", "Decided by the community"),
        _ => ("已撤回", "Withdrawn"),
    };

    public static Tone ToneOf(AfterSaleState state) => state switch
    {
        AfterSaleState.Asked => Tone.Warning,
        AfterSaleState.Disputed => Tone.Danger,
        AfterSaleState.Withdrawn => Tone.Plain,
        _ => Tone.Good,
    };
}
