using System.Buffers;
using System.Security.Cryptography;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.UseCases;

namespace Linli.Platform.Files;

/// <summary>Bytes that lie in the vault, not yet known to the database.</summary>
internal sealed record VaultedFile(string Hash, MediaKind Kind, long Size, int? Width, int? Height);

/// <summary>
/// The files on disk, named by the hash of their content below <c>files/ab/cd</c>. A file appears under its name whole
/// and synced, or not at all.
/// </summary>
internal sealed class FileVault(DataFolder folder, FileLimits limits, TimeProvider time)
{
    /// <summary>Checks, frees from metadata and stores.</summary>
    public async Task<Result<VaultedFile>> Put(Stream content, FilePurpose purpose, string field, CancellationToken cancel)
    {
        var incoming = folder.At("files", "incoming", Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(incoming)!);
            var start = new byte[MediaSniffer.BytesNeeded];
            var known = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancel);
            var kind = MediaSniffer.Sniff(start.AsSpan(0, known));
            if (FileRules.Refuse(kind, purpose, field) is { } refused)
                return refused;
            var megabytes = limits.MegabytesOf(kind);
            if (!await Receive(start.AsMemory(0, known), content, incoming, (long)megabytes << 20, cancel))
                return FileRules.TooLarge(megabytes, field);
            return await Keep(incoming, kind, cancel);
        }
        catch (InvalidImageException)
        {
            return FileRules.Broken(field);
        }
        catch (IOException e) when (DiskProblems.Describe(e) is { } full)
        {
            return full;
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    /// <summary>Opens stored bytes; <c>null</c> when they are not there.</summary>
    public FileStream? Open(string hash) => File.Exists(PathOf(hash))
        ? new(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous)
        : null;

    /// <summary>Whether the bytes are there.</summary>
    public bool Holds(string hash) => File.Exists(PathOf(hash));

    /// <summary>Removes bytes that no row speaks of any more.</summary>
    public void Remove(string hash) => File.Delete(PathOf(hash));

    /// <summary>The path comes from the hash alone: nothing a sender wrote reaches the disk's names.</summary>
    public string PathOf(string hash) => folder.At("files", hash[..2], hash[2..4], hash);

    private static async Task<bool> Receive(ReadOnlyMemory<byte> start, Stream content, string path, long most, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await file.WriteAsync(start, cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancel)) > 0)
            {
                if (file.Length + read > most)
                    return false;
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        file.Flush(flushToDisk: true);
        return true;
    }

    private async Task<VaultedFile> Keep(string incoming, MediaKind kind, CancellationToken cancel)
    {
        ImageSize? size = null;
        if (kind is MediaKind.Jpeg or MediaKind.Png or MediaKind.WebP)
        {
            var image = ImageMetadata.Strip(await File.ReadAllBytesAsync(incoming, cancel));
            size = ImageMetadata.ReadSize(image);
            await using var stripped = new FileStream(incoming, FileMode.Create, FileAccess.Write);
            await stripped.WriteAsync(image, cancel);
            stripped.Flush(flushToDisk: true);
        }

        string hash;
        await using (var bytes = File.OpenRead(incoming))
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancel));
        var target = PathOf(hash);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(incoming, target, overwrite: true);
        return new(hash, kind, new FileInfo(target).Length, size?.Width, size?.Height);
    }
}
