using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Linli.Ledger.Chain;

/// <summary>
/// A link of the chain (账链): many transfers sealed together, after the fact, so that posting never waits for the last hash.
/// </summary>
internal sealed class Segment
{
    /// <summary>Place in the chain, from 1.</summary>
    public required long Number { get; init; }

    public required int Transfers { get; init; }

    /// <summary>SHA-256 over the segment before it, number, count, instant, and the hashes of its transfers in the order of their ids, hex.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>The signed end of the chain.</summary>
internal sealed class ChainHead
{
    public const int OnlyOne = 1;

    public int Id { get; init; } = OnlyOne;

    public required long Number { get; set; }

    public required string Hash { get; set; }

    public required string Signature { get; set; }
}

/// <summary>
/// The sum of the sealed entries of an account without a floor. Its balance is this and what is not sealed yet: nobody locks a
/// row to pay into it.
/// </summary>
internal sealed class RollUp
{
    public required AccountId Account { get; init; }

    public required long Sum { get; set; }

    public required long Entries { get; set; }
}

/// <summary>How a segment's hash grows.</summary>
internal static class SegmentHash
{
    public const string ChainName = "ledger";
    public static readonly byte[] Start = new byte[32];

    /// <summary>Takes one more transfer in.</summary>
    public static byte[] Add(byte[] soFar, byte[] transfer)
    {
        Span<byte> both = stackalloc byte[64];
        soFar.CopyTo(both);
        transfer.AsSpan(0, Math.Min(32, transfer.Length)).CopyTo(both[32..]);
        return SHA256.HashData(both);
    }

    /// <summary>Links a segment to the one before it.</summary>
    public static string Close(string previous, long number, int transfers, DateTimeOffset at, byte[] soFar)
    {
        Span<byte> all = stackalloc byte[84];
        Convert.FromHexString(previous).CopyTo(all);
        BinaryPrimitives.WriteInt64BigEndian(all[32..], number);
        BinaryPrimitives.WriteInt32BigEndian(all[40..], transfers);
        soFar.CopyTo(all[44..]);
        BinaryPrimitives.WriteInt64BigEndian(all[76..], at.UtcTicks);
        return Convert.ToHexString(SHA256.HashData(all));
    }

    public static readonly string Beginning = Convert.ToHexString(Start);
}
