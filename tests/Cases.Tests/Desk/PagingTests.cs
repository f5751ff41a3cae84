using System.Net;
using System.Text.RegularExpressions;
using Linli.Tests;
using Linli.Web;

namespace Linli.Cases.Tests.Desk;

public partial class PagingTests
{
    [Fact]
    public void Trail_ForwardAndBack_EndsWhereItBegan()
    {
        var first = new PageTrail(null, null);
        first.Previous.ShouldBeNull();
        var third = first.Next("a").Next("b");
        third.ShouldBe(new("b", "a"));
        third.Previous.ShouldBe(new("a", null));
        third.Previous!.Previous.ShouldBe(first);
    }

    [Fact]
    public void Trail_OfALongWalk_StaysShortAndStillLeadsToTheFirstPage()
    {
        var page = new PageTrail(null, null);
        for (var i = 0; i < 500; i++)
            page = page.Next($"{i}");
        page.Before!.Split('~').Length.ShouldBeLessThan(50);
        var steps = 0;
        for (PageTrail? back = page; back is not null; back = back.Previous)
            steps++;
        steps.ShouldBeInRange(10, 60);
        new PageTrail("x", "~~~").Previous.ShouldBe(new(null, null));
    }

    [Fact]
    public async Task Inbox_GoingOnAndBack_ShowsWhatWasReadBefore()
    {
        await using var town = await TestTown.Found();
        await town.Put(Enumerable.Range(1, 130).Select(n => CaseRowsForTests.Row(n, TestTown.Start.AddMinutes(-n))));
        var client = await town.StaffClient("desk");
        var first = await client.GetStringAsync("/desk?box=All");
        var second = await client.GetStringAsync(Link(first, "next"));
        var third = await client.GetStringAsync(Link(second, "next"));
        Numbers(third).Count.ShouldBe(30);
        Numbers(await client.GetStringAsync(Link(third, "prev"))).ShouldBe(Numbers(second));
        Numbers(await client.GetStringAsync(Link(await client.GetStringAsync(Link(third, "prev")), "prev"))).ShouldBe(Numbers(first));
        first.ShouldNotContain("rel=\"prev\"");
    }

    private static string Link(string html, string rel) => WebUtility.HtmlDecode(Regex.Match(html, $"<a href=\"([^\"]+)\" rel=\"{rel}\"").Groups[1].Value);

    private static List<string> Numbers(string html) => [.. Number().Matches(html[html.IndexOf("desk-rows", StringComparison.Ordinal)..html.IndexOf("class=\"pager\"", StringComparison.Ordinal)]).Select(m => m.Value).Distinct()];

    [GeneratedRegex("HF-2611-[0-9]{4}")]
    private static partial Regex Number();
}
