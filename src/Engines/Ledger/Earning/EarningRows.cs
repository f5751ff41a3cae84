using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Ledger.Earning;

/// <summary>A programme that gives points (积分项目), such as waste sorting: each month it may give so many and no more.</summary>
internal sealed class Programme : IScoped, ISealedRow
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required DateTimeOffset At { get; init; }

    public Phrase Name => new(NameZh, NameEn);

    /// <summary>The account that a month's points are given from: with a floor of zero, so that nothing is given above the budget.</summary>
    public static NewAccount Budget(string code, Phrase name, string scope, int month) => new(
        new(OwnerKind.Programme, code), LedgerUnit.Points, $"budget-{month}", ScopePath.Parse(scope, null), 0)
    {
        Label = ($"{name.Zh} {month / 100} 年 {month % 100} 月预算", $"{name.En}, budget of {month / 100}-{month % 100:00}"),
    };

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What somebody has to show for an act (凭证).</summary>
public enum Proof
{
    /// <summary>不需要.</summary>
    None,

    /// <summary>现场确认: a member of staff, or a device, saw it.</summary>
    Witness,

    /// <summary>照片或单据: a photo or paper, named in the earning.</summary>
    Paper,
}

/// <summary>One version of what an act earns (积分规则). Versions follow each other by day and never change.</summary>
internal sealed class EarningRule : ISealedRow
{
    public required Guid Id { get; init; }

    public required string Programme { get; init; }

    /// <summary>The act, such as <c>waste.sorted</c>.</summary>
    public required string Event { get; init; }

    public required int Version { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>The clause of the residents' covenant it rests on (居民公约条款), if any.</summary>
    public string? Clause { get; init; }

    /// <summary>Above zero: nothing is ever taken for not doing something (R21).</summary>
    public required long Points { get; init; }

    /// <summary>First local day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last local day.</summary>
    public DateOnly? To { get; set; }

    /// <summary>How often a person earns by it on one day.</summary>
    public int? TimesPerDay { get; init; }

    /// <summary>How many points a person earns by it on one day.</summary>
    public long? PointsPerDay { get; init; }

    /// <summary>How many points a person earns by it in a month.</summary>
    public long? PointsPerMonth { get; init; }

    public required Proof Proof { get; init; }

    /// <summary>Of a hundred earnings, how many are looked at afterwards, chosen by chance.</summary>
    public required int AuditPercent { get; init; }

    /// <summary>For how many days the points can be spent; until the end of the next year when left out.</summary>
    public int? ValidDays { get; init; }

    /// <summary>Who decided it, and where.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public Phrase Name => new(NameZh, NameEn);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>How an earning stands.</summary>
internal enum EarningState
{
    /// <summary>已发放.</summary>
    Granted,

    /// <summary>待抽查: given, and chosen by chance to be looked at.</summary>
    ToAudit,

    /// <summary>抽查无误.</summary>
    AuditedGood,

    /// <summary>已收回: it did not happen as was said; the person may appeal.</summary>
    TakenBack,

    /// <summary>申诉中.</summary>
    Appealed,

    /// <summary>申诉成立: given again.</summary>
    AppealGranted,

    /// <summary>申诉未成立.</summary>
    AppealRefused,

    /// <summary>更正收回: the record it rested on was corrected; it may be given again.</summary>
    Corrected,
}

/// <summary>Points that somebody earned by an act.</summary>
internal sealed class EarningRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Event { get; init; }

    /// <summary>The one act: with event and person it earns once.</summary>
    public required string Key { get; init; }

    /// <summary>Who; of somebody whose data was deleted an id that is nobody's.</summary>
    public required Guid Person { get; set; }

    public required Guid Rule { get; init; }

    public required string Scope { get; init; }

    /// <summary>The local day of the act.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Points { get; init; }

    public required AccountId Wallet { get; init; }

    public required TransferId Transfer { get; init; }

    /// <summary>The transfer that gave again what had been taken back, the last one.</summary>
    public TransferId? Again { get; set; }

    /// <summary>How much of it is taken back now.</summary>
    public long Taken { get; set; }

    /// <summary>Where the proof lies: an id, or words without personal data.</summary>
    public string? Proof { get; set; }

    public required EarningState State { get; set; }

    public Guid? AuditedBy { get; set; }

    public string? AuditNote { get; set; }

    public string? Appeal { get; set; }

    public Guid? DecidedBy { get; set; }

    public string? Decision { get; set; }

    public int Version { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
