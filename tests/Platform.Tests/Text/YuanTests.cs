using Linli.Platform.Text;

namespace Linli.Platform.Tests.Text;

public sealed class YuanTests
{
    [Theory]
    [InlineData("12", 1200)]
    [InlineData("12.5", 1250)]
    [InlineData(" ¥12.50 ", 1250)]
    [InlineData("１２.５０元", 1250)]
    [InlineData("1,200", 120_000)]
    [InlineData("0", 0)]
    [InlineData("10000000000", 1_000_000_000_000)]
    public void Read_WhatPeopleType_IsFen(string typed, long fen) => Yuan.Read(typed).ShouldBe(fen);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12,50")]
    [InlineData("3元5")]
    [InlineData("1.234")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData(".5")]
    [InlineData("10000000000.01")]
    [InlineData("80 岁")]
    public void Read_AnythingElse_IsNoAmount(string? typed) => Yuan.Read(typed).ShouldBeNull();

    [Fact]
    public void Words_SayTheSameInEveryForm()
    {
        Yuan.Words(125_050).ShouldBe(("1,250.50 元", "¥1,250.50"));
        (Yuan.Figure(-300), Yuan.Signed(-300), Yuan.Plain(125_050), Yuan.Short(300), Yuan.Short(350)).ShouldBe(("−3.00", "−¥3.00", "1250.50", "3", "3.50"));
        Yuan.WordsOrFree(0).Zh.ShouldBe("免费");
        Yuan.Figure(long.MinValue).ShouldStartWith("−92,233");
    }
}
