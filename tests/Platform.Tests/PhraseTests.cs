using System.Globalization;
using Linli.Platform.Text;

namespace Linli.Platform.Tests;

public class PhraseTests
{
    [Theory]
    [InlineData("zh-CN", "路灯")]
    [InlineData("en-GB", "street lamp")]
    [InlineData("fr-FR", "路灯")]
    public void In_AnyCulture_IsChineseUnlessTheReaderAskedForEnglish(string culture, string expected) =>
        new Phrase("路灯", "street lamp").In(CultureInfo.GetCultureInfo(culture)).ShouldBe(expected);
}
