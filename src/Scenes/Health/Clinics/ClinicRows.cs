using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Health.Clinics;

/// <summary>A clinic (社区卫生服务中心/站): a facility with departments.</summary>
internal sealed class Clinic : IScoped
{
    /// <summary>Lower case and hyphens.</summary>
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    /// <summary>Code of the facility on the map: hours, telephone and the way there are kept there.</summary>
    public string? Facility { get; set; }

    /// <summary>Code of its line in the space ledger.</summary>
    public string? Space { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A department (科室).</summary>
internal sealed class Department : IScoped
{
    public required Guid Id { get; init; }

    public required string Clinic { get; init; }

    /// <summary>Unique in the clinic.</summary>
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>What one comes here for, in words people use.</summary>
    public string? About { get; set; }

    /// <summary>Youngest and oldest age in completed years, as for children's doctors.</summary>
    public int? LeastAge { get; set; }

    public int? MostAge { get; set; }

    public required int Position { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A doctor (医生) with the offering that people book.</summary>
internal sealed class Doctor : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Department { get; init; }

    public required string Clinic { get; init; }

    public required string Scope { get; init; }

    /// <summary>In full: who practises is published.</summary>
    public required string Name { get; set; }

    /// <summary>职称.</summary>
    public required string Title { get; set; }

    /// <summary>擅长.</summary>
    public string? Skills { get; set; }

    public OfferingId Offering { get; set; }

    public required bool Active { get; set; }
}

/// <summary>When a doctor sees people (出诊排班): on some days of the week, in slots of equal length.</summary>
internal sealed class Shift : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Doctor { get; init; }

    public required string Scope { get; init; }

    /// <summary>Days of the week as digits, Monday 1 to Sunday 7: <c>135</c>.</summary>
    public required string Days { get; init; }

    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    public required int SlotMinutes { get; init; }

    /// <summary>People in each slot.</summary>
    public required int Places { get; init; }

    public required DateOnly FirstDay { get; init; }

    public DateOnly? LastDay { get; set; }

    /// <summary>Whether the doctor sees people on public holidays too.</summary>
    public required bool OnHolidays { get; init; }

    /// <summary>The last day whose slots were made.</summary>
    public DateOnly? PlannedUntil { get; set; }
}

/// <summary>Days on which a doctor does not see people (停诊).</summary>
internal sealed class DoctorAway : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Doctor { get; init; }

    public required string Scope { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; set; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
