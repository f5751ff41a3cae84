using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Linli.Platform.Security;

namespace Linli.Sensing.Devices;

/// <summary>
/// Keys of devices. They are 32 random bytes, which nobody guesses however fast they are hashed: a keyed hash is enough, and
/// thousands of devices can come back at once after a power cut.
/// </summary>
internal sealed class DeviceKeys(FieldCipher cipher, TimeProvider time)
{
    /// <summary>So many wrong keys within <see cref="CountedFor"/> are shown to keepers. The right key is let in all the same: else anybody could lock anything out.</summary>
    public const int MostWrong = 20;

    public static readonly TimeSpan CountedFor = TimeSpan.FromMinutes(1);

    /// <summary>The shortest key that is taken from a device's maker.</summary>
    public const int ShortestKey = 20;

    private const string Purpose = "sensing.device_key";

    // Codes of known devices only: made-up ones take no memory.
    private readonly ConcurrentDictionary<DeviceId, Misses> missed = new();
    private readonly string nobody = cipher.Hash(Purpose, "");

    /// <summary>A new key: 43 characters that need no escaping anywhere.</summary>
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The keyed hash of what a label holds.</summary>
    public string HashClaim(string token) => cipher.Hash("sensing.device_claim", token);

    public string Hash(string key) => cipher.Hash(Purpose, key);

    /// <summary>Whether a key is the device's; takes the same time for a device that is not there.</summary>
    public bool Fits(DeviceId? device, string? kept, string key)
    {
        var same = CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(Hash(key).AsSpan()), MemoryMarshal.AsBytes((kept ?? nobody).AsSpan()));
        if (device is not { } id || kept is null)
            return false;
        if (same)
            return true;
        var now = time.GetUtcNow();
        missed.AddOrUpdate(id, _ => new(1, now), (_, m) => now >= m.Since + CountedFor ? new(1, now) : m with { Count = m.Count + 1 });
        return false;
    }

    /// <summary>How many wrong keys were tried a moment ago.</summary>
    public int Missed(DeviceId device) =>
        missed.TryGetValue(device, out var misses) && time.GetUtcNow() < misses.Since + CountedFor ? misses.Count : 0;

    private sealed record Misses(int Count, DateTimeOffset Since);
}
