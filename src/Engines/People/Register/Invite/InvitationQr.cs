using QRCoder;

namespace Linli.People.Register.Invite;

/// <summary>Links as QR codes.</summary>
internal static class InvitationQr
{
    /// <summary>A QR code of a link, SVG.</summary>
    public static string Of(string link)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(link, QRCodeGenerator.ECCLevel.M);
        return new SvgQRCode(data).GetGraphic(5);
    }
}
