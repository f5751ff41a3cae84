using System.IO.Compression;
using Linli.Platform.Results;

namespace Linli.Places.Indoor;

/// <summary>The files of an IMDF archive, by name; a zip on the way in and out.</summary>
internal static class ImdfArchive
{
    private const int MostFiles = 64;
    private const long MostBytes = 50_000_000;

    /// <summary>Unpacks a zip; folders above the files and what operating systems leave behind do not matter.</summary>
    public static Result<IReadOnlyDictionary<string, byte[]>> Unpack(Stream zip)
    {
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            var left = MostBytes;
            foreach (var entry in archive.Entries.Where(e => e.Name.Length > 0 && e.Name[0] != '.' && !e.FullName.StartsWith("__MACOSX", StringComparison.Ordinal)))
            {
                if (files.Count == MostFiles)
                    return Bad("文件太多。", "It holds too many files.");
                // The size an entry claims is not trusted: it is counted while it unpacks.
                using var content = entry.Open();
                using var buffer = new MemoryStream();
                if (!Copy(content, buffer, left))
                    return Bad("解压后超过 50 MB。", "It is larger than 50 MB when unpacked.");
                left -= buffer.Length;
                if (!files.TryAdd(entry.Name, buffer.ToArray()))
                    return Bad($"有两个 {entry.Name}。", $"It holds {entry.Name} twice.");
            }

            return files;
        }
        catch (InvalidDataException)
        {
            return Bad("这不是 zip 压缩包。", "This is no zip archive.");
        }
    }

    /// <summary>Packs files into a zip, the same bytes for the same files.</summary>
    public static byte[] Pack(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                var entry = archive.CreateEntry(name);
                entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(bytes);
            }

        return buffer.ToArray();
    }

    private static bool Copy(Stream from, Stream to, long most)
    {
        var chunk = new byte[81920];
        for (long copied = 0; ;)
        {
            var read = from.Read(chunk);
            if (read == 0)
                return true;
            if ((copied += read) > most)
                return false;
            to.Write(chunk, 0, read);
        }
    }

    private static Problem Bad(string zh, string en) => Problem.Invalid("file", "places.imdf_archive", "IMDF 压缩包无法使用：" + zh, "This IMDF archive cannot be used: " + en);
}
