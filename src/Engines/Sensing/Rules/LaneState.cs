using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Fences;

namespace Linli.Sensing.Rules;

/// <summary>
/// The state of a device for keeping: compact, and readable under other rules than it was written under, since it names rules by
/// their codes. It names the device's kind and place too, so that timers run after a restart before the device speaks again.
/// </summary>
internal static class LaneState
{
    private const byte Version = 2;

    public static byte[] Write(LaneDevice device)
    {
        using var buffer = new MemoryStream(96);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(device.Device.Code);
        writer.Write(device.Device.Kind);
        writer.Write(device.Device.Scope.Value);
        writer.Write((byte)device.Device.State);
        writer.Write(device.HeardAt);
        writer.Write(device.NeverHeard);
        writer.Write(device.FixAt);
        // Where a person was is kept nowhere but in its track, which is deleted in time (R38).
        var (keep, fix) = (device.HasFix && device.Profile.Kind is not { Personal: true }, device.Fix);
        writer.Write(keep);
        if (keep)
        {
            writer.Write(fix.Latitude);
            writer.Write(fix.Longitude);
            writer.Write(fix.Accuracy);
            writer.Write(fix.Speed);
            writer.Write(fix.Heading);
        }

        writer.Write((ushort)device.Count);
        for (var i = 0; i < device.Count; i++)
            Write(writer, device.Profile.Set.Rules[device.Presences[i].Rule].Rule.Code, device.Presences[i]);
        writer.Write((ushort)device.Values.Count(v => !v.IsBlank));
        for (var slot = 0; slot < device.Values.Length; slot++)
            if (!device.Values[slot].IsBlank)
                Write(writer, device.Profile.Values[slot].Rule.Code, device.Values[slot]);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>The device as it was kept; <c>null</c> for what cannot be read, which then begins anew.</summary>
    public static LaneDevice? Read(DeviceId id, ReadOnlySpan<byte> state, RuleSet set, Func<DeviceId, Device?>? find)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(state.ToArray()), Encoding.UTF8);
            return reader.ReadByte() is var version and >= 1 and <= Version ? Read(id, reader, version, set, find) : null;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static LaneDevice Read(DeviceId id, BinaryReader reader, byte version, RuleSet set, Func<DeviceId, Device?>? find)
    {
        var (code, kind, scope, standing) = (reader.ReadString(), reader.ReadString(), ScopePath.Parse(reader.ReadString(), null), (DeviceState)reader.ReadByte());
        var device = find?.Invoke(id) ?? new Device(id, code, code, kind, scope, standing, CoordinateSystem.Wgs84, null, null);
        var profile = set.ProfileOf(device);
        var known = new LaneDevice(device, profile) { HeardAt = reader.ReadInt64(), NeverHeard = version > 1 && reader.ReadBoolean(), FixAt = reader.ReadInt64() };
        if (known.HasFix = reader.ReadBoolean())
            known.Fix = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
        for (var left = reader.ReadUInt16(); left > 0; left--)
        {
            var (rule, presence) = ReadPresence(reader);
            if (set.ByCode.TryGetValue(rule, out var ready) && ready.IsOfPlace && profile.Applies[ready.Number])
                known.Add(ready.Number) = presence with { Rule = ready.Number };
        }

        for (var left = reader.ReadUInt16(); left > 0; left--)
        {
            var (rule, value) = ReadValue(reader);
            if (set.ByCode.TryGetValue(rule, out var ready) && Array.IndexOf(profile.Values, ready) is >= 0 and var slot)
                known.Values[slot] = value;
        }

        return known;
    }

    private static void Write(BinaryWriter writer, string rule, in Presence presence)
    {
        writer.Write(rule);
        writer.Write((byte)((presence.Inside ? 1 : 0) | (presence.Open ? 2 : 0) | (presence.WasInside ? 4 : 0)));
        writer.Write(presence.Run);
        writer.Write(presence.Flips);
        writer.Write(presence.Steady);
        writer.Write(presence.Home);
        writer.Write(presence.RunSince);
        writer.Write(presence.InsideSince);
        writer.Write(presence.RaisedAt);
    }

    private static (string Rule, Presence Presence) ReadPresence(BinaryReader reader)
    {
        var rule = reader.ReadString();
        var flags = reader.ReadByte();
        return (rule, new()
        {
            Inside = (flags & 1) != 0, Open = (flags & 2) != 0, WasInside = (flags & 4) != 0,
            Run = reader.ReadByte(), Flips = reader.ReadByte(), Steady = reader.ReadByte(), Home = reader.ReadByte(),
            RunSince = reader.ReadInt64(), InsideSince = reader.ReadInt64(), RaisedAt = reader.ReadInt64(),
        });
    }

    private static void Write(BinaryWriter writer, string rule, in ValueState state)
    {
        writer.Write(rule);
        writer.Write((byte)((state.Open ? 1 : 0) | (state.Broken ? 2 : 0) | (state.HasValue ? 4 : 0) | (state.HasOther ? 8 : 0)));
        writer.Write(state.Since);
        writer.Write(state.RaisedAt);
        writer.Write(state.Value);
        writer.Write(state.Other);
        writer.Write(state.Day);
        writer.Write((ushort)(state.Window?.Count ?? 0));
        foreach (var (at, value) in state.Window ?? [])
        {
            writer.Write(at);
            writer.Write(value);
        }
    }

    private static (string Rule, ValueState State) ReadValue(BinaryReader reader)
    {
        var rule = reader.ReadString();
        var flags = reader.ReadByte();
        var state = new ValueState
        {
            Open = (flags & 1) != 0, Broken = (flags & 2) != 0, HasValue = (flags & 4) != 0, HasOther = (flags & 8) != 0,
            Since = reader.ReadInt64(), RaisedAt = reader.ReadInt64(), Value = reader.ReadDouble(), Other = reader.ReadDouble(), Day = reader.ReadInt32(),
        };
        var entries = reader.ReadUInt16();
        if (entries > 0)
            state.Window = new(entries);
        for (; entries > 0; entries--)
            state.Window!.Add((reader.ReadInt64(), reader.ReadDouble()));
        return (rule, state);
    }
}
