namespace Linli.PaySimulator;

/// <summary>What a visitor of the demo lets the simulated payment service do.</summary>
internal enum Behaviour
{
    /// <summary>Pays, and says so at once.</summary>
    Pay,

    /// <summary>The bank refuses.</summary>
    Decline,

    /// <summary>Takes the money and then does not answer for a while; no callback comes.</summary>
    Silent,

    /// <summary>Says twice that it was paid.</summary>
    Twice,

    /// <summary>Takes the money only after the order has expired, and says so then.</summary>
    Late,

    /// <summary>One yuan less than asked arrives.</summary>
    OtherAmount,

    /// <summary>Takes the money and never says anything by itself.</summary>
    Never,
}

/// <summary>An order as the simulator keeps it.</summary>
internal sealed class SimulatedOrder
{
    public required string Number { get; init; }

    public required long Asked { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>In the words of WeChat Pay: NOTPAY, SUCCESS, CLOSED, PAYERROR.</summary>
    public string State { get; set; } = "NOTPAY";

    public long Paid { get; set; }

    public DateTimeOffset PaidAt { get; set; }

    /// <summary>The simulator's own number: told from ours, so that it is the same after a restart.</summary>
    public string Reference => "sim" + Number;

    /// <summary>How many more questions stay without an answer.</summary>
    public int Silences { get; set; }

    /// <summary>When the money of <see cref="Behaviour.Late"/> is taken.</summary>
    public DateTimeOffset? LateAt { get; set; }
}

/// <summary>A refund as the simulator keeps it.</summary>
internal sealed record SimulatedRefund(string Number, string Reference, long Fen, long Total, DateTimeOffset At);
