using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Linli.Sensing.Pipeline;

/// <summary>A record of the journal as it was found.</summary>
/// <param name="End">Offset behind it.</param>
/// <param name="Payload">What was written.</param>
/// <param name="File">Offset at which its file begins.</param>
internal readonly record struct JournalRecord(long End, byte[] Payload, long File);

/// <summary>
/// Records on disk, one after the other, in files of a fixed size that are named after the offset at which they begin. Each record carries its
/// length and a checksum over itself and its offset: what a crash tore is recognised and ignored. Written by one thread; another may forget files meanwhile.
/// </summary>
internal sealed class Journal : IDisposable
{
    public const int Head = 8;
    private const string Extension = ".log";
    private const string Aside = ".unreadable";
    private readonly string folder;
    private readonly int segmentBytes;
    private readonly FileStream hold;
    private readonly List<long> starts = [];
    private SafeFileHandle? file;
    private long fileStart;
    private long fileSize;

    private Journal(string folder, int segmentBytes, FileStream hold, Guid id)
    {
        (this.folder, this.segmentBytes, this.hold, Id) = (folder, segmentBytes, hold, id);
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var start))
                starts.Add(start);
        starts.Sort();
    }

    /// <summary>Tells this journal from one that was begun anew in its place.</summary>
    public Guid Id { get; }

    /// <summary>Offset behind the last record.</summary>
    public long End { get; private set; }

    /// <summary>Opens the journal of a folder, or begins one.</summary>
    /// <returns><c>null</c> when another process or node has it open.</returns>
    public static Journal? Open(string folder, int segmentBytes)
    {
        Directory.CreateDirectory(folder);
        FileStream hold;
        try
        {
            hold = new(Path.Combine(folder, "journal"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }

        try
        {
            Span<byte> id = stackalloc byte[16];
            if (hold.ReadAtLeast(id, id.Length, throwOnEndOfStream: false) < id.Length)
            {
                Guid.CreateVersion7().TryWriteBytes(id);
                hold.Position = 0;
                hold.Write(id);
                hold.Flush(flushToDisk: true);
                DiskSync.Folder(folder);
            }

            return new(folder, segmentBytes, hold, new(id));
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Reads the records behind an offset, in order; must be read to the end before anything is written.</summary>
    public IEnumerable<JournalRecord> Read(long from)
    {
        End = from;
        for (var i = 0; i < starts.Count; i++)
        {
            // What was torn or failed at the end of a file was written again at the beginning of the next.
            var limit = i + 1 < starts.Count ? starts[i + 1] : long.MaxValue;
            if (limit <= from)
                continue;
            foreach (var record in ReadFile(starts[i], limit))
            {
                End = Math.Max(End, record.End);
                if (record.End > from)
                    yield return record;
            }
        }
    }

    /// <summary>Keeps a copy of a file with a record that nobody here can read: the journal forgets the file once the rest of it is stored.</summary>
    public void LayAside(long file)
    {
        var copy = Path.ChangeExtension(PathOf(file), Aside);
        if (!File.Exists(copy))
            File.Copy(PathOf(file), copy);
    }

    /// <summary>How many files were laid aside in the journal of a folder.</summary>
    public static int LaidAside(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Aside).Length : 0;

    /// <summary>Writes records and brings them onto the disk: all of them are safe when it returns, and none is when it throws.</summary>
    /// <param name="records">Payloads with room for the <see cref="Head"/> in front.</param>
    public void Append(List<ArraySegment<byte>> records)
    {
        var at = End;
        try
        {
            foreach (var record in records)
            {
                if (file is null || (at + record.Count > fileStart + fileSize && at > fileStart))
                    at = Begin(at, record.Count);
                Seal(record, at);
                RandomAccess.Write(file!, record, at - fileStart);
                at += record.Count;
            }

            DiskSync.Data(file!);
            End = at;
        }
        catch
        {
            // Nobody knows what of it reached the disk: what comes next goes to a new file, which counts from where the good ends.
            file?.Dispose();
            file = null;
            DropBehind(End);
            throw;
        }
    }

    // A file that was begun behind the good end would cut off what is written there next.
    private void DropBehind(long end)
    {
        lock (starts)
            while (starts.Count > 0 && starts[^1] > end)
            {
                try
                {
                    File.Delete(PathOf(starts[^1]));
                }
                catch (IOException)
                {
                    // Nothing can be done on this disk now: the next record is tried again, and fails before anything is answered.
                    return;
                }

                starts.RemoveAt(starts.Count - 1);
            }
    }

    /// <summary>Deletes files of which every record lies before an offset.</summary>
    public void Forget(long before)
    {
        lock (starts)
            while (starts.Count > 1 && starts[1] <= before)
            {
                File.Delete(PathOf(starts[0]));
                starts.RemoveAt(0);
            }
    }

    public void Dispose()
    {
        file?.Dispose();
        hold.Dispose();
    }

    private long Begin(long at, int atLeast)
    {
        if (file is not null)
        {
            DiskSync.Data(file);
            file.Dispose();
            file = null;
        }

        // A file that failed before it held anything begins at the same offset.
        var size = Math.Max(segmentBytes, atLeast);
        var made = File.OpenHandle(PathOf(at), FileMode.Create, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, size);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (file, fileStart, fileSize) = (made, at, size);
        lock (starts)
            if (starts.Count == 0 || starts[^1] != at)
                starts.Add(at);
        DiskSync.Folder(folder);
        return at;
    }

    private IEnumerable<JournalRecord> ReadFile(long start, long limit)
    {
        var bytes = File.ReadAllBytes(PathOf(start));
        var position = 0;
        while (position + Head <= bytes.Length && start + position < limit)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position));
            if (length == 0 || length > bytes.Length - position - Head)
                yield break;
            var payload = bytes.AsMemory(position + Head, (int)length);
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position + 4)) != Checksum(payload.Span, start + position))
                yield break;
            position += Head + (int)length;
            yield return new(start + position, payload.ToArray(), start);
        }
    }

    private static void Seal(ArraySegment<byte> record, long at)
    {
        var bytes = record.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)(record.Count - Head));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Checksum(bytes[Head..], at));
    }

    // Over the offset too: an old record in a place where it was never written is none.
    private static uint Checksum(ReadOnlySpan<byte> bytes, long at)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, (ulong)at);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            sum = BitOperations.Crc32C(sum, one);
        return ~sum;
    }

    private string PathOf(long start) => Path.Combine(folder, start.ToString("D19", CultureInfo.InvariantCulture) + Extension);
}
