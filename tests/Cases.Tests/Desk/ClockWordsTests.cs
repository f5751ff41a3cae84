using Linli.Cases.Desk;
using Linli.Cases.Report;
using Linli.Web;

namespace Linli.Cases.Tests.Desk;

public class ClockWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-3 * 60, "超时 3 小时", Tone.Danger)]
    [InlineData(-1, "超时 1 分钟", Tone.Danger)]
    [InlineData(0, "超时 1 分钟", Tone.Danger)]
    [InlineData(45, "还剩 45 分钟", Tone.Warning)]
    [InlineData(24 * 60, "还剩 1 天", Tone.Warning)]
    [InlineData((28 * 60) + 5, "还剩 1 天 4 小时", Tone.Plain)]
    [InlineData((12 * 24 * 60) + 61, "还剩 12 天", Tone.Plain)]
    public void Clock_SaysInWordsHowLongIsLeft(int minutes, string words, Tone tone)
    {
        var said = ClockWords.Of(Now.AddMinutes(minutes), Now);
        said.Words.Zh.ShouldBe(words);
        said.Tone.ShouldBe(tone);
    }

    [Fact]
    public void Guess_MoreAndLongerWordsComeFirst()
    {
        Category[] categories = [Of("lamp", "路灯照明", "路灯 灯不亮"), Of("leak", "水管漏水", "漏水 水管"), Of(Categories.Other, "其他", "路灯")];
        CategoryGuess.Of("门口路灯旁边水管漏水", categories).Select(c => c.Code).ShouldBe(["leak", "lamp"]);
        CategoryGuess.Of("你好", categories).ShouldBeEmpty();
        CategoryGuess.Of(null, categories).ShouldBeEmpty();
    }

    private static Category Of(string code, string name, string keywords) => new()
    {
        Code = code, NameZh = name, NameEn = code, Icon = "point", Type = "report", TeamKind = "community", Keywords = keywords,
    };
}
