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
        var folded = MachineRules.Cabinet(Session, [At(1, EventKind.Opened), Weighed(2, 1, change), At(3, EventKind.Closed)], [Apples, Milk]);
        folded.State.ToString().ToLowerInvariant().ShouldBe(state);
        folded.Sold.Sum(l => l.Fen).ShouldBe(fen);
    }

    [Theory]
    [InlineData(-250, 1, null)]
    [InlineData(-504, 2, null)]
    [InlineData(-380, 2, SessionReasons.Piece)]
    public void Cabinet_CountsPiecesByTheirWeight(long change, long pieces, string? reason)
    {
        var folded = MachineRules.Cabinet(Session, [At(1, EventKind.Opened), Weighed(2, 2, change), At(3, EventKind.Closed)], [Apples, Milk]);
        (folded.Sold.Single().Pieces, folded.Reason).ShouldBe((pieces, reason));
    }

    [Fact]
    public void Cabinet_WhateverTheOrderOfArrival_SaysTheSame()
    {
        Happened[] events = [At(10, EventKind.Opened), Weighed(11, 1, -1200), Weighed(12, 2, -250), Weighed(13, 1, 380), Weighed(14, 2, 250), At(15, EventKind.Closed)];
        foreach (var order in new[] { events, [.. events.Reverse()], [events[5], events[0], events[3], events[1], events[4], events[2]] })
            MachineRules.Cabinet(Session, order, [Apples, Milk]).Sold.Single().ShouldBe(new(Apples, 820, 0, 981));
    }

    [Fact]
    public void Cabinet_WhenAnEventIsMissing_Waits()
    {
        var folded = MachineRules.Cabinet(Session, [At(10, EventKind.Opened), Weighed(12, 1, -820), At(13, EventKind.Closed)], [Apples]);
        (folded.State, folded.Waits).ShouldBe((SessionState.Running, true));
    }

    [Fact]
    public void Cabinet_WhenTheScalesOfTheDoorDisagree_IsLookedAt() => MachineRules.Cabinet(
        Session, [At(1, EventKind.Opened, 5000), Weighed(2, 1, -820), At(3, EventKind.Closed, 4100)], [Apples]).Reason.ShouldBe(SessionReasons.Readings);

    [Theory]
    [InlineData("Lost", SessionReasons.Lost)]
    [InlineData("Fault", SessionReasons.Scale)]
    [InlineData("Opened", SessionReasons.Order)]
    public void Cabinet_WhenTheStoryIsNotWhole_IsLookedAt(string kind, string reason) => MachineRules.Cabinet(
        Session, [At(1, EventKind.Opened), new(2, Enum.Parse<EventKind>(kind), null), At(3, EventKind.Closed)], [Apples]).Reason.ShouldBe(reason);

    [Fact]
    public void Rice_ChargesWhatCame_NeverMoreThanAgreed()
    {
        MachineRules.Rice(Session, [At(1, EventKind.Started), Out(2, EventKind.Jammed, 300)], Apples, 1000).Sold.Single().Fen.ShouldBe(MachineRules.PriceOf(300, 598));
        MachineRules.Rice(Session, [Out(2, EventKind.Milled, 1012)], Apples, 1000).Sold.Single().Fen.ShouldBe(1196);
        MachineRules.Rice(Session, [Out(2, EventKind.Jammed, 0)], Apples, 1000).State.ShouldBe(SessionState.Released);
    }

    private static Happened At(long seq, EventKind kind, long? reading = null) =>
        new(seq, kind, Session, Readings: reading is { } grams ? new Dictionary<int, long> { [1] = grams } : null);

    private static Happened Weighed(long seq, int shelf, long grams) => new(seq, EventKind.Weighed, Session, shelf, grams);

    private static Happened Out(long seq, EventKind kind, long grams) => new(seq, kind, Session, Grams: grams);
}
