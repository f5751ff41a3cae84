using System.Security.Cryptography;
using System.Text;

namespace Linli.LowCarbon.Gardens;

/// <summary>What anybody can recompute of a draw.</summary>
internal static class GardenRules
{
    /// <summary>How long an offered plot waits for an answer.</summary>
    public static readonly TimeSpan OfferLasts = TimeSpan.FromDays(3);

    /// <summary>How long whoever neglects a plot has to put it right.</summary>
    public static readonly TimeSpan WarningLasts = TimeSpan.FromDays(14);

    /// <summary>SHA-256 of a text in UTF-8, in small hexadecimal letters.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The order of a lottery: applications by the SHA-256 of seed, colon, id in small letters with hyphens.</summary>
    public static IReadOnlyList<Guid> Drawn(string seed, IEnumerable<Guid> applications) =>
        [.. applications.Select(id => (Id: id, Lot: Hash($"{seed}:{id:D}"))).OrderBy(x => x.Lot, StringComparer.Ordinal).Select(x => x.Id)];
}
