using Linli.Platform.Data;

namespace Linli.Mobility.GuardPoints;

/// <summary>Who stands at a guard point (S45: school, street merchants, traffic police, property).</summary>
public enum GuardWho
{
    /// <summary>沿街商户.</summary>
    Shop,

    /// <summary>学校.</summary>
    School,

    /// <summary>交警.</summary>
    TrafficPolice,

    /// <summary>物业.</summary>
    Property,

    /// <summary>志愿者.</summary>
    Volunteer,
}

/// <summary>A point where somebody looks after children on their way (护学点).</summary>
internal sealed class GuardPoint : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required GuardWho Who { get; set; }

    /// <summary>WGS-84.</summary>
    public required double Longitude { get; set; }

    public required double Latitude { get; set; }

    public int Umbrellas { get; set; }

    public bool FirstAid { get; set; }

    /// <summary>What else is there, such as water or a chair; empty for nothing.</summary>
    public string OtherZh { get; set; } = "";

    public string OtherEn { get; set; } = "";

    /// <summary>When somebody should be there on school days, local time: <c>07:20-08:10 16:20-17:10</c>.</summary>
    public required string Hours { get; set; }
}

/// <summary>That somebody keeps a point: only they check in there.</summary>
internal sealed class GuardKeeper
{
    public required string Point { get; init; }

    public required Guid Account { get; init; }
}

/// <summary>A time that somebody was on duty at a point (护学值守).</summary>
internal sealed class GuardDuty : IScoped
{
    public required Guid Id { get; init; }

    public required string Point { get; init; }

    public required string Scope { get; init; }

    public Guid? Account { get; set; }

    public required DateTimeOffset From { get; init; }

    /// <summary>When it ends by itself, UTC; earlier once they left.</summary>
    public required DateTimeOffset Until { get; set; }
}

/// <summary>What help was given.</summary>
public enum GuardHelpKind
{
    /// <summary>借出雨伞.</summary>
    UmbrellaLent,

    /// <summary>归还雨伞.</summary>
    UmbrellaReturned,

    /// <summary>使用急救箱.</summary>
    FirstAid,

    /// <summary>喝水歇脚.</summary>
    Rest,

    /// <summary>护送过街.</summary>
    Crossing,
}

/// <summary>Help that was given at a point. It has no free text and no child in it, so that everybody may read it.</summary>
internal sealed class GuardHelp : IScoped
{
    public required Guid Id { get; init; }

    public required string Point { get; init; }

    public required string Scope { get; init; }

    public required GuardHelpKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? Account { get; set; }
}
