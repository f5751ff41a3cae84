using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Rules;

/// <summary>A rule as it is kept: what is searched in columns, the whole of it as JSON.</summary>
internal sealed class RuleRow : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required RuleKind Kind { get; set; }

    public required AlarmSeverity Severity { get; set; }

    public required bool On { get; set; }

    /// <summary>Number of its latest version.</summary>
    public required int Version { get; set; }

    /// <summary>The <see cref="SensingRule"/> as JSON.</summary>
    public required string Body { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>One version of a rule: who made it so, and when.</summary>
internal sealed class RuleVersionRow
{
    public required string Rule { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the member of staff as colleagues read it; empty for the program itself.</summary>
    public required string By { get; init; }

    public required string Body { get; init; }
}

/// <summary>A fence as it is kept.</summary>
internal sealed class FenceRow : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>GeoJSON geometry, WGS-84.</summary>
    public required string Geometry { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }
}

/// <summary>In this fence a device's way along a corridor ends well.</summary>
internal sealed class OwnFenceRow
{
    public required DeviceId Device { get; init; }

    public required string Fence { get; init; }
}

/// <summary>One row that counts changes of rules and fences, so that every node notices them.</summary>
internal sealed class RulesStamp
{
    public const int TheOnly = 1;

    public required int Id { get; init; }

    public required long Value { get; set; }
}

/// <summary>The tables of rules and fences.</summary>
internal static class RuleTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<RuleRow>(e =>
        {
            e.ToTable("sensing_rule").HasKey(r => r.Code);
            e.Property(r => r.Code).HasMaxLength(60);
            e.HasIndex(r => r.Scope);
            e.Property(r => r.NameZh).HasMaxLength(100);
            e.Property(r => r.NameEn).HasMaxLength(200);
        });
        model.Entity<RuleVersionRow>(e =>
        {
            e.ToTable("sensing_rule_version").HasKey(v => new { v.Rule, v.Number });
            e.Property(v => v.Rule).HasMaxLength(60);
            e.Property(v => v.By).HasMaxLength(100);
        });
        model.Entity<FenceRow>(e =>
        {
            e.ToTable("sensing_fence").HasKey(f => f.Code);
            e.Property(f => f.Code).HasMaxLength(60);
            e.HasIndex(f => f.Scope);
            e.Property(f => f.NameZh).HasMaxLength(100);
            e.Property(f => f.NameEn).HasMaxLength(200);
            e.Property(f => f.ChangedBy).HasMaxLength(100);
        });
        model.Entity<OwnFenceRow>(e =>
        {
            e.ToTable("sensing_own_fence").HasKey(o => new { o.Device, o.Fence });
            e.Property(o => o.Fence).HasMaxLength(60);
            e.HasIndex(o => o.Fence);
        });
        model.Entity<RulesStamp>(e =>
        {
            e.ToTable("sensing_rules_stamp").HasKey(s => s.Id);
            e.Property(s => s.Id).ValueGeneratedNever();
        });
    }
}
