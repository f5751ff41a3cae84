namespace Linli.People.Import;

/// <summary>What becomes of tenants without the end of their lease (没有租期的租户).</summary>
internal enum LeaseAnswer
{
    /// <summary>They are left out, and are among the refused rows.</summary>
    LeaveOut,

    /// <summary>All get the day that is said beside it.</summary>
    SameDay,

    /// <summary>Their tenancies are entered with an unknown end, and stand on the list of doubts to be asked.</summary>
    Unknown,
}

/// <summary>What the head of a household (户主) is to the home where the file does not say.</summary>
internal enum HeadAnswer
{
    /// <summary>An owner.</summary>
    Owner,

    /// <summary>Somebody who lives there; who owns the home is entered another day.</summary>
    Family,

    /// <summary>The row is left out, and is among the refused ones.</summary>
    LeaveOut,
}

/// <summary>
/// What was answered to the questions an import asks once for all rows concerned: what a file does not say is never filled in
/// silently.
/// </summary>
internal sealed record ImportAnswers
{
    public static readonly ImportAnswers None = new();

    /// <summary>For tenants whose lease has no end in the file; <c>null</c> while nobody has answered.</summary>
    public LeaseAnswer? Leases { get; init; }

    /// <summary>Local date of the last day of all those leases, with <see cref="LeaseAnswer.SameDay"/>.</summary>
    public DateOnly? LeasesUntil { get; init; }

    /// <summary>For heads of households of whom the file does not say whether they own the home; <c>null</c> while nobody has answered.</summary>
    public HeadAnswer? Heads { get; init; }
}
