using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Text;

namespace Linli.Market.Machines;

/// <summary>What a shelf is sold by in one session.</summary>
/// <param name="Shelf">Its number.</param>
/// <param name="NameZh">What the goods are called.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="SoldBy">By weight or by piece.</param>
/// <param name="PriceFen">Fen for 500 g, or for one piece.</param>
/// <param name="PieceGrams">What one piece weighs.</param>
/// <param name="ToleranceGrams">A drift of the scale that is nothing.</param>
internal sealed record ShelfTerms(int Shelf, string NameZh, string NameEn, SoldBy SoldBy, long PriceFen, int PieceGrams, int ToleranceGrams)
{
    /// <summary>What kind of goods.</summary>
    public GoodsClass Class { get; init; }

    /// <summary>The lot that lay there.</summary>
    public string? Lot { get; init; }

    public Phrase Name => new(NameZh, NameEn);

    public static string Write(IReadOnlyList<ShelfTerms> terms) => JsonSerializer.Serialize(terms, Json.Options);

    public static IReadOnlyList<ShelfTerms> Read(string text) => JsonSerializer.Deserialize<List<ShelfTerms>>(text, Json.Options)!;
}

/// <summary>What was sold from a shelf.</summary>
internal sealed record SoldLine(ShelfTerms Terms, long Grams, long Pieces, long Fen);

/// <summary>An event as the rules see it.</summary>
internal sealed record Happened(long Seq, EventKind Kind, Guid? Session, int? Shelf = null, long? Grams = null, IReadOnlyDictionary<int, long>? Readings = null, string? Code = null);

/// <summary>What the events of a session say together, however they came in.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Sold">What is charged, when it is settled.</param>
/// <param name="Reason">Why staff must look, or why nothing came out.</param>
/// <param name="Net">What left each shelf in grams; below zero something was put in.</param>
/// <param name="LastSeq">The event that ended it: what the machine says of it afterwards is no part of it.</param>
/// <param name="Waits">Whether events in between are still missing.</param>
/// <param name="Closed">Whether the machine said that its door was closed at the end.</param>
internal sealed record Folded(
    SessionState State, IReadOnlyList<SoldLine> Sold, string? Reason = null, IReadOnlyDictionary<int, long>? Net = null, long LastSeq = long.MaxValue, bool Waits = false,
    bool Closed = false)
{
    public static readonly Folded Nothing = new(SessionState.Authorised, []);
}

/// <summary>Prices, weights and what events mean: values in, values out.</summary>
internal static class MachineRules
{
    /// <summary>Rice is sold in steps of a jin.</summary>
    public const long StepGrams = 500;

    /// <summary>The largest bag.</summary>
    public const long MostGrams = 10_000;

    /// <summary>A machine that was not heard of for so long takes no more buyers.</summary>
    public static readonly TimeSpan OfflineAfter = TimeSpan.FromSeconds(90);

    /// <summary>A command is carried out within this time or not at all.</summary>
    public static readonly TimeSpan CommandLife = TimeSpan.FromSeconds(60);

    /// <summary>The buyer is asked to close the door.</summary>
    public static readonly TimeSpan WarnDoorAfter = TimeSpan.FromSeconds(60);

    /// <summary>Staff are called.</summary>
    public static readonly TimeSpan AlarmDoorAfter = TimeSpan.FromMinutes(3);

    /// <summary>A mill that has said nothing for so long is stuck.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(3);

    /// <summary>A bag that nobody takes no longer keeps others from the machine.</summary>
    public static readonly TimeSpan BagWaits = TimeSpan.FromMinutes(3);

    /// <summary>Staff hear of a machine that is silent.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromMinutes(5);

    /// <summary>Staff hear of a lot so many days before it ends.</summary>
    public const int ExpirySoonDays = 30;

    /// <summary>How long money is set aside at most: an outage over a weekend ends before.</summary>
    public static readonly TimeSpan HoldLife = TimeSpan.FromDays(7);

    /// <summary>
    /// What a weight costs: grams times the price of 500 g, to the nearest fen, half a fen upward (四舍五入到分). Each line is rounded once.
    /// </summary>
    public static long PriceOf(long grams, long fenPer500) => checked((long)((((Int128)grams * fenPer500 * 2) + StepGrams) / (StepGrams * 2)));

    /// <summary>The prices of a cabinet as a word that the page carries: what is shown is what is charged.</summary>
    public static string Seen(IEnumerable<ShelfTerms> terms) => string.Join(',', terms.OrderBy(t => t.Shelf).Select(t => FormattableString.Invariant($"{t.Shelf}:{t.PriceFen}")));

