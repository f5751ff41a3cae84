using Linli.Platform.UseCases;

namespace Linli.Platform.Tests.UseCases;

public sealed class RequestShapeTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void FaultsOf_WhatIsWhole_AreNone() =>
        RequestShape.FaultsOf(new Order("rice", null, [new("5 kg", 1)], ["soon"], Day, null)).ShouldBeEmpty();

    [Fact]
    public void FaultsOf_WhatIsMissing_NameEachField()
    {
        var order = new Order(null!, null, [null!, new(null!, 2)], [null!], Day, null);
        RequestShape.FaultsOf(order).Select(p => p.Field).ShouldBe(["code", "items[0]", "items[1].unit", "words[0]"]);
        RequestShape.FaultsOf(order with { Items = null! }).Select(p => p.Field).ShouldBe(["code", "items", "words[0]"]);
    }

    [Fact]
    public void FaultsOf_ABody_MayLeaveOutWhatItsAddressNames_ButNoList() =>
        RequestShape.FaultsOf(new Order(null!, null, null!, [], Day, null), whole: false).Single().Field.ShouldBe("items");

    [Fact]
    public void FaultsOf_ListsThatMayHoldNulls_AreNone() =>
        RequestShape.FaultsOf(new Loose([null, "x"], [null, Day])).ShouldBeEmpty();

    [Fact]
    public void FaultsOf_DaysAtTheEndsOfTheCalendar_NameTheirFields()
    {
        var order = new Order("rice", null, [], [], DateOnly.MaxValue, DateTimeOffset.MinValue);
        var faults = RequestShape.FaultsOf(order);
        faults.Select(p => p.Field).ShouldBe(["day", "at"]);
        faults.ShouldAllBe(p => p.Code == "day_out_of_calendar");
        RequestShape.FaultsOf(new Loose([], [new DateOnly(1, 1, 1)])).Single().Field.ShouldBe("days[0]");
    }

    [Fact]
    public void FaultsOf_ManyMistakes_StopAtTwenty() =>
        RequestShape.FaultsOf(new Order("rice", null, [], [.. Enumerable.Repeat<string>(null!, 10_000)], Day, null)).Count.ShouldBe(20);

    [Fact]
    public void FaultsOf_DictionariesSetsAndInstants_AreLookedThroughAsLists()
    {
        var kept = new Kept(new Dictionary<string, Item> { ["a"] = new(null!, 1), ["b"] = null! }, new HashSet<Item> { new(null!, 2) }, [DateTimeOffset.MinValue], new Dictionary<string, DateOnly> { ["x"] = DateOnly.MaxValue });
        RequestShape.FaultsOf(kept).Select(p => p.Field).ShouldBe(["byName.a.unit", "byName.b", "set[0].unit", "times[0]", "days.x"]);
        RequestShape.CoversBody(typeof(IReadOnlyList<Item>)).ShouldBeTrue();
        RequestShape.FaultsOf(new List<Item> { null!, new(null!, 1) }, whole: false).Select(p => p.Field).ShouldBe(["[0]", "[1].unit"]);
    }

    private sealed record Order(string Code, string? Note, IReadOnlyList<Item> Items, string[] Words, DateOnly Day, DateTimeOffset? At)
    {
        public string Computed => Code.Trim();
    }

    private sealed record Item(string Unit, int Count);

    private sealed record Kept(IReadOnlyDictionary<string, Item> ByName, IReadOnlySet<Item> Set, IReadOnlyList<DateTimeOffset> Times, Dictionary<string, DateOnly> Days);

    private sealed record Loose(IReadOnlyList<string?> Words, IReadOnlyList<DateOnly?> Days);
}
