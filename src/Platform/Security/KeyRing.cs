using System.Security.Cryptography;
using System.Text.Json;
using Linli.Platform.Data;

namespace Linli.Platform.Security;

/// <summary>
/// The keys that protect sensitive fields: the newest encrypts, all of them decrypt, and one never-changing key makes the
/// hashes by which encrypted values are found. Kept in <c>keys/fields.json</c> in the data folder, readable by its owner
/// only; every node of a cluster needs the same file.
/// </summary>
public sealed class KeyRing
{
    private readonly Dictionary<int, byte[]> keys;

    private KeyRing(Dictionary<int, byte[]> keys, byte[] hashKey)
    {
        this.keys = keys;
        HashKey = hashKey;
        Newest = keys.Keys.Max();
    }

    /// <summary>Number of the key that encrypts.</summary>
    public int Newest { get; }

    internal byte[] HashKey { get; }

    internal byte[] Key(int number) => keys.TryGetValue(number, out var key)
        ? key
        : throw new CryptographicException($"Field key {number} is not on the key ring: restore keys/fields.json from the backup.");

    /// <summary>Reads the ring, or makes a new one where none is.</summary>
    public static KeyRing Open(DataFolder folder)
    {
        var path = folder.At("keys", "fields.json");
        if (File.Exists(path))
        {
            var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllText(path))
                ?? throw new CryptographicException($"{path} is empty: restore it from the backup.");
            return new(stored.Keys.ToDictionary(k => k.Key, k => Convert.FromBase64String(k.Value)), Convert.FromBase64String(stored.Hash));
        }

        var ring = new KeyRing(new() { [1] = RandomNumberGenerator.GetBytes(32) }, RandomNumberGenerator.GetBytes(32));
        ring.Save(path);
        return ring;
    }

    /// <summary>Adds a new key that encrypts from the next start on; old values stay readable.</summary>
    public static KeyRing Rotate(DataFolder folder)
    {
        var ring = Open(folder);
        var next = new KeyRing(new(ring.keys) { [ring.Newest + 1] = RandomNumberGenerator.GetBytes(32) }, ring.HashKey);
        next.Save(folder.At("keys", "fields.json"));
        return next;
    }

    private void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, OwnerOnly))
        {
            JsonSerializer.Serialize(file, new Stored(keys.ToDictionary(k => k.Key, k => Convert.ToBase64String(k.Value)), Convert.ToBase64String(HashKey)));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static FileStreamOptions OwnerOnly
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }

    private sealed record Stored(Dictionary<int, string> Keys, string Hash);
}