    /// <summary>What a line costs.</summary>
    public static SoldLine Line(ShelfTerms terms, long grams)
    {
        if (terms.SoldBy == SoldBy.Weight)
            return new(terms, grams, 0, PriceOf(grams, terms.PriceFen));
        var pieces = Pieces(terms, grams);
        return new(terms, grams, pieces, checked(pieces * terms.PriceFen));
    }

    /// <summary>To how many pieces a weight comes nearest.</summary>
    public static long Pieces(ShelfTerms terms, long grams) => (grams + (terms.PieceGrams / 2)) / terms.PieceGrams;

    /// <summary>
    /// What the events of a rice session say. What came out is charged, and never more than was agreed. Where the machine no longer knows
    /// what came out, staff look.
    /// </summary>
    /// <param name="session">Which.</param>
    /// <param name="events">What happened at the machine since it began.</param>
    /// <param name="terms">What was sold, at which price.</param>
    /// <param name="wanted">How much was agreed.</param>
    /// <param name="upTo">Up to here no event of the machine is missing.</param>
    public static Folded Rice(Guid session, IEnumerable<Happened> events, ShelfTerms terms, long wanted, long upTo)
    {
        var all = events.OrderBy(e => e.Seq).ToList();
        var own = all.FindAll(e => e.Session == session);
        if (own.Count == 0)
            return Folded.Nothing;
        if (own.Find(e => e.Kind is EventKind.Milled or EventKind.Jammed or EventKind.Refused) is not { } final)
            // The bag was taken, or the machine has gone on, and nothing that is still to come can say how much it was.
            return all.Find(e => e.Seq >= own[0].Seq && (e.Kind == EventKind.Lost || (e.Kind == EventKind.Taken && e.Session == session) || IsOfAnother(e, session))) is { } over && over.Seq <= upTo
                ? new(SessionState.Review, [], SessionReasons.Lost) : new(SessionState.Running, [], Waits: own[^1].Seq > upTo);
        var came = final.Kind == EventKind.Refused ? 0 : Math.Max(0, final.Grams ?? 0);
        var net = new Dictionary<int, long> { [terms.Shelf] = came };
        var reason = final.Kind switch { EventKind.Jammed => SessionReasons.Jam, EventKind.Refused => SessionReasons.Refused, _ => null };
        return came == 0
            ? new(SessionState.Released, [], reason ?? SessionReasons.Jam, net, final.Seq)
            : new(SessionState.Settled, [Line(terms, Math.Min(came, wanted))], reason, net, final.Seq);
    }

    /// <summary>
    /// What the events of a cabinet session say. It is settled only when the door is closed and no event between opening and closing is
    /// missing; the order is that of the machine's numbers, whatever came first. Where its beginning or its end is lost, staff look.
    /// </summary>
    /// <param name="session">Which.</param>
    /// <param name="events">What happened at the machine since it began.</param>
    /// <param name="terms">What is sold, at which prices.</param>
    /// <param name="upTo">Up to here no event of the machine is missing.</param>
    public static Folded Cabinet(Guid session, IEnumerable<Happened> events, IReadOnlyList<ShelfTerms> terms, long upTo)
    {
        var all = events.OrderBy(e => e.Seq).ToList();
        var own = all.FindAll(e => e.Session == session);
        if (own.Count == 0)
            return Folded.Nothing;
        if (own.Find(e => e.Kind == EventKind.Opened) is not { } opened)
        {
            if (own.Find(e => e.Kind == EventKind.Refused) is { } refused)
                return new(SessionState.Released, [], SessionReasons.Refused, LastSeq: refused.Seq);
            // Opening is the first event of a purchase: what came before it here is known, and it is not among it.
            return own[0].Seq <= upTo ? Unsure(all, own[0], own.Find(e => e.Kind == EventKind.Closed), session, terms) : new(SessionState.Running, [], Waits: true);
        }

        // A machine that no longer knows whose door it was closes it for nobody; one that serves somebody else has closed it.
        var closed = all.Find(e => e.Seq > opened.Seq && ((e.Kind == EventKind.Closed && e.Session is null) || (e.Kind == EventKind.Closed && e.Session == session) || IsOfAnother(e, session)));
        if (closed is null)
            return all.Find(e => e.Kind == EventKind.Lost && e.Seq > opened.Seq) is { } lost && IsWhole(all, opened.Seq, lost.Seq)
                ? Unsure(all, opened, null, session, terms) : new(SessionState.Running, [], Waits: !IsWhole(all, opened.Seq, own[^1].Seq));
        if (!IsWhole(all, opened.Seq, closed.Seq))
            return new(SessionState.Running, [], Waits: true);
        if (closed.Kind != EventKind.Closed || closed.Session != session)
            return Unsure(all, opened, closed, session, terms);
        var between = all.FindAll(e => e.Seq >= opened.Seq && e.Seq <= closed.Seq);
        var net = Net(between, session);
        return WhyLook(between, opened, closed, net, terms) is { } reason
            ? new(SessionState.Review, Sold(net, terms), reason, net, closed.Seq, Closed: true)
            : Sold(net, terms) is { Count: > 0 } sold ? new(SessionState.Settled, sold, null, net, closed.Seq, Closed: true) : new(SessionState.Released, [], null, net, closed.Seq, Closed: true);
    }

