using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>Gives points for what people do (积分发放), by the rules that a community made. In the caller's transaction.</summary>
public interface IEarning
{
    /// <summary>Gives what the act earns.</summary>
    /// <returns>
    /// What was given; for an act that earned before, the first answer. A refusal says which limit it met:
    /// <c>ledger.cap_times_day</c>, <c>ledger.cap_points_day</c>, <c>ledger.cap_points_month</c>, <c>ledger.budget_spent</c>,
    /// <c>ledger.no_budget</c>, <c>ledger.no_rule</c>, <c>ledger.proof_missing</c>.
    /// </returns>
    /// <remarks>An act whose points were taken back by <see cref="TakeBack"/> gets again what was taken, within the limits of now.</remarks>
    Task<Result<Earned>> Earn(Act act, CancellationToken cancel);

    /// <summary>
    /// Compensates what an act earned, because the record it rested on was corrected. Only what is still there is taken: nobody
    /// falls below zero (R21). Taking back again, or what never earned, changes nothing.
    /// </summary>
    /// <param name="act">The act as it earned; its day may lie long ago.</param>
    /// <param name="why">What the person reads.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>How many points of this act the person keeps, because they were spent.</returns>
    Task<Result<long>> TakeBack(Act act, Phrase why, CancellationToken cancel);
}

/// <summary>Something a person did.</summary>
/// <param name="Event">What, as the rules name it: <c>waste.sorted</c>.</param>
/// <param name="Key">This one act, such as the id of an activity: event, key and person earn once. At most 100 characters.</param>
/// <param name="Person">Who.</param>
/// <param name="Place">Where; the rules of the place and of those above it hold.</param>
/// <param name="Day">The local day of the act: the rule of that day counts.</param>
public sealed record Act(string Event, string Key, Guid Person, ScopePath Place, DateOnly Day)
{
    /// <summary>Where the proof lies: an id, or words without personal data. At most 200 characters.</summary>
    public string? Proof { get; init; }

    /// <summary>
    /// The local day on which it was told of, where somebody had to look into it first: within 31 days of the act then, however long the
    /// looking took. Where the budget of the month of the act is gone by now, that of the month that runs gives.
    /// </summary>
    public DateOnly? ToldOn { get; init; }

    /// <summary>Whether a member of staff, or a device, saw it.</summary>
    public bool Witnessed { get; init; }
}

/// <summary>What an act earned.</summary>
/// <param name="Id">Id of the earning.</param>
/// <param name="Points">How many points.</param>
/// <param name="Transfer">The posting.</param>
/// <param name="Repeated">Whether this is the first answer once more.</param>
public sealed record Earned(Guid Id, long Points, TransferId Transfer, bool Repeated = false);
