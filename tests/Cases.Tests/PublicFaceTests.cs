using Linli.Cases.Report;

namespace Linli.Cases.Tests;

public class PublicFaceTests
{
    [Theory]
    [InlineData("请打13812345678找我", "请打•••找我")]
    [InlineData("电话 0571-88886666 没人接", "电话 ••• 没人接")]
    [InlineData("身份证330108201609100014", "身份证•••")]
    [InlineData("浙A12345堵住了通道", "•••堵住了通道")]
    [InlineData("我住3幢502室，楼上漏水", "我住3幢•••室，楼上漏水")]
    [InlineData("2017-06-22起施工，2017—2019年，6000-8000元", "2017-06-22起施工，2017—2019年，6000-8000元")]
    public void Of_NumbersThatLeadToAPerson_AreMaskedAndOthersStay(string text, string shown) => PublicFace.Of(text).ShouldBe(shown);
}
