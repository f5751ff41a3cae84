using Linli.Market.Machines;

namespace Linli.Market.Tests.Machines;

public class RuleTests
{
    private static readonly ShelfTerms Apples = new(1, "苹果", "Apples", SoldBy.Weight, 598, 0, 5);
    private static readonly ShelfTerms Milk = new(2, "牛奶", "Milk", SoldBy.Piece, 350, 250, 5);
    private static readonly Guid Session = Guid.CreateVersion7();

    // 820 g × 5.98 / 500 g = 9.8072 yuan.
    [Theory]
    [InlineData(820, 598, 981)]
    [InlineData(500, 598, 598)]
    [InlineData(1, 1, 0)]
    [InlineData(250, 1, 1)]
    [InlineData(249, 1, 0)]
    [InlineData(1000, 450, 900)]
    [InlineData(0, 598, 0)]
    public void PriceOf_RoundsToTheNearestFen_HalfUpward(long grams, long price, long fen) => MachineRules.PriceOf(grams, price).ShouldBe(fen);

    [Theory]
    [InlineData(-820, "settled", 981)]
    [InlineData(-5, "released", 0)]
    [InlineData(5, "released", 0)]
    [InlineData(-6, "settled", 7)]
    [InlineData(6, "review", 0)]
    public void Cabinet_CountsWhatIsMissing_BeyondTheTolerance(long change, string state, long fen)
    {
        var folded = MachineRules.Cabinet(Session, [At(1, EventKind.Opened), Weighed(2, 1, change), At(3, EventKind.Closed)], [Apples, Milk], 3);
        folded.State.ToString().ToLowerInvariant().ShouldBe(state);
        folded.Sold.Sum(l => l.Fen).ShouldBe(fen);
    }

    [Theory]
    [InlineData(-250, 1, null)]
    [InlineData(-504, 2, null)]
    [InlineData(-380, 2, SessionReasons.Piece)]
    [InlineData(-760, 3, null)]
    [InlineData(-850, 3, SessionReasons.Piece)]
    public void Cabinet_CountsPiecesByTheirWeight(long change, long pieces, string? reason)
    {
        var folded = MachineRules.Cabinet(Session, [At(1, EventKind.Opened), Weighed(2, 2, change), At(3, EventKind.Closed)], [Apples, Milk], 3);
        (folded.Sold.Single().Pieces, folded.Reason).ShouldBe((pieces, reason));
    }

    [Fact]
    public void Cabinet_WhateverTheOrderOfArrival_SaysTheSame()
    {
        Happened[] events = [At(10, EventKind.Opened), Weighed(11, 1, -1200), Weighed(12, 2, -250), Weighed(13, 1, 380), Weighed(14, 2, 250), At(15, EventKind.Closed)];
        foreach (var order in new[] { events, [.. events.Reverse()], [events[5], events[0], events[3], events[1], events[4], events[2]] })
            MachineRules.Cabinet(Session, order, [Apples, Milk], 15).Sold.Single().ShouldBe(new(Apples, 820, 0, 981));
    }

    [Fact]
    public void Cabinet_WhenAnEventIsMissing_Waits()
    {
        var folded = MachineRules.Cabinet(Session, [At(10, EventKind.Opened), Weighed(12, 1, -820), At(13, EventKind.Closed)], [Apples], 10);
        (folded.State, folded.Waits).ShouldBe((SessionState.Running, true));
    }

    [Fact]
    public void Cabinet_WhenTheScalesOfTheDoorDisagree_IsLookedAt() => MachineRules.Cabinet(
        Session, [At(1, EventKind.Opened, 5000), Weighed(2, 1, -820), At(3, EventKind.Closed, 4100)], [Apples], 3).Reason.ShouldBe(SessionReasons.Readings);

    [Theory]
    [InlineData("Lost", SessionReasons.Lost)]
    [InlineData("Fault", SessionReasons.Scale)]
    [InlineData("Opened", SessionReasons.Order)]
    public void Cabinet_WhenTheStoryIsNotWhole_IsLookedAt(string kind, string reason) => MachineRules.Cabinet(
        Session, [At(1, EventKind.Opened), new(2, Enum.Parse<EventKind>(kind), null), At(3, EventKind.Closed)], [Apples], 3).Reason.ShouldBe(reason);

