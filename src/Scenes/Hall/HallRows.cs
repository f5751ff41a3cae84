using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Hall;

/// <summary>A service hall (政务服务大厅) with one queue; its rules are data, as other halls count otherwise (R45).</summary>
internal sealed class HallRow : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>In addresses, such as <c>hf</c>.</summary>
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string Address { get; set; }

    /// <summary>In OpenStreetMap's notation.</summary>
    public required string Hours { get; set; }

    public string? Phone { get; set; }

    /// <summary>What else there is (便民设施), one in a line, Chinese and English parted by a bar.</summary>
    public string Around { get; set; } = "";

    /// <summary>Of how many calls the priority lane gets how many: its share beside the other two.</summary>
    public int PriorityShare { get; set; } = 2;

    public int AppointmentShare { get; set; } = 1;

    public int WalkInShare { get; set; } = 1;

    /// <summary>Somebody who does not come is called so often before they count as absent.</summary>
    public int CallsBeforeAbsent { get; set; } = 3;

    /// <summary>Least time between two calls of one ticket, and between the last and counting as absent: nobody is passed over within seconds.</summary>
    public int SecondsBetweenCalls { get; set; } = 30;

    /// <summary>Who missed their call stands behind so many people when they come back.</summary>
    public int PlacesBehind { get; set; } = 3;

    /// <summary>A missed ticket can come back for so long.</summary>
    public int AbsentMinutes { get; set; } = 60;

    /// <summary>… and so often.</summary>
    public int MostReturns { get; set; } = 2;

    /// <summary>People are told when so many are ahead.</summary>
    public int TellAhead { get; set; } = 3;

    /// <summary>From this age on a ticket is a priority ticket by itself.</summary>
    public int ElderFrom { get; set; } = 70;

    /// <summary>Minutes one takes, while today has not shown it yet.</summary>
    public int UsualMinutes { get; set; } = 8;

    /// <summary>Working days for what may be handed in later (容缺).</summary>
    public int LaterDays { get; set; } = 10;

    /// <summary>The offering of appointments; <c>null</c> where nobody can book.</summary>
    public OfferingId? Offering { get; set; }

    /// <summary>Appointments of each hour.</summary>
    public int SlotPlaces { get; set; } = 6;

    /// <summary>Appointments can be made for today and so many working days ahead.</summary>
    public int SlotDays { get; set; } = 3;

    public Phrase Name => (NameZh, NameEn);

    public int ShareOf(Lane lane) => lane switch { Lane.Priority => PriorityShare, Lane.Appointment => AppointmentShare, _ => WalkInShare };
}

/// <summary>What a counter is there for besides (窗口特色); any of them takes any item.</summary>
internal enum CounterKind
{
    /// <summary>综合窗口.</summary>
    General,

    /// <summary>咨询投诉窗口.</summary>
    Consultation,

    /// <summary>帮办代办窗口.</summary>
    Helping,

    /// <summary>老年人咨询服务窗口.</summary>
    Elder,
}

/// <summary>A counter (窗口).</summary>
internal sealed class CounterRow : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Hall { get; init; }

    /// <summary>That of the room it stands in.</summary>
    public required string Scope { get; set; }

    /// <summary>What is called and shown: 3号窗口.</summary>
    public required int Number { get; init; }

    public CounterKind Kind { get; set; }

    /// <summary>Where it stands: empty in the hall itself, otherwise a room elsewhere that shares the queue (S119).</summary>
    public string Site { get; set; } = "";

    /// <summary>Who sits there now; <c>null</c> while closed.</summary>
    public Guid? Clerk { get; set; }

    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>Who stands there now.</summary>
    public Guid? Ticket { get; set; }

    public Purpose Purpose => Kind == CounterKind.Consultation ? Purpose.Consultation : Purpose.Service;
}

/// <summary>Another room of the hall (分设点), such as the one inside the community centre, with counters of its own and the same queue (S119).</summary>
internal sealed class SiteRow
{
    public required Guid Hall { get; init; }

