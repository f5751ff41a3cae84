using System.Globalization;

namespace Linli.Sensing.Rules;

/// <summary>What makes the cause of an alarm one and the same: rule, device, and the instant the rule came true, in milliseconds since 1970 (UTC).</summary>
internal readonly record struct Cause(string Rule, DeviceId Device, long Milliseconds)
{
    public static Cause Of(ReadyRule rule, DeviceId device, long at) => new(rule.Rule.Code, device, (at - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);

    /// <summary>The cause that says of itself what <see cref="ToString"/> says.</summary>
    public static Cause Read(string rule, DeviceId device, string key) =>
        new(rule, device, long.Parse(key.AsSpan(key.LastIndexOf(':') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    /// <summary>As alarms keep it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rule}:{Device.Value:N}:{Milliseconds}");
}