    // Everything that a purchase said may be lost, at any place, and come in any order: it is never settled by what is left, and it waits for nobody for ever.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cabinet_WithAnyOfItsRecordsLost_InAnyOrder_IsLookedAt(bool followed)
    {
        Happened[] story = [At(10, EventKind.Opened), Weighed(11, 1, -1200), Weighed(12, 1, 380), At(13, EventKind.Closed)];
        Happened[] later = followed ? [new(14, EventKind.Opened, Guid.CreateVersion7()), new(15, EventKind.Boot, null)] : [];
        for (var lost = 1; lost < 15; lost++)
        {
            var told = story.Select((e, i) => (lost >> i & 1) == 1 ? new Happened(e.Seq, EventKind.Lost, null) : e).Concat(later).ToArray();
            for (var turn = 0; turn < told.Length; turn++)
            {
                Happened[] order = [.. told.Skip(turn).Concat(told.Take(turn))];
                for (var came = 1; came <= order.Length; came++)
                {
                    var folded = Fold(order.Take(came), (events, upTo) => MachineRules.Cabinet(Session, events, [Apples], upTo));
                    folded.State.ShouldBeOneOf(came == order.Length ? [SessionState.Review] : [SessionState.Authorised, SessionState.Running, SessionState.Review]);
                }
            }
        }
    }

    [Fact]
    public void Rice_WithAnyOfItsRecordsLost_InAnyOrder_IsLookedAt_OrChargedForWhatItSaid()
    {
        Happened[] story = [At(10, EventKind.Started), At(11, EventKind.Progress), Out(12, EventKind.Milled, 1000), At(13, EventKind.Taken)];
        for (var lost = 0; lost < 15; lost++)
        {
            var told = story.Select((e, i) => (lost >> i & 1) == 1 ? new Happened(e.Seq, EventKind.Lost, null) : e).ToArray();
            foreach (var order in new[] { told, [.. told.Reverse()], [told[3], told[0], told[2], told[1]] })
                Fold(order, (events, upTo) => MachineRules.Rice(Session, events, Apples, 1000, upTo)).State.ShouldBe((lost & 4) == 0 ? SessionState.Settled : SessionState.Review);
        }
    }

    [Theory]
    [InlineData(nameof(EventKind.Milled))]
    [InlineData(nameof(EventKind.Jammed))]
    public void Rice_WhileRecordsAreMissing_Waits(string last)
    {
        Happened[] told = [At(10, EventKind.Started), new(12, EventKind.Lost, null), At(13, EventKind.Taken)];
        MachineRules.Rice(Session, told, Apples, 1000, 10).State.ShouldBe(SessionState.Running);
        MachineRules.Rice(Session, [.. told, Out(11, Enum.Parse<EventKind>(last), 400)], Apples, 1000, 13).Sold.Single().Grams.ShouldBe(400);
    }

    // A machine that lost its journal closes the door for nobody.
    [Fact]
    public void Cabinet_ClosedForNobody_IsLookedAt_ByWhatWasWeighed()
    {
        var folded = MachineRules.Cabinet(Session, [At(1, EventKind.Opened), Weighed(2, 1, -820), new(3, EventKind.Lost, null), new(4, EventKind.Closed, null), Weighed(5, 1, -100)], [Apples], 5);
        (folded.State, folded.Reason, folded.Closed, folded.Net![1]).ShouldBe((SessionState.Review, SessionReasons.Lost, true, 820));
    }

    [Fact]
    public void Rice_ChargesWhatCame_NeverMoreThanAgreed()
    {
        MachineRules.Rice(Session, [At(1, EventKind.Started), Out(2, EventKind.Jammed, 300)], Apples, 1000, 2).Sold.Single().Fen.ShouldBe(MachineRules.PriceOf(300, 598));
        MachineRules.Rice(Session, [Out(2, EventKind.Milled, 1012)], Apples, 1000, 2).Sold.Single().Fen.ShouldBe(1196);
        MachineRules.Rice(Session, [Out(2, EventKind.Jammed, 0)], Apples, 1000, 2).State.ShouldBe(SessionState.Released);
    }

    private static Folded Fold(IEnumerable<Happened> came, Func<IReadOnlyList<Happened>, long, Folded> fold)
    {
        var events = came.ToList();
        var (upTo, seqs) = (9L, events.Select(e => e.Seq).ToHashSet());
        while (seqs.Contains(upTo + 1))
            upTo++;
        // What the desk reads begins with the first event of the purchase.
        var from = events.Where(e => e.Session == Session).Select(e => e.Seq).DefaultIfEmpty(long.MaxValue).Min();
        return fold(events.FindAll(e => e.Seq >= from), upTo);
    }

    private static Happened At(long seq, EventKind kind, long? reading = null) =>
        new(seq, kind, Session, Readings: reading is { } grams ? new Dictionary<int, long> { [1] = grams } : null);

    private static Happened Weighed(long seq, int shelf, long grams) => new(seq, EventKind.Weighed, Session, shelf, grams);

    private static Happened Out(long seq, EventKind kind, long grams) => new(seq, kind, Session, Grams: grams);
}
