using Linli.Platform.Text;
using Shouldly;
using Xunit;

namespace Linli.Platform.Tests.Text;

public class PinyinTests
{
    [Theory]
    [InlineData("沈桂芳", "shenguifang sgf")]
    [InlineData("单雄信", "shanxiongxin sxx")]
    [InlineData("曾国藩", "zengguofan zgf")]
    [InlineData("尉迟恭", "yuchigong ycg")]
    [InlineData("吕布", "lvbu lb")]
    [InlineData("Anna 王", "annawang aw")]
    [InlineData("  ", "")]
    [InlineData(null, "")]
    [InlineData("😀", "")]
    public void KeyOf_GivesSyllablesAndInitials(string? name, string key) => Pinyin.KeyOf(name).ShouldBe(key);

    [Fact]
    public void KeyOf_KnowsSurnamesOnlyAtTheBeginning() => Pinyin.KeyOf("王解放").ShouldBe("wangjiefang wjf");
}