    /// <summary>The place whose staff work there: that of the hall, or a community of its own.</summary>
    public required string Scope { get; set; }

    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string Address { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>What somebody comes for.</summary>
internal enum Purpose
{
    /// <summary>办事.</summary>
    Service,

    /// <summary>咨询投诉.</summary>
    Consultation,
}

/// <summary>In which of the lanes somebody waits; each gets its share of the calls, so that none starves (R45).</summary>
internal enum Lane
{
    /// <summary>优先.</summary>
    Priority,

    /// <summary>预约.</summary>
    Appointment,

    /// <summary>现场.</summary>
    WalkIn,
}

/// <summary>Why somebody goes first.</summary>
internal enum PriorityReason
{
    /// <summary>老年人.</summary>
    Elder,

    /// <summary>残障人士.</summary>
    Disabled,

    /// <summary>军人军属.</summary>
    Military,

    /// <summary>孕妇和抱婴者.</summary>
    Pregnant,

    /// <summary>绿色通道: one of the five ways (S90).</summary>
    GreenChannel,
}

/// <summary>How far a ticket is.</summary>
internal enum TicketState
{
    /// <summary>等候.</summary>
    Waiting,

    /// <summary>叫号中.</summary>
    Called,

    /// <summary>办理中.</summary>
    Serving,

    /// <summary>已办.</summary>
    Done,

    /// <summary>过号: may come back for a while.</summary>
    Absent,

    /// <summary>过号作废.</summary>
    Lapsed,

    /// <summary>已取消.</summary>
    Left,
}

/// <summary>A ticket of a day (号票).</summary>
internal sealed class TicketRow : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Hall { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>A012; begins anew each day.</summary>
    public required string Number { get; init; }

    public required Purpose Purpose { get; set; }

    /// <summary>Where they wait; empty in the hall itself.</summary>
    public required string Site { get; set; }

    public required Lane Lane { get; set; }

    public PriorityReason? Priority { get; set; }

    /// <summary>Code of the item they come for, where they have said it.</summary>
    public string? Item { get; set; }

    public Guid? Person { get; set; }

    public Guid? Account { get; set; }

    /// <summary>Masked, as the wall shows it; <c>null</c> for a ticket without a name.</summary>
    public string? Name { get; set; }

    /// <summary>What is printed as a QR code and opens the ticket; a new one when it was lost.</summary>
    public required string Secret { get; set; }

    public int Reprints { get; set; }

    public ReservationId? Reservation { get; set; }

    /// <summary>When the appointment begins: who came long before waits as everybody does until then.</summary>
    public DateTimeOffset? BookedFrom { get; set; }

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Place within the lane: order of arrival with room between, so that who comes back fits exactly where they belong.</summary>
    public required long Rank { get; set; }

    public TicketState State { get; set; }

    /// <summary>Only this counter calls it: somebody was sent there.</summary>
    public Guid? OnlyCounter { get; set; }

    public Guid? Counter { get; set; }

    public int Calls { get; set; }

    public DateTimeOffset? CalledAt { get; set; }

    public DateTimeOffset? ServedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? AbsentAt { get; set; }

    public int Returns { get; set; }

    public bool Told { get; set; }

    public int? Rating { get; set; }

    public string? RatingText { get; set; }

    public DateTimeOffset? RatedAt { get; set; }

    /// <summary>When somebody spoke with a person who was not content: within the hour (R07).</summary>
    public DateTimeOffset? ContactedAt { get; set; }

    /// <summary>When it was put right: within a day (R07).</summary>
    public DateTimeOffset? SettledAt { get; set; }

    public string? SettledHow { get; set; }
}

/// <summary>How often each lane of a queue was passed over today.</summary>
internal sealed class QueueRow
{
    public required Guid Hall { get; init; }

    public required DateOnly Day { get; init; }

    public required Purpose Purpose { get; init; }

    public required string Site { get; init; }

    public int PriorityPassed { get; set; }

    public int AppointmentPassed { get; set; }

    public int WalkInPassed { get; set; }

    public int PassedOf(Lane lane) => lane switch { Lane.Priority => PriorityPassed, Lane.Appointment => AppointmentPassed, _ => WalkInPassed };

    public void SetPassed(Lane lane, int passed)
    {
        switch (lane)
        {
            case Lane.Priority:
                PriorityPassed = passed;
                break;
            case Lane.Appointment:
                AppointmentPassed = passed;
                break;
            default:
                WalkInPassed = passed;
                break;
        }
    }
}

/// <summary>How people asked, counted by day and topic: nobody is named.</summary>
internal sealed class ConsultationRow
{
    public required Guid Hall { get; init; }

    public required DateOnly Day { get; init; }

    public required ConsultationTopic Topic { get; init; }

    public int Count { get; set; }
}

/// <summary>What people ask about.</summary>
internal enum ConsultationTopic
{
    /// <summary>社保医保.</summary>
    Insurance,

    /// <summary>公积金.</summary>
    ProvidentFund,

    /// <summary>户籍证照.</summary>
    Papers,

    /// <summary>住房与不动产.</summary>
    Housing,

    /// <summary>养老助残.</summary>
    Care,

    /// <summary>投诉建议.</summary>
    Complaint,

    /// <summary>其他.</summary>
    Other,
}