    // Its beginning or its end is not known and never will be: what was weighed is all there is to go by.
    private static Folded Unsure(List<Happened> all, Happened from, Happened? end, Guid session, IReadOnlyList<ShelfTerms> terms)
    {
        var net = Net(all.FindAll(e => e.Seq <= (end?.Seq ?? long.MaxValue)), session);
        var lost = all.Exists(e => e.Kind == EventKind.Lost && e.Seq >= from.Seq && e.Seq <= (end?.Seq ?? long.MaxValue));
        return new(SessionState.Review, Sold(net, terms), lost || from.Kind != EventKind.Opened ? SessionReasons.Lost : SessionReasons.Order, net, end?.Seq ?? long.MaxValue, Closed: end is not null);
    }

    private static bool IsOfAnother(Happened e, Guid session) => e.Session is { } other && other != session;

    private static bool IsWhole(List<Happened> all, long from, long to) => all.Count(e => e.Seq >= from && e.Seq <= to) == to - from + 1;

    /// <summary>What is charged for the weights that left each shelf: nothing within the tolerance, nothing that was put in.</summary>
    public static IReadOnlyList<SoldLine> Sold(IReadOnlyDictionary<int, long> net, IReadOnlyList<ShelfTerms> terms) =>
        [.. terms.Where(t => net.GetValueOrDefault(t.Shelf) > t.ToleranceGrams).OrderBy(t => t.Shelf).Select(t => Line(t, net[t.Shelf])).Where(l => l.Terms.SoldBy == SoldBy.Weight || l.Pieces > 0)];

    private static Dictionary<int, long> Net(List<Happened> between, Guid session) => between
        .Where(e => e.Kind == EventKind.Weighed && e.Session == session && e.Shelf is not null)
        .GroupBy(e => e.Shelf!.Value).ToDictionary(g => g.Key, g => -g.Sum(e => e.Grams ?? 0));

    private static string? WhyLook(List<Happened> between, Happened opened, Happened closed, Dictionary<int, long> net, IReadOnlyList<ShelfTerms> terms)
    {
        if (between.Exists(e => e.Kind == EventKind.Lost))
            return SessionReasons.Lost;
        if (between.Exists(e => e.Kind == EventKind.Fault))
            return SessionReasons.Scale;
        if (between.Exists(e => e.Kind is EventKind.Opened or EventKind.Refused && e.Seq != opened.Seq) || between.Exists(e => e.Kind == EventKind.Weighed && e.Session != opened.Session))
            return SessionReasons.Order;
        if (net.Any(n => n.Value != 0 && terms.All(t => t.Shelf != n.Key)))
            return SessionReasons.Shelf;
        foreach (var shelf in terms)
        {
            var left = net.GetValueOrDefault(shelf.Shelf);
            if (left < -shelf.ToleranceGrams)
                return SessionReasons.Foreign;
            if (Read(opened, shelf.Shelf) is { } before && Read(closed, shelf.Shelf) is { } after && Math.Abs(before - after - left) > shelf.ToleranceGrams)
                return SessionReasons.Readings;
            if (shelf.SoldBy == SoldBy.Piece && left > shelf.ToleranceGrams && Pieces(shelf, left) is var pieces
                && Math.Abs(left - (pieces * shelf.PieceGrams)) > PieceTolerance(shelf, pieces))
                return SessionReasons.Piece;
        }

        return null;
    }

    // Drifts add up with the pieces, but never to what makes any weight fit some number of them.
    private static long PieceTolerance(ShelfTerms shelf, long pieces) => Math.Max(shelf.ToleranceGrams, Math.Min(shelf.ToleranceGrams * pieces, shelf.PieceGrams / 4));

    private static long? Read(Happened e, int shelf) => e.Readings is { } readings && readings.TryGetValue(shelf, out var grams) ? grams : null;
}
