using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Enterprise.Mentors;

/// <summary>How somebody who wants to help founders stands.</summary>
internal enum MentorState
{
    /// <summary>待上架: offered, not yet looked at.</summary>
    Offered,

    /// <summary>在册.</summary>
    Listed,

    /// <summary>未通过.</summary>
    Refused,

    /// <summary>已退出: took the consent back, or left.</summary>
    Left,
}

/// <summary>How a project stands in a programme.</summary>
internal enum ProjectState
{
    /// <summary>待评审.</summary>
    Applied,

    /// <summary>入营.</summary>
    Accepted,

    /// <summary>未入选.</summary>
    Rejected,

    /// <summary>已撤回.</summary>
    Withdrawn,

    /// <summary>中途退出.</summary>
    Dropped,

    /// <summary>结营.</summary>
    Completed,
}

/// <summary>What became of a project.</summary>
internal enum OutcomeKind
{
    /// <summary>注册公司.</summary>
    Company,

    /// <summary>获得融资.</summary>
    Funding,

    /// <summary>新增就业.</summary>
    Jobs,

    /// <summary>知识产权.</summary>
    Patent,

    /// <summary>产品上市.</summary>
    Product,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>How an outcome stands.</summary>
internal enum OutcomeState
{
    /// <summary>待核实.</summary>
    Reported,

    /// <summary>已核实.</summary>
    Confirmed,

    /// <summary>未通过.</summary>
    Refused,
}

/// <summary>Somebody who helps founders (导师), listed with their consent only.</summary>
internal sealed class Mentor : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid? Person { get; set; }

    public required Guid Account { get; set; }

    /// <summary>As they want to be called in the directory.</summary>
    public required string Name { get; set; }

    /// <summary>领域, words with commas.</summary>
    public required string Fields { get; set; }

    /// <summary>语言, words with commas.</summary>
    public required string Languages { get; set; }

    public required string About { get; set; }

    public required MentorState State { get; set; }

    public string? Reason { get; set; }

    public OfferingId Offering { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>When a mentor has time (导师时间): on some days of the week, in slots for one founder each.</summary>
internal sealed class MentorHours : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Mentor { get; init; }

    public required string Scope { get; init; }

    /// <summary>Days of the week as digits, Monday 1 to Sunday 7.</summary>
    public required string Days { get; init; }

    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    public required int SlotMinutes { get; init; }

    public DateOnly? PlannedUntil { get; set; }
}

/// <summary>What an appointment is about (咨询): between the mentor and whoever asked, and nobody else.</summary>
internal sealed class Consultation : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Mentor { get; init; }

    public required string Scope { get; init; }

    public required ReservationId Reservation { get; init; }

    public required SessionId Session { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required Guid? Person { get; set; }

    public required Guid Account { get; set; }

    public required Sealed About { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A note to an appointment, read by the two.</summary>
internal sealed class ConsultationNote : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Consultation { get; init; }

    public required string Scope { get; init; }

    public required bool ByMentor { get; init; }

    public required Sealed Text { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A programme for founders (创业营): a cohort with places and stages.</summary>
internal sealed class FounderProgramme : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string About { get; set; }

    public required int Places { get; set; }

    /// <summary>The last day to apply.</summary>
    public required DateOnly ApplyUntil { get; set; }

    public required DateOnly From { get; set; }

    public required DateOnly Until { get; set; }

    public required DateTimeOffset At { get; init; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A stage of a programme (阶段).</summary>
internal sealed class ProgrammeStage : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Programme { get; init; }

    public required string Scope { get; init; }

    public required int Position { get; init; }

    public required string Title { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }
}

/// <summary>A project that applied for a programme (项目).</summary>
internal sealed class FounderProject : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Programme { get; init; }

    public required string Scope { get; init; }

    public required Guid? Person { get; set; }

    public required Guid Account { get; set; }

    public required string Title { get; set; }

    public required string Pitch { get; set; }

    public required ProjectState State { get; set; }

    /// <summary>Why it was not accepted, or why it stopped.</summary>
    public string? Reason { get; set; }

    public Guid? Mentor { get; set; }

    /// <summary>How many stages it has finished.</summary>
    public int StagesDone { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>What became of a project, with evidence, and looked at by somebody else (成果).</summary>
internal sealed class ProjectOutcome : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Project { get; init; }

    public required Guid Programme { get; init; }

    public required string Scope { get; init; }

    public required OutcomeKind Kind { get; init; }

    /// <summary>How many: jobs, patents, products; 1 for a company or a round of funding.</summary>
    public required int Count { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>By what it can be checked, such as the number of a licence.</summary>
    public required string Evidence { get; set; }

    public required OutcomeState State { get; set; }

    public string? Reason { get; set; }

    public required Guid? By { get; set; }

    public Guid? ReviewedBy { get; set; }

    public required DateTimeOffset At { get; init; }
}
