using Linli.Platform.Results;

namespace Linli.Sensing.Devices;

/// <summary>What a device may be called.</summary>
internal static class DeviceRules
{
    public const int LongestCode = 60;

    public const int LongestName = 60;

    public static readonly IReadOnlyList<string> Protocols =
        [DeviceProtocols.Http, DeviceProtocols.Mqtt, DeviceProtocols.Jt808, DeviceProtocols.Hj212, DeviceProtocols.Gb26875];

    /// <summary>Whether a text can be a code: what survives in topics, addresses and on labels.</summary>
    public static bool IsCode(string? code) =>
        code is { Length: >= 2 and <= LongestCode } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');

    public static IEnumerable<Problem> Problems(NewDevice device)
    {
        if (!IsCode(device.Code))
            yield return DeviceProblems.Code;
        if (device.Name?.Trim() is not { Length: >= 1 and <= LongestName })
            yield return DeviceProblems.Name;
        if (device.Kind is not { Length: >= 1 and <= 40 })
            yield return DeviceProblems.NoKind(device.Kind);
        if (device.Key is { } key && (key.Length is < DeviceKeys.ShortestKey or > 200 || key.Distinct().Count() < 6))
            yield return DeviceProblems.WeakKey;
        foreach (var address in device.Addresses)
            if (Check(address) is { } wrong)
                yield return wrong;
        if (device.Addresses.DistinctBy(a => a.Protocol).Count() != device.Addresses.Count)
            yield return DeviceProblems.TwoAddresses;
    }

    public static Problem? Check(DeviceAddress address) =>
        !Protocols.Contains(address.Protocol) ? DeviceProblems.NoProtocol(address.Protocol)
        : Plain(address).Address is not { Length: >= 1 and <= 60 } plain || plain.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) ? DeviceProblems.Address
        : null;

    /// <summary>An address as gateways ask for it: 808 terminals pad their number with zeros, GB 26875 writes bytes in hexadecimal of either case.</summary>
    public static DeviceAddress Plain(DeviceAddress address)
    {
        var text = address.Address.Trim();
        return address with
        {
            Address = address.Protocol switch
            {
                DeviceProtocols.Jt808 => text.TrimStart('0') is { Length: > 0 } digits ? digits : text,
                DeviceProtocols.Gb26875 => text.ToUpperInvariant(),
                _ => text,
            },
        };
    }
}
