using Linli.Bookings.Lottery;

namespace Linli.Bookings;

/// <summary>
/// The draw that anybody can do again (摇号, docs/decisions/0040), for scenes that draw something else than places of a session: the hash of
/// the seed is published first, the seed and all ticket numbers after.
/// </summary>
public static class PublishedDraw
{
    /// <summary>The rule in one line, as records quote it.</summary>
    public const string Rule = "sha256(seed + \":\" + number) in lower-case hexadecimal, ascending";

    /// <summary>A new seed, 64 hexadecimal letters.</summary>
    public static string NewSeed() => DrawRules.NewSeed();

    /// <summary>SHA-256 of a seed, which is published before anybody enters.</summary>
    public static string HashOf(string seed) => DrawRules.HashOf(seed);

    /// <summary>The mark by which a ticket stands in the order.</summary>
    public static string MarkOf(string seed, int number) => DrawRules.MarkOf(seed, number);

    /// <summary>Ticket numbers in the order of the draw, each for one.</summary>
    public static IReadOnlyList<int> Order(string seed, IEnumerable<int> tickets) =>
        [.. DrawRules.Draw(seed, tickets.Select(n => new Ticket(n, 1)), int.MaxValue).Select(d => d.Ticket.Number)];
}
