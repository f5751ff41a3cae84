using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;

namespace Linli.Server.Backups;

/// <summary>Puts a backup back. The data folder appears whole and verified, or not at all.</summary>
internal sealed class BackupReader(DataFolder folder)
{
    /// <summary>Unpacks beside the folder, checks every hash, and only then moves it into place.</summary>
    /// <exception cref="InvalidDataException">The folder is in use, or the archive is damaged; the message says which.</exception>
    public async Task<BackupManifest> Restore(string archivePath, Action<string>? progress, CancellationToken cancel)
    {
        if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any())
            throw new InvalidDataException($"{folder.Path} 不是空文件夹，未做任何改动。 · It is not empty; nothing was changed. Restore into a new folder.");

        var unpacked = folder.Path.TrimEnd(Path.DirectorySeparatorChar) + ".restoring";
        if (Directory.Exists(unpacked))
            Directory.Delete(unpacked, recursive: true);
        try
        {
            await using var archive = await ZipFile.OpenReadAsync(archivePath, cancel);
            var manifest = await ReadManifest(archive, cancel);
            foreach (var entry in manifest.Entries)
            {
                progress?.Invoke(entry.Path);
                await Unpack(archive, entry, unpacked, cancel);
            }

            Directory.CreateDirectory(unpacked);
            if (Directory.Exists(folder.Path))
                Directory.Delete(folder.Path);
            Directory.Move(unpacked, folder.Path);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
        }
    }

    private static async Task<BackupManifest> ReadManifest(ZipArchive archive, CancellationToken cancel)
    {
        var entry = archive.GetEntry(BackupManifest.FileName) ?? throw Damaged("manifest.json is missing");
        await using var stream = await entry.OpenAsync(cancel);
        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(stream, Json.Options, cancel);
        return manifest is { Format: BackupManifest.CurrentFormat }
            ? manifest
            : throw Damaged($"its format is {manifest?.Format}, this version reads {BackupManifest.CurrentFormat}");
    }

    private static async Task Unpack(ZipArchive archive, BackupEntry entry, string target, CancellationToken cancel)
    {
        var path = Path.GetFullPath(Path.Combine(target, entry.Path));
        if (!path.StartsWith(Path.GetFullPath(target) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Damaged($"{entry.Path} points outside of the data folder");
        var packed = archive.GetEntry(entry.Path) ?? throw Damaged($"{entry.Path} is missing");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var source = await packed.OpenAsync(cancel))
        await using (var file = new FileStream(path, FileOptionsFor(entry.Path)))
        {
            var buffer = new byte[128 * 1024];
            int read;
            while ((read = await source.ReadAsync(buffer, cancel)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            }

            file.Flush(flushToDisk: true);
        }

        if (Convert.ToHexString(hash.GetHashAndReset()) != entry.Sha256)
            throw Damaged($"{entry.Path} differs from what was backed up");
    }

    private static FileStreamOptions FileOptionsFor(string name)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && name.StartsWith("keys/", StringComparison.Ordinal))
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static InvalidDataException Damaged(string how) =>
        new($"备份已损坏，未做任何改动。 · The backup is damaged, nothing was changed: {how}.");
}
