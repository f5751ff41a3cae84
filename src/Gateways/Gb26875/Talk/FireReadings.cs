using Linli.Gb26875.Frames;
using Linli.Sensing;

namespace Linli.Gb26875.Talk;

/// <summary>
/// What a unit says, as readings of the devices it is about. A part that nobody has entered as a device speaks through its
/// unit: its fire is not lost, it only has no name of its own.
/// </summary>
internal sealed class FireReadings(Device unit, string address, UnitStates states, IDevices devices, ILatest latest, IReadOnlyDictionary<string, DeviceKind> kinds)
{
    private const int Fire = 1 << 1;
    private const int FaultBits = 1 << 2;
    private const int ShieldedBit = 1 << 3;
    private const int SupervisoryBit = 1 << 4;
    private const int StartedBit = 1 << 5;
    private const int FeedbackBit = 1 << 6;
    private const int PartPower = 1 << 8;
    private const int SystemPower = (1 << 8) | (1 << 9);
    private const int SystemBus = 1 << 10;
    private const int SystemReset = 1 << 13;

    private readonly List<Reading> readings = [];
    private DateTimeOffset arrived;

    /// <summary>Whether something came with a time that cannot be; it counts from when it came.</summary>
    public bool ClockIsWrong { get; private set; }

    /// <summary>Address of a part that measures something and was not entered as a device; <c>null</c> for none.</summary>
    public string? ValueOfNobody { get; private set; }

    /// <summary>What was added, each measure of an instant once and as it stood in the end, each with an instant of its own.</summary>
    public Reading[] Take()
    {
        var last = new Dictionary<(DeviceId, string, DateTimeOffset), double>();
        foreach (var reading in readings)
            last[(reading.Device, reading.Measure, reading.At)] = reading.Value;
        Reading[] taken = [.. last.Select(r => new Reading(r.Key.Item1, r.Key.Item2, states.InstantOf(r.Key.Item1, r.Key.Item2, r.Key.Item3, r.Value), r.Value))];
        readings.Clear();
        (ClockIsWrong, ValueOfNobody) = (false, null);
        return taken;
    }

    /// <summary>Adds what a fact means.</summary>
    /// <param name="fact">What the unit said.</param>
    /// <param name="now">For facts without a time.</param>
    public void Add(GbFact fact, DateTimeOffset now)
    {
        arrived = now;
        var at = fact.At ?? now;
        if (!OwnInstants.CanBe(at, now))
            (at, ClockIsWrong) = (now, true);
        switch (fact)
        {
            case PartState { Part.Kind: null } system:
                AddSystem(system, at);
                break;
            case PartState part:
                AddPart(part, at);
                break;
            case PartValue value:
                AddValue(value, at);
                break;
            case UnitState state:
                states.BurnsFromBefore &= (state.Bits & Fire) != 0;
                Say(unit, "alarm", at, state.Bits & Fire);
                Say(unit, "fault", at, state.Bits & (FaultBits | 0x60));
                Say(unit, "mains-lost", at, state.Bits & (1 << 3));
                Say(unit, "standby-lost", at, state.Bits & (1 << 4));
                break;
            case Operation operation:
                AddOperation(operation, at);
                break;
        }
    }

    /// <summary>Address under which a part is entered as a device: its unit's, its system with address, and its own.</summary>
    public static string AddressOf(string unit, GbPart part) => part.Kind is null ? $"{unit}:{part.System}.{part.SystemAddress}" : $"{unit}:{part.System}.{part.SystemAddress}.{part.Address:X}";

    private void AddPart(PartState part, DateTimeOffset at)
    {
        states.Keep(part.Part, part.Bits & (Fire | ShieldedBit));
        if (DeviceOf(part.Part) is not { } device)
        {
            Unknown();
            return;
        }

        // A kind that knows no fire does not swallow it: its unit says it.
        if (FireOf(device) is { } fire)
            Say(device, fire, at, part.Bits & Fire);
        else
            Say(unit, "alarm", at, AnyUnknown(Fire));
        Say(device, "fault", at, part.Bits & (FaultBits | PartPower));
        Say(device, "shielded", at, part.Bits & ShieldedBit);
        Say(device, "supervisory", at, part.Bits & SupervisoryBit);
        Say(device, "started", at, part.Bits & StartedBit);
        Say(device, "feedback", at, part.Bits & FeedbackBit);
        Count();
    }

