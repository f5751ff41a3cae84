using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>Where a wish stands.</summary>
internal enum WishState
{
    /// <summary>待核实.</summary>
    Stated,

    /// <summary>已核实: worded for others, and not yet shown to them.</summary>
    Verified,

    /// <summary>待认领: everybody can read it.</summary>
    Open,

    /// <summary>已认领: one donor brings it.</summary>
    Claimed,

    /// <summary>已送到服务台: on its way to the child.</summary>
    Handed,

    /// <summary>未采纳.</summary>
    Refused,

    /// <summary>已实现.</summary>
    Fulfilled,

    /// <summary>已撤回.</summary>
    Withdrawn,
}

/// <summary>How far at school a child is (学段).</summary>
internal enum SchoolStage
{
    /// <summary>幼儿园.</summary>
    Kindergarten,

    /// <summary>小学.</summary>
    Primary,

    /// <summary>初中.</summary>
    Middle,
}

/// <summary>
/// A small wish (微心愿): of somebody on a special-care list, of a child whose guardian states it, or of a line of a school's
/// list. Of the last Linli knows the school's own code only, never the child (R38).
/// </summary>
internal sealed class Wish : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Whose it is, where the register knows them.</summary>
    public Guid? Person { get; init; }

    /// <summary>The care group it is stated in, or <see cref="Child"/>.</summary>
    public required string Group { get; init; }

    /// <summary>The building; of a school's list the place of the round.</summary>
    public required string Scope { get; init; }

    public string? Grid { get; set; }

    /// <summary>In the person's own words; <c>null</c> once they are forgotten.</summary>
    public required Sealed? Text { get; set; }

    /// <summary>As a worker puts it for others: nothing that leads to the person.</summary>
    public string? PublicText { get; set; }

    public required WishState State { get; set; }

    /// <summary>Account of whoever wrote it down.</summary>
    public required Guid StatedBy { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was refused, or how it came true: the person reads it.</summary>
    public string? Word { get; set; }

    /// <summary>Code of the round it is shown in, or was listed for.</summary>
    public string? Round { get; set; }

    /// <summary>The school's own code of the child: the school alone can say who it is. Forgotten with the words.</summary>
    public string? Ref { get; set; }

    /// <summary>Local day on which the guardian signed the paper that the school keeps; for a line of a school's list.</summary>
    public DateOnly? GuardianSignedOn { get; init; }

    public SchoolStage? Stage { get; set; }

    public int? Grade { get; set; }

    /// <summary>How many children the grade has, which decides whether it may be named.</summary>
    public int? GradeSize { get; set; }

    /// <summary>What it costs, in fen, about.</summary>
    public long? PriceFen { get; set; }

    /// <summary>Number that people read out at the desk: <c>light-034</c>.</summary>
    public string? Number { get; set; }

    /// <summary>The letter that stands for the child in the round; it is nobody's initial.</summary>
    public string? Letter { get; set; }

    public string? LabelZh { get; set; }

    public string? LabelEn { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public Guid? PublishedBy { get; set; }

    public DateTimeOffset? FulfilledAt { get; set; }

    /// <summary>A word of thanks as it came in: staff read it before the donor does.</summary>
    public Sealed? Thanks { get; set; }

    /// <summary>Whether staff have read the thanks and pass them on.</summary>
    public bool ThanksShown { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When it came true, was refused, or was taken back: a year later its words are forgotten.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When its words were forgotten; that there was a wish stays counted.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }

    /// <summary>The group of wishes of children.</summary>
    public const string Child = "child";

    /// <summary>Photos of the gift, for the desk and the donor.</summary>
    public const string Files = "wish";

    /// <summary>How it reached the child: slips with names on them, for the desk alone.</summary>
    public const string Slips = "wish-slip";
}

/// <summary>How a claim ended.</summary>
internal enum ClaimEnd
{
    /// <summary>已送达.</summary>
    Delivered,

    /// <summary>逾期未送: after a reminder.</summary>
    Lapsed,

    /// <summary>认领人退回.</summary>
    GivenBack,

    /// <summary>心愿取消.</summary>
    CalledOff,
}

/// <summary>That somebody fulfils a wish (认领). Of a wish there is never more than one that runs.</summary>
internal sealed class WishClaim
{
    public required Guid Id { get; init; }

    public required Guid Wish { get; init; }

    /// <summary>The donor; <c>null</c> once they had their data deleted.</summary>
    public Guid? Person { get; set; }

    public Guid? Account { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Last local day on which it is brought to the desk.</summary>
    public required DateOnly BringBy { get; set; }

    public DateOnly? RemindedOn { get; set; }

    public DateTimeOffset? HandedAt { get; set; }

    public Guid? HandedTo { get; set; }

    /// <summary>What the desk noted when it was brought: the gift, never the child.</summary>
    public string? HandedNote { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public ClaimEnd? End { get; set; }
}

/// <summary>A round of wishes (心愿活动), with its limits as data.</summary>
internal sealed class WishRound : IScoped
{
    /// <summary>Unique, such as <c>light</c>.</summary>
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Where gifts are brought.</summary>
    public required string DeskZh { get; set; }

    public required string DeskEn { get; set; }

    /// <summary>The most a wish may cost, in fen.</summary>
    public required long MostFen { get; set; }

    /// <summary>Days to bring a gift.</summary>
    public required int BringDays { get; set; }

    /// <summary>Days before the end at which a donor is reminded, and that they have after a late reminder.</summary>
    public required int RemindDays { get; set; }

    /// <summary>Wishes one donor may have at a time.</summary>
    public required int MostPerDonor { get; set; }

    /// <summary>From how many children on a grade may be named; of fewer only the stage is.</summary>
    public required int LeastGrade { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Numbers given out.</summary>
    public int Numbers { get; set; }
}
