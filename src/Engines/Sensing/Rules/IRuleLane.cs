using Linli.Platform.Text;

namespace Linli.Sensing.Rules;

/// <summary>What a rule decided.</summary>
/// <param name="Cause">What makes it one and the same while it lasts.</param>
/// <param name="Raised">Whether it came true; <c>false</c> when it is over.</param>
/// <param name="At">When, by the device's clock or the instant of the timer, UTC.</param>
/// <param name="Fix">Where the device was, WGS-84.</param>
/// <param name="Explanation">The readings it rests on and what they were held against.</param>
internal readonly record struct Firing(Cause Cause, bool Raised, DateTimeOffset At, Fix? Fix, Explanation Explanation)
{
    /// <summary>Code of the rule.</summary>
    public string Rule => Cause.Rule;

    /// <summary>The device it is about.</summary>
    public DeviceId Device => Cause.Device;

    /// <summary>The cause as a text.</summary>
    public string Key => Cause.ToString();

    /// <summary>The explanation in words.</summary>
    public Phrase Why => Explanation.Say();
}

/// <summary>
/// The rules over the devices of one lane. Used by one thread at a time; works in memory only. What it decides depends on the
/// readings and the instants it is given and on nothing else, so that giving them again decides the same.
/// </summary>
internal interface IRuleLane
{
    /// <summary>When the next timer is due (dwell, absence, offline, hold times), UTC; <c>null</c> when none runs.</summary>
    DateTimeOffset? NextTimer { get; }

    /// <summary>Judges a reading that passed validation.</summary>
    /// <param name="device">Its device.</param>
    /// <param name="reading">The reading; a position is in WGS-84.</param>
    /// <param name="late">Whether a newer one was there before: it counts in no state.</param>
    /// <param name="received">When it came, UTC.</param>
    /// <param name="firings">What was decided is added here.</param>
    void Judge(Device device, in Reading reading, bool late, DateTimeOffset received, List<Firing> firings);

    /// <summary>Notes that a device was heard of without a reading.</summary>
    void Heard(Device device, DateTimeOffset received, List<Firing> firings);

    /// <summary>Notes that a device was lost without a word, such as by its last will: it is offline at once, not only after its silence.</summary>
    void Lost(Device device, DateTimeOffset at, List<Firing> firings)
    {
    }

    /// <summary>While nobody could be heard, a device may have spoken: the time counts neither as silence nor as stillness.</summary>
    /// <param name="device">The device.</param>
    /// <param name="from">Since when nobody could be heard, UTC.</param>
    /// <param name="now">Until when.</param>
    void Forgive(Device device, DateTimeOffset from, DateTimeOffset now)
    {
    }

    /// <summary>The clock was set while no time passed: what was counted by it goes on as if it had always been right.</summary>
    /// <param name="by">By how much.</param>
    /// <param name="now">What it says since, UTC.</param>
    void Shift(TimeSpan by, DateTimeOffset now)
    {
    }

    /// <summary>Waits for the first word of a device that nothing is known of: it may be as long in coming as any other word.</summary>
    /// <param name="device">The device.</param>
    /// <param name="since">Since when it is waited for, UTC.</param>
    void Expect(Device device, DateTimeOffset since)
    {
    }

    /// <summary>Lets the timers run that are due.</summary>
    void Tick(DateTimeOffset now, List<Firing> firings);

    /// <summary>Drops the state of a device; what was open is over.</summary>
    void Forget(DeviceId device, DateTimeOffset now, List<Firing> firings)
    {
    }

    /// <summary>The state of a device for keeping; <c>null</c> when there is none.</summary>
    byte[]? Save(DeviceId device);

    /// <summary>Takes up the state of a device that was kept.</summary>
    void Restore(DeviceId device, ReadOnlySpan<byte> state);
}

/// <summary>Makes the rules of lanes; all lanes share fences and rules, which change as a whole.</summary>
internal interface IRuleLanes
{
    /// <summary>Rules over the devices of a lane, without any state.</summary>
    IRuleLane Make();
}
