namespace Linli.Sensing.Devices.Commands;

/// <summary>Where a command stands.</summary>
internal enum CommandState
{
    /// <summary>Waits for the device, or for the next try.</summary>
    Waiting,

    /// <summary>Given to the device, which has not answered yet.</summary>
    Sent,

    /// <summary>The device did it.</summary>
    Done,

    /// <summary>The device cannot or will not.</summary>
    Refused,

    /// <summary>Its time was over before the device did it.</summary>
    Expired,
}

/// <summary>A command as it is kept.</summary>
internal sealed class CommandRow
{
    public required Guid Id { get; init; }

    public required DeviceId Device { get; init; }

    public required string Name { get; init; }

    /// <summary>JSON object.</summary>
    public required string Arguments { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <summary>After it, it is not delivered any more.</summary>
    public required DateTimeOffset Until { get; init; }

    public required CommandState State { get; set; }

    public int Tries { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A parameter that a device shall have (期望状态), with what it said of it.</summary>
internal sealed class DesiredRow
{
    public required DeviceId Device { get; init; }

    public required string Name { get; init; }

    public required string Value { get; set; }

    public required DateTimeOffset SetAt { get; set; }

    public Guid? SetBy { get; set; }

    public string? Reported { get; set; }

    public DateTimeOffset? ReportedAt { get; set; }
}

/// <summary>A command as people see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Device">Code of the device.</param>
/// <param name="Name">What the device shall do.</param>
/// <param name="Arguments">JSON object.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="Until">After it, it is not delivered any more.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Tries">How often it was given to the device.</param>
/// <param name="EndedAt">When the device answered.</param>
internal sealed record ShownCommand(Guid Id, string Device, string Name, string Arguments, DateTimeOffset At, DateTimeOffset Until, CommandState State, int Tries, DateTimeOffset? EndedAt)
{
    public static ShownCommand Of(CommandRow c, string code, DateTimeOffset now) => new(
        c.Id, code, c.Name, c.Arguments, c.At, c.Until, c.State == CommandState.Waiting && c.Until <= now ? CommandState.Expired : c.State, c.Tries, c.EndedAt);
}
