using Linli.Platform.Text;

namespace Linli.Platform.Tests.Text;

public class MaskedTests
{
    [Theory]
    [InlineData("沈小芳", "沈**")]
    [InlineData("沈芳", "沈*")]
    [InlineData("欧阳小芳", "欧***")]
    [InlineData("𠮷田", "𠮷*")]
    [InlineData("John Smith", "J***")]
    [InlineData("沈", "*")]
    [InlineData(" ", "")]
    [InlineData(null, "")]
    public void Name_ShowsTheFirstCharacterOnly(string? name, string expected) => Masked.Name(name).ShouldBe(expected);

    [Theory]
    [InlineData("13812345678", "138****5678")]
    [InlineData("0571-87654321", "0571-****4321")]
    [InlineData("87654321", "****4321")]
    [InlineData("12345", "*****")]
    [InlineData(null, "")]
    public void Phone_ShowsBothEndsOnly(string? phone, string expected) => Masked.Phone(phone).ShouldBe(expected);

    [Theory]
    [InlineData("330108194603150026", "3301**********0026")]
    [InlineData("E12345678", "E*****678")]
    [InlineData("A1234", "*****")]
    [InlineData("", "")]
    public void IdNumber_HidesTheBirthDate(string number, string expected) => Masked.IdNumber(number).ShouldBe(expected);

    [Theory]
    [InlineData("杭州市滨江区江南大道588号3幢501室", "杭州市滨江区江南大道***")]
    [InlineData("和枫里三幢二单元501室", "和枫里***")]
    [InlineData("三里屯五一村十二号", "三里屯五一村***")]
    [InlineData("和枫里东门", "和枫***")]
    [InlineData("", "")]
    public void Address_EndsBeforeTheFirstNumber(string address, string expected) => Masked.Address(address).ShouldBe(expected);
}
