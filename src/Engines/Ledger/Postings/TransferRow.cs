using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Text;

namespace Linli.Ledger.Postings;

/// <summary>A transfer as it is kept. Nothing of it changes afterwards but the segment it is sealed in.</summary>
internal sealed class TransferRow
{
    public required TransferId Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The local day it belongs to.</summary>
    public required DateOnly Date { get; init; }

    public required string Poster { get; init; }

    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required string MemoZh { get; init; }

    public required string MemoEn { get; init; }

    public string? Subject { get; init; }

    public TransferId? Reverses { get; init; }

    public HoldId? Hold { get; init; }

    /// <summary>Account of whoever did it; <c>null</c> for Linli itself.</summary>
    public Guid? By { get; init; }

    /// <summary>SHA-256 over the transfer and its entries.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The segment of the chain it is sealed in; <c>null</c> until sealed.</summary>
    public long? Segment { get; set; }

    public Phrase Memo => new(MemoZh, MemoEn);

    public Posted Answer(bool repeated) => new(Id, At, Date, repeated);
}

/// <summary>One line of a transfer as it is kept.</summary>
internal sealed class EntryRow
{
    public required TransferId Transfer { get; init; }

    public required int Line { get; init; }

    public required AccountId Account { get; init; }

    public required long Amount { get; init; }

    /// <summary>Orders the entries of an account: microseconds since 1970, one later than the entry before it at least.</summary>
    public required long Tick { get; init; }

    /// <summary>The balance after it; <c>null</c> on accounts without a floor.</summary>
    public long? BalanceAfter { get; init; }
}

/// <summary>What the chain is made of.</summary>
internal static class TransferHash
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <summary>SHA-256 over everything of a transfer that must never change.</summary>
    public static byte[] Of(TransferRow t, IReadOnlyList<EntryRow> entries)
    {
        var to = buffer ??= new(1024);
        to.ResetWrittenCount();
        Write(to, t.Id.Value);
        Write(to, t.At.UtcTicks);
        Write(to, t.Date.DayNumber);
        Write(to, t.Poster);
        Write(to, t.Key);
        Write(to, t.Kind);
        Write(to, t.MemoZh);
        Write(to, t.MemoEn);
        Write(to, t.Subject);
        Write(to, t.Reverses?.Value ?? Guid.Empty);
        Write(to, t.Hold?.Value ?? Guid.Empty);
        Write(to, t.By ?? Guid.Empty);
        Write(to, entries.Count);
        foreach (var e in entries)
        {
            Write(to, e.Line);
            Write(to, e.Account.Value);
            Write(to, e.Amount);
            Write(to, e.Tick);
            Write(to, e.BalanceAfter ?? long.MinValue);
        }

        return SHA256.HashData(to.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> to, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(to.GetSpan(8), number);
        to.Advance(8);
    }

    private static void Write(ArrayBufferWriter<byte> to, Guid id)
    {
        id.TryWriteBytes(to.GetSpan(16), bigEndian: true, out _);
        to.Advance(16);
    }

    // The length first: where one text ends and the next begins is part of what is hashed.
    private static void Write(ArrayBufferWriter<byte> to, string? text)
    {
        Write(to, text is null ? -1L : Encoding.UTF8.GetByteCount(text));
        if (text is not null)
            Encoding.UTF8.GetBytes(text, to);
    }
}
