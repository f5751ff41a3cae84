using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Text;

namespace Linli.Platform.Tests.Text;

public class SimilarityTests
{
    private static readonly Similarity similarity = Similarity.Standard;

    [Theory]
    [InlineData("3幢门口路灯坏了", "三幢楼下路灯不亮")]
    [InlineData("12栋2单元电梯故障", "十二幢二单元的电梯坏了")]
    [InlineData("东门垃圾桶满了没人清运", "东门口的垃圾箱满溢")]
    [InlineData("和枫路窨井盖破损", "和枫路的井盖裂开了")]
    [InlineData("地下车库漏水", "地下车库渗水了")]
    [InlineData("电瓶车在楼道飞线充电", "楼道里电动车飞线充电")]
    [InlineData("5号楼下水道堵了", "五幢下水管堵塞，请处理")]
    [InlineData("有人遛狗不牵绳", "遛狗没拴绳")]
    [InlineData("LED screen flickers", "led SCREEN flickers!")]
    [InlineData("中心公园健身器材坏了", "中心公园健身器械坏掉")]
    public void Of_TwoWordingsOfTheSame_IsAlike(string one, string other) =>
        similarity.Of(one, other).ShouldBeGreaterThanOrEqualTo(Similarity.Alike);

    [Theory]
    [InlineData("3幢门口路灯坏了", "5幢门口路灯坏了")]
    [InlineData("3幢电梯坏了", "3幢路灯坏了")]
    [InlineData("二单元电梯故障", "一单元电梯故障")]
    [InlineData("东门垃圾桶满了", "西门道闸坏了")]
    [InlineData("地下车库漏水", "广场舞噪音扰民")]
    [InlineData("楼道飞线充电", "路口违停")]
    [InlineData("申请老年食堂助餐", "申请儿童托育")]
    [InlineData("和枫路井盖破损", "江南大道井盖破损")]
    [InlineData("", "路灯坏了")]
    [InlineData("的了吗", "的了吗")]
    public void Of_TwoDifferentMatters_IsNotAlike(string one, string other) =>
        similarity.Of(one, other).ShouldBeLessThan(Similarity.Alike);

    [Fact]
    public void Of_OtherNumberAndOtherThing_ScoresLowerThanEither()
    {
        var number = similarity.Of("3幢路灯坏了", "5幢路灯坏了");
        similarity.Of("3幢路灯坏了", "5幢电梯坏了").ShouldBeLessThan(number);
    }

    [Fact]
    public void Of_AnyTwoTexts_IsSymmetricAndBetweenZeroAndOne()
    {
        var texts = Gen.Elements("路", "灯", "电梯", "坏", "三", "十", "3", "0", "幢", "门口", "led ", "，", "和枫").ListOf()
            .Select(parts => string.Concat(parts)).ToArbitrary();
        Prop.ForAll(texts, texts, (one, other) =>
        {
            var score = similarity.Of(one, other);
            return score is >= 0 and <= 1
                && score == similarity.Of(other, one)
                && (similarity.Of(one, one) is 0 or > 0.999999);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Of_WithAnOwnTable_FollowsIt()
    {
        var own = new Similarity([new SimilarWord("茶", 2, SimilarWordKind.Thing, ["茶", "茗"])]);
        own.Of("茶", "茗").ShouldBe(1);
        own.Of("路灯坏了", "路灯不亮").ShouldBeLessThan(Similarity.Alike);
    }

    [Theory]
    [InlineData("茶,x,thing,茶")]
    [InlineData("茶,1,drink,茶")]
    public void ReadTable_WithARowThatCannotBeRead_SaysWhere(string row)
    {
        using var csv = new StringReader("word,weight,kind,variants\n" + row + "\n");
        Should.Throw<FormatException>(() => Similarity.ReadTable(csv)).Message.ShouldContain("Line 2");
    }
}
