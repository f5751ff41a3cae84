using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Text;

namespace Linli.Platform.Tests.Text;

public class PlainTextTests
{
    [Theory]
    [InlineData("路灯坏了", "路灯坏了")]
    [InlineData("  路灯坏了 \r\n\r\n\r\n\r\n请来看看\r", "路灯坏了\n\n请来看看")]
    [InlineData("a\rb\nc\u2028d", "a\nb\nc\nd")]
    [InlineData("a\0b\u0007c\u001bd", "abcd")]
    [InlineData("a\u202Eb\u200Bc\uFEFFd", "abcd")]
    [InlineData("<b>粗</b> & <script>alert(1)</script>", "<b>粗</b> & <script>alert(1)</script>")]
    [InlineData("👨‍👩‍👧 ok 🏠", "👨‍👩‍👧 ok 🏠")]
    [InlineData("e\u0301", "é")]
    [InlineData("a\ud800b", "ab")]
    [InlineData("𠮷𰻞", "𠮷𰻞")]
    [InlineData("a\tb", "a\tb")]
    [InlineData(null, "")]
    public void TryClean_OfAnyText_KeepsWhatCanBeRead(string? raw, string expected)
    {
        PlainText.TryClean(raw, 1000, out var text).ShouldBeTrue();
        text.ShouldBe(expected);
    }

    [Fact]
    public void TryClean_LongerThanAllowed_SaysSoAfterCleaning()
    {
        PlainText.TryClean("  12345  ", 5, out var five).ShouldBeTrue();
        five.ShouldBe("12345");
        PlainText.TryClean("123456", 5, out var six).ShouldBeFalse();
        six.ShouldBe("123456");
        PlainText.TryClean(new string('x', 1_000_000), 5, out var huge).ShouldBeFalse();
        huge.Length.ShouldBe(6);
    }

    [Fact]
    public void TryCleanLine_OfSeveralLines_IsOneLine()
    {
        PlainText.TryCleanLine(" 和枫里 \n\n 第三\t网格 ", 20, out var text).ShouldBeTrue();
        text.ShouldBe("和枫里 第三 网格");
        PlainText.TryCleanLine("a        \t\t b", 3, out var spaced).ShouldBeTrue();
        spaced.ShouldBe("a b");
        PlainText.TryCleanLine(new string(' ', 5000) + "a", 3, out _).ShouldBeFalse();
        PlainText.TryCleanLine(null, 3, out var nothing).ShouldBeTrue();
        nothing.ShouldBeEmpty();
    }

    [Fact]
    public void TryClean_OfACleanText_ChangesNothing() =>
        Prop.ForAll<string>(raw =>
        {
            PlainText.TryClean(raw, 100_000, out var once);
            PlainText.TryClean(once, 100_000, out var twice);
            return once == twice && !once.Any(c => char.IsControl(c) && c is not ('\n' or '\t'));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
