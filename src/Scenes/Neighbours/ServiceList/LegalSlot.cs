using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Neighbours.ServiceList;

/// <summary>A time at which somebody gives legal advice (法律援助时段).</summary>
internal sealed class LegalSlot : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Who advises, such as a mediator or a lawyer.</summary>
    public required string Adviser { get; init; }

    public required string Place { get; init; }

    /// <summary>How many people can come.</summary>
    public required int Capacity { get; init; }

    public DateTimeOffset? CancelledAt { get; set; }
}

/// <summary>Where an appointment stands.</summary>
internal enum AppointmentState
{
    /// <summary>已预约.</summary>
    Booked,

    /// <summary>已确认 by the team.</summary>
    Confirmed,

    /// <summary>已取消.</summary>
    Cancelled,

    /// <summary>已办结.</summary>
    Held,
}

/// <summary>An appointment for legal advice (法律援助预约).</summary>
internal sealed class LegalAppointment
{
    public required Guid Id { get; init; }

    public required Guid Slot { get; init; }

    public required Guid Account { get; init; }

    /// <summary>What it is about; encrypted, for the person and the team.</summary>
    public required Sealed Topic { get; init; }

    public required AppointmentState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>Why the team called it off: the person reads it.</summary>
    public string? Word { get; set; }
}