    private void AddSystem(PartState system, DateTimeOffset at)
    {
        if ((system.Bits & SystemReset) != 0)
            Reset(system.Part, at);
        var device = DeviceOf(system.Part);
        if (device is null)
            states.Keep(system.Part, system.Bits & (Fire | ShieldedBit));
        var target = device ?? unit;
        Say(target, "alarm", at, device is null ? AnyUnknown(Fire) : system.Bits & Fire);
        Say(target, "fault", at, system.Bits & (FaultBits | SystemPower | SystemBus));
        Say(target, "mains-lost", at, system.Bits & (1 << 8));
        Say(target, "standby-lost", at, system.Bits & (1 << 9));
    }

    private void AddOperation(Operation operation, DateTimeOffset at)
    {
        if ((operation.Bits & 1) != 0)
            Reset(operation.Part, at);
        if ((operation.Bits & (1 << 2)) != 0)
            Say(unit, "manual-alarm", at, 1);
        if (operation.Part is null && (operation.Bits & (1 << 5)) != 0)
            Say(unit, "duty-answered", at, 1);
    }

    // A reset clears what was on; what still burns is reported again.
    private void Reset(GbPart? where, DateTimeOffset at)
    {
        foreach (var (part, bits) in states.Now.ToList())
        {
            if (where is { } system && (part.System != system.System || part.SystemAddress != system.SystemAddress))
                continue;
            states.Now.TryRemove(part, out _);
            if ((bits & Fire) != 0 && DeviceOf(part) is { } device && FireOf(device) is { } fire)
                Say(device, fire, at, 0);
        }

        states.BurnsFromBefore &= where is not null;
        EndFromBefore(where, at);
        Unknown();
    }

    // What burnt before this node started is known by its last word only: left on, its next fire would be no news.
    private void EndFromBefore(GbPart? where, DateTimeOffset at)
    {
        foreach (var unit in new[] { address, address.TrimStart('0') }.Distinct())
            foreach (var (part, device) in devices.PartsOf(DeviceProtocols.Gb26875, unit))
                if (FireOf(device) is { } fire && latest.Of(device.Id).Values.GetValueOrDefault(fire).Value > 0
                    && (where is not { } system || part.StartsWith($"{unit}:{system.System}.{system.SystemAddress}.", StringComparison.Ordinal)))
                    Say(device, fire, at, 0);
    }

    private void Unknown()
    {
        Say(unit, "alarm", arrived, AnyUnknown(Fire));
        Count();
    }

    private void Count() =>
        readings.Add(new(unit.Id, "shielded", arrived, states.Now.Count(s => s.Key.Kind is not null && (s.Value & ShieldedBit) != 0)));

    private int AnyUnknown(int bit) => states.BurnsFromBefore || states.Now.Any(s => (s.Value & bit) != 0 && (DeviceOf(s.Key) is not { } device || FireOf(device) is null)) ? 1 : 0;

    private string? FireOf(Device device) => Measures(device, "smoke") ? "smoke" : Measures(device, "alarm") ? "alarm" : null;

    private void AddValue(PartValue value, DateTimeOffset at)
    {
        var (measure, scale) = value.Quantity switch
        {
            1 => ("count", 1.0),
            2 => ("level", 0.01),
            3 => ("temperature", 0.1),
            4 => ("pressure", 0.1),
            5 => ("pressure", 0.0001), // kPa in tenths, kept in MPa like the other
            6 => ("gas", 0.1),
            7 => ("seconds", 1),
            8 => ("voltage", 0.1),
            9 => ("current", 0.1),
            10 => ("flow", 0.1),
            11 => ("air-flow", 0.1),
            12 => ("wind-speed", 1),
            _ => ($"gb-{value.Quantity}", 1),
        };
        if (DeviceOf(value.Part) is not { } device)
            ValueOfNobody = AddressOf(address, value.Part);
        else if (Measures(device, measure))
            readings.Add(new(device.Id, measure, at, value.Raw * scale));
    }

    // Entered under its unit's address as that was entered, or without the zeros in front.
    private Device? DeviceOf(GbPart part) =>
        devices.ByAddress(DeviceProtocols.Gb26875, AddressOf(address, part)) ?? devices.ByAddress(DeviceProtocols.Gb26875, AddressOf(address.TrimStart('0'), part));

    private bool Measures(Device device, string measure) => !kinds.TryGetValue(device.Kind, out var kind) || kind.Takes(measure);

    private void Say(Device device, string measure, DateTimeOffset at, int bits)
    {
        // What several parts say of their unit is dated by one clock, ours: else the slow one of the panel makes it late.
        if (Measures(device, measure))
            readings.Add(new(device.Id, measure, device.Id == unit.Id ? arrived : at, bits == 0 ? 0 : 1));
    }
}
