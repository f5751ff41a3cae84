using Linli.Platform.Data;

namespace Linli.Ledger.Insurance;

/// <summary>How two people are related who may share insurance (近亲属, Civil Code art. 1045).</summary>
internal enum Kinship
{
    /// <summary>配偶.</summary>
    Spouse,

    /// <summary>父母: the one who is given to is father or mother.</summary>
    Parent,

    /// <summary>子女.</summary>
    Child,

    /// <summary>兄弟姐妹.</summary>
    Sibling,

    /// <summary>祖父母、外祖父母.</summary>
    Grandparent,

    /// <summary>孙子女、外孙子女.</summary>
    Grandchild,
}

/// <summary>Where a sharing stands.</summary>
internal enum SharingState
{
    /// <summary>待同意: the relative is asked.</summary>
    Asked,

    /// <summary>共济中.</summary>
    Active,

    /// <summary>未接受.</summary>
    Refused,

    /// <summary>已解除: by either, at any time.</summary>
    Ended,
}

/// <summary>Somebody lets a near relative pay from past years of their insurance account (家庭共济, R35).</summary>
internal sealed class FamilySharing : ISealedRow
{
    public required Guid Id { get; init; }

    /// <summary>Whose past years pay.</summary>
    public required Guid Donor { get; set; }

    /// <summary>Who may use them; accepts one donor at a time.</summary>
    public required Guid Beneficiary { get; set; }

    /// <summary>What the beneficiary is to the donor.</summary>
    public required Kinship Kinship { get; init; }

    /// <summary>Whether the register knows the two as family; else the donor declared it, and the relative confirms it by agreeing.</summary>
    public required bool Registered { get; init; }

    public required SharingState State { get; set; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? AgreedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Moves with every change.</summary>
    public int Version { get; set; }

    public string Seal { get; set; } = "";
}

/// <summary>What a relative's account paid of one purchase; never changed but by what comes back.</summary>
internal sealed class FamilyUse : ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Sharing { get; init; }

    /// <summary>In fen.</summary>
    public required long Fen { get; init; }

    /// <summary>What came back of it, in fen.</summary>
    public long BackFen { get; set; }

    public required TransferId Transfer { get; init; }

    public required DateTimeOffset At { get; init; }

    public string Seal { get; set; } = "";
}

/// <summary>What a family account must keep to, for a place, from a day on.</summary>
internal sealed class FamilyRule : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>First local day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>What stays with the donor, in fen.</summary>
    public required long BaseFen { get; init; }

    /// <summary>How many relatives one may share with.</summary>
    public required int MostRelatives { get; init; }

    /// <summary>The decision it comes from.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public string Seal { get; set; } = "";
}

/// <summary>What holds now.</summary>
/// <param name="BaseFen">What stays with the donor, in fen.</param>
/// <param name="MostRelatives">How many relatives one may share with.</param>
/// <param name="Source">The decision it comes from.</param>
internal sealed record FamilyRuleNow(long BaseFen, int MostRelatives, string Source)
{
    /// <summary>Where nobody said anything else: 1,000 yuan stay, seven relatives (R35).</summary>
    public static readonly FamilyRuleNow Usual = new(100_000, 7, "浙江省职工医保个人账户家庭共济；衢州保留 1000 元，最多 7 位近亲属");

    /// <summary>What a relative may use of a balance of past years.</summary>
    public long Usable(long pastYears) => Math.Max(0, pastYears - BaseFen);
}
