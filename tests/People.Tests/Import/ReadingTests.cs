using Linli.People.Import;

namespace Linli.People.Tests.Import;

public class ReadingTests
{
    [Theory]
    [InlineData("2016/9/10", "2016-09-10")]
    [InlineData("2016-09-10", "2016-09-10")]
    [InlineData("2016.9.10", "2016-09-10")]
    [InlineData("20160910", "2016-09-10")]
    [InlineData("2016年9月10日", "2016-09-10")]
    [InlineData("２０１６年９月１０日", "2016-09-10")]
    [InlineData("2016-09-10 00:00:00", "2016-09-10")]
    [InlineData("42623", "2016-09-10")]
    [InlineData("42623.0", "2016-09-10")]
    [InlineData("2016.09", "2016-09")]
    [InlineData("2016年9月", "2016-09")]
    [InlineData("201609", "2016-09")]
    [InlineData("2016.1", "2016-?")]
    [InlineData("2016", null)]
    [InlineData("2016-02-30", null)]
    [InlineData("9/10/2016", null)]
    [InlineData("16-9-10", null)]
    [InlineData("不知道", null)]
    public void TryRead_DatesAsPeopleWriteThem_AreRead(string text, string? expected)
    {
        var read = DateReading.TryRead(text, out var date);
        (read ? date!.Day is { } day ? $"{day:yyyy-MM-dd}" : $"{date.Year}-{(date.Month is { } month ? $"{month:00}" : "?")}" : null).ShouldBe(expected);
    }

    [Theory]
    [InlineData("7幢2单元502室", "7 2 502")]
    [InlineData("7-2-502", "7 2 502")]
    [InlineData("七幢二单元502", "7 2 502")]
    [InlineData("十二号楼1203室", "12 1203")]
    [InlineData("7#502", "7 502")]
    [InlineData("A座1203", "A 1203")]
    [InlineData("3幢2层201", "3 201")]
    public void PartsOf_AnAddress_AreBuildingUnitRoom(string text, string parts) =>
        string.Join(' ', HomeFinder.PartsOf(text)).ShouldBe(parts);

    [Theory]
    [InlineData("户主", "Head")]
    [InlineData("本人", "Head")]
    [InlineData("妻子", "Spouse")]
    [InlineData("配偶", "Spouse")]
    [InlineData("长子", "Child")]
    [InlineData("女儿", "Child")]
    [InlineData("孙子", "Grandchild")]
    [InlineData("外孙女", "Grandchild")]
    [InlineData("父亲", "Parent")]
    [InlineData("岳母", "Other")]
    [InlineData("儿媳", "Other")]
    [InlineData("保姆", "Other")]
    [InlineData("", null)]
    public void HeadOf_WordsOfFamilies_AreUnderstood(string word, string? meaning) =>
        RelationReading.HeadOf(word)?.ToString().ShouldBe(meaning);

    [Theory]
    [InlineData("业主", HomeRelation.Owner)]
    [InlineData("产权人", HomeRelation.Owner)]
    [InlineData("本人", HomeRelation.Owner)]
    [InlineData("租客", HomeRelation.Tenant)]
    [InlineData("承租人", HomeRelation.Tenant)]
    [InlineData("家庭成员", HomeRelation.Family)]
    [InlineData("业主家属", HomeRelation.Family)]
    [InlineData("儿子", HomeRelation.Family)]
    [InlineData("路人甲", null)]
    public void RelationOf_WordsOfHousing_AreUnderstood(string word, HomeRelation? meaning) =>
        RelationReading.RelationOf(word).ShouldBe(meaning);

    [Fact]
    public void Below_MergedCells_InheritOnlyWithinWhatIsTheSame()
    {
        var above = new HomeWords("", "和一", "7", "2", "502");
        HomeWords.Nothing.Below(above).ShouldBe(above);
        new HomeWords("", "", "", "", "601").Below(above).ShouldBe(new("", "和一", "7", "2", "601"));
        new HomeWords("", "", "8", "", "101").Below(above).ShouldBe(new("", "和一", "8", "", "101"));
        new HomeWords("", "和二", "", "", "101").Below(above).ShouldBe(new("", "和二", "", "", "101"));
        HomeWords.Nothing.Below(new("和一7幢502", "", "", "", "")).Text.ShouldBe("和一7幢502");
    }
}
