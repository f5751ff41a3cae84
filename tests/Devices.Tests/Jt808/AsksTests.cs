using Linli.Jt808;
using Linli.Jt808.Talk;

namespace Linli.Devices.Tests.Jt808;

/// <summary>What terminals are told, byte for byte.</summary>
public sealed class AsksTests
{
    [Theory]
    [InlineData("text", """{"text":"你好","urgent":true}""", false, 0x8300, "0D" + "C4E3BAC3")]
    [InlineData("text", """{"text":"你好"}""", true, 0x8300, "0D01" + "C4E3BAC3")]
    [InlineData("query-parameters", "{}", false, 0x8104, "")]
    [InlineData("query-parameters", """{"ids":["0x0001"]}""", false, 0x8106, "0100000001")]
    [InlineData("parameters", """{"0x0001":60,"0x0013":"a.cn"}""", false, 0x8103, "02" + "00000001040000003C" + "0000001304612E636E")]
    [InlineData("circles", """{"areas":[{"id":7,"latitude":30.5,"longitude":120.5,"radius":500,"leave":"platform"}]}""", false, 0x8600, "0001" + "00000007" + "0020" + "01D164A0" + "072EAF20" + "000001F4")]
    [InlineData("circles", """{"add":true,"areas":[{"id":7,"name":"湖","latitude":30.5,"longitude":120.5,"radius":500,"speed":60}]}""", true, 0x8600, "0101" + "00000007" + "0002" + "01D164A0" + "072EAF20" + "000001F4" + "003C0A003C" + "0002BAFE")]
    [InlineData("rectangles", """{"areas":[{"id":1,"north":30.5,"west":120.5,"south":30.25,"east":120.75}]}""", false, 0x8602, "0001" + "00000001" + "0000" + "01D164A0" + "072EAF20" + "01CD9410" + "07327FB0")]
    [InlineData("polygon", """{"id":2,"points":[[30.5,120.5],[30.25,120.75],[30.25,120.5]]}""", false, 0x8604, "00000002" + "0000" + "0003" + "01D164A0072EAF20" + "01CD941007327FB0" + "01CD9410072EAF20")]
    [InlineData("polygon", """{"id":2,"name":"湖","points":[[-30.5,120.5]]}""", true, 0x8604, "00000002" + "0040" + "0001" + "01D164A0072EAF20" + "0002BAFE")]
    [InlineData("route", """{"id":3,"width":20,"points":[[30.5,120.5]],"from":"2026-11-23T00:00:00Z","to":"2026-11-23T09:00:00Z"}""", false, 0x8606,
        "00000003" + "0001" + "261123080000" + "261123170000" + "0001" + "00000001" + "00000001" + "01D164A0072EAF20" + "1400")]
    [InlineData("remove-areas", """{"shape":"routes","ids":[3]}""", false, 0x8607, "0100000003")]
    [InlineData("control", """{"word":4}""", false, 0x8105, "04")]
    [InlineData("locate", "", false, 0x8201, "")]
    [InlineData("attributes", "{}", false, 0x8107, "")]
    public void Command_IsWrittenAsTheStandardSays(string name, string arguments, bool is2019, int id, string body)
    {
        var ask = JtAsks.Of(name, arguments, is2019).ShouldNotBeNull();
        ((int)ask.Id).ShouldBe(id);
        Convert.ToHexString(ask.Body).ShouldBe(body);
    }

    [Fact]
    public void Command_ThatNobodyKnows_IsNone() => JtAsks.Of("dance", "{}", false).ShouldBeNull();

    [Fact]
    public void Message_ThatIsTooLongForAFrame_GoesInParts()
    {
        var frames = JtFrame.WriteAll(JtMessages.SetPolygon, "1", 5, new byte[2500], false);
        frames.Count.ShouldBe(3);
        JtHeader.TryRead(frames[2].AsSpan(1), out var last).ShouldBeTrue();
        (last.Parts, last.Part, last.Serial, last.Length).ShouldBe((3, 3, (ushort)7, 2500 - 2 * JtFrame.LongestBody));
    }
}
