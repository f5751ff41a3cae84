using QRCoder;

namespace Linli.Web;

/// <summary>Texts as QR codes.</summary>
public static class QrPicture
{
    /// <summary>An SVG in black on white with its quiet zone, which takes the size of what it stands in.</summary>
    public static string Svg(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return new SvgQRCode(data).GetGraphic(6, "#000000", "#ffffff", true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
