using Linli.Platform.Tables;

namespace Linli.Platform.Tests.Tables;

public class ColumnMapTests
{
    private static readonly TableColumn[] wanted =
    [
        new("name", true, "姓名", "住户姓名"),
        new("phone", true, "手机", "手机号", "联系电话"),
        new("building", false, "楼栋", "幢号"),
    ];

    [Theory]
    [InlineData("姓名", "手机号")]
    [InlineData(" 姓 名* ", "手机号（必填）")]
    [InlineData("NAME", "Phone")]
    [InlineData("住户姓名：", "联系电话【11位】")]
    public void Match_OfHeadersAsPeopleWriteThem_FindsTheFields(string name, string phone)
    {
        var map = ColumnMap.Match(["序号", name, phone], wanted);
        map.IsUsable.ShouldBeTrue();
        map.Has("building").ShouldBeFalse();
        map.Unused.ShouldBe(["序号"]);
        var row = Row("1", "沈", "138");
        map.Get(row, "name").ShouldBe("沈");
        map.Get(row, "phone").ShouldBe("138");
        map.Get(row, "building").ShouldBeEmpty();
        map.TryGet(row, "building", out _).ShouldBeFalse();
    }

    [Fact]
    public void Match_WithoutARequiredColumn_SaysWhich()
    {
        var map = ColumnMap.Match(["姓名"], wanted);
        map.IsUsable.ShouldBeFalse();
        map.Missing.ShouldBe(["phone"]);
    }

    [Fact]
    public void Match_WithTwoColumnsThatCouldBeMeant_AsksInsteadOfGuessing()
    {
        var map = ColumnMap.Match(["姓名", "手机", "联系电话"], wanted);
        map.IsUsable.ShouldBeFalse();
        map.Missing.ShouldBeEmpty();
        map.Ambiguous["phone"].ShouldBe(["手机", "联系电话"]);
        map.Has("phone").ShouldBeFalse();
    }

    [Fact]
    public void Match_WithOneColumnForTwoFields_AsksInsteadOfGuessing()
    {
        var map = ColumnMap.Match(["电话"], [new("home", true, "电话"), new("work", false, "电话")]);
        map.Ambiguous.Keys.ShouldBe(["home", "work"], ignoreOrder: true);
    }

    [Fact]
    public void Match_WithAChoice_PutsItBeforeKnownNames()
    {
        var chosen = new Dictionary<string, string> { ["phone"] = "联系电话", ["name"] = "户主" };
        var map = ColumnMap.Match(["姓名", "手机", "联系电话", "户主"], wanted, chosen);
        map.IsUsable.ShouldBeTrue();
        map.Get(Row("沈", "138", "139", "王"), "phone").ShouldBe("139");
        map.Get(Row("沈", "138", "139", "王"), "name").ShouldBe("王");
        map.Unused.ShouldBe(["姓名", "手机"]);
    }

    [Fact]
    public void Match_WithAColumnChosenForAnotherField_DoesNotOfferItTwice()
    {
        var map = ColumnMap.Match(["姓名", "手机"], wanted, new Dictionary<string, string> { ["building"] = "姓名" });
        map.Get(Row("3幢", "138"), "building").ShouldBe("3幢");
        map.Missing.ShouldBe(["name"]);
    }

    [Fact]
    public void Match_WithAChoiceOfWhatDoesNotExist_SaysSo()
    {
        var chosen = new Dictionary<string, string> { ["phone"] = "传真", ["age"] = "年龄" };
        var map = ColumnMap.Match(["姓名", "手机", "年龄"], wanted, chosen);
        map.WrongChoices.ShouldBe(["phone=传真", "age=年龄"], ignoreOrder: true);
        map.IsUsable.ShouldBeFalse();
    }

    [Theory]
    [InlineData("phone=联系电话", "phone", "联系电话")]
    [InlineData(" phone = a=b ", "phone", "a=b")]
    public void TryParseChoice_OfFieldEqualsHeader_ReadsBoth(string text, string field, string header)
    {
        ColumnMap.TryParseChoice(text, out var choice).ShouldBeTrue();
        choice.ShouldBe(new KeyValuePair<string, string>(field, header));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("phone")]
    [InlineData("=手机")]
    [InlineData("phone=")]
    public void TryParseChoice_OfAnythingElse_IsRefused(string? text) => ColumnMap.TryParseChoice(text, out _).ShouldBeFalse();

    private static TableRow Row(params string[] cells) => new(new RawRow(2, cells), new Dictionary<string, int>());
}
