using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Linli.Bookings.Lottery;

/// <summary>A ticket of a draw.</summary>
/// <param name="Number">Its number, from 1 in the order of entering.</param>
/// <param name="Party">How many come with it.</param>
internal readonly record struct Ticket(int Number, int Party);

/// <summary>
/// The draw (摇号). Before anybody enters, SHA-256 of the seed is published; after the draw the seed itself. Each ticket's mark is
/// SHA-256 of "seed:number" in UTF-8 as lower-case hexadecimal; tickets stand in the order of their marks; from the first on each gets
/// its places while they fit. Ten lines of any language do it again: docs/decisions/0040.
/// </summary>
internal static class DrawRules
{
    public static string NewSeed() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));

    public static string MarkOf(string seed, int number) => HashOf(string.Create(CultureInfo.InvariantCulture, $"{seed}:{number}"));

    /// <summary>All tickets in the order of the draw, with whether each got its places.</summary>
    public static IReadOnlyList<(Ticket Ticket, bool Won)> Draw(string seed, IEnumerable<Ticket> tickets, int places)
    {
        var left = places;
        var drawn = new List<(Ticket, bool)>();
        foreach (var ticket in tickets.OrderBy(t => MarkOf(seed, t.Number), StringComparer.Ordinal))
        {
            var won = ticket.Party <= left;
            if (won)
                left -= ticket.Party;
            drawn.Add((ticket, won));
        }

        return drawn;
    }
}
