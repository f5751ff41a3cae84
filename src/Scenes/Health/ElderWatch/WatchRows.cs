using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing;

namespace Linli.Health.ElderWatch;

/// <summary>A device that an elder let into their home (居家监测设备). It is listened to from <see cref="Since"/> on, while it is not ended and not paused.</summary>
internal sealed class HomeDevice : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Of the centre whose carers hear of it.</summary>
    public required string Scope { get; init; }

    /// <summary>Code of that centre.</summary>
    public required string Centre { get; init; }

    public required Guid Person { get; init; }

    /// <summary>Code of the kind of device.</summary>
    public required string Kind { get; init; }

    public required Guid Device { get; init; }

    /// <summary>Code of the device, as it is printed on it.</summary>
    public required string Code { get; init; }

    /// <summary>Since when it is listened to, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    public DateTimeOffset? PausedFrom { get; set; }

    public DateTimeOffset? PausedUntil { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whether it is paused at an instant.</summary>
    public bool IsPaused(DateTimeOffset at) => PausedFrom <= at && at < PausedUntil;
}

/// <summary>Something that family and carers were told of (照护提醒).</summary>
internal sealed class HomeAlert : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Centre { get; init; }

    public required Guid Person { get; init; }

    /// <summary>Id of the <see cref="HomeDevice"/>.</summary>
    public required Guid Device { get; init; }

    public required AlertKind Kind { get; init; }

    /// <summary>Id of the engine's alarm.</summary>
    public required Guid Alarm { get; init; }

    public required DateTimeOffset CauseAt { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>When its cause was gone, UTC.</summary>
    public DateTimeOffset? OverAt { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>Account of whoever took it; <c>null</c> for the duty room's machinery and for whose data are gone.</summary>
    public Guid? TakenBy { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public Guid? ClosedBy { get; set; }

    public AlarmVerdict? Verdict { get; set; }

    /// <summary>What was done, in the words of whoever closed it; sealed, for it may say how somebody is.</summary>
    public Sealed? Done { get; set; }
}

/// <summary>A nursing bed of a centre (护理床位).</summary>
internal sealed class CareBed : IScoped
{
    public required Guid Id { get; init; }

    public required string Centre { get; init; }

    public required string Scope { get; init; }

    /// <summary>What people call it, such as <c>201-1</c>; unique within the centre.</summary>
    public required string Name { get; set; }

    /// <summary>The sensor under its mattress, if there is one.</summary>
    public Guid? Sensor { get; set; }
}

/// <summary>Somebody has a bed (入住), or will have it.</summary>
internal sealed class BedStay : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Bed { get; init; }

    public required string Centre { get; init; }

    public required string Scope { get; init; }

    /// <summary>Whoever is in the register; <c>null</c> for a guest from elsewhere.</summary>
    public Guid? Person { get; set; }

    /// <summary>Number of the file of a guest from elsewhere; no name.</summary>
    public string? File { get; set; }

    public required DateOnly From { get; init; }

    /// <summary>Until when it is planned, this day included.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Whether the sensor of the bed may be listened to: only while who lies in it agrees.</summary>
    public required bool Sensed { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Guid? By { get; set; }

    public required DateTimeOffset At { get; init; }
}
