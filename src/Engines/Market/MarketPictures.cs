using Linli.Platform.Demo;

namespace Linli.Market;

/// <summary>What stands where a shop would put a photo: a few shapes on a table.</summary>
internal static class MarketPictures
{
    private static readonly Dictionary<string, Action<Picture>> Drawings = new(StringComparer.Ordinal)
    {
        ["tofu"] = p => Many(p, 0xC98A2B, 0xE0AC52, box: true),
        ["block"] = p => p.Box(90, 90, 230, 180, 0xF3EFE2).Box(90, 172, 230, 180, 0xDAD3BE),
        ["skin"] = p => Layers(p, 0xE8CF8F, 0xD8B86C),
        ["rice"] = p => p.Wedge(60, 120, 200, 190, 100, 220, 0xF4F0E4).Box(130, 46, 190, 62, 0xB23A2E).Disc(160, 130, 26, 0xC9A227),
        ["oil"] = p => p.Box(146, 40, 174, 70, 0x6B4B1E).Box(125, 70, 195, 190, 0xD6A21E).Box(125, 110, 195, 155, 0xF7EFD8),
        ["leaf"] = p => Many(p, 0x3C7A3A, 0x6FA85A, box: false),
        ["tea"] = p => p.Box(110, 80, 210, 185, 0x2F6B4F).Box(110, 110, 210, 145, 0xEADFBE).Box(104, 70, 216, 84, 0x24523D),
        ["egg"] = p => Many(p, 0xD9A57B, 0xE9C3A0, box: false),
        ["shoot"] = p => Layers(p, 0xCBA35A, 0xA87F3B),
        ["potato"] = p => Layers(p, 0xD9772B, 0xB85A1A),
        ["basket"] = p => p.Wedge(110, 90, 230, 185, 110, 210, 0xB98A4A).Box(86, 100, 234, 114, 0x8F6430),
        ["water"] = p => p.Box(120, 60, 200, 190, 0x8CC5E3).Box(144, 40, 176, 60, 0x4D93BC).Box(120, 110, 200, 120, 0x6FB2D6),
        ["umbrella"] = p => p.Wedge(60, 158, 162, 120, 70, 250, 0x2D5E9E).Box(157, 120, 163, 190, 0x5A4632),
        ["plant"] = p => Pot(p),
    };

    public static byte[]? Of(string name)
    {
        if (!Drawings.TryGetValue(name, out var draw))
            return null;
        var picture = new Picture(320, 240).Shade(0, 150, 0xF2EEE3, 0xE4DCC9).Shade(150, 240, 0xB99F7A, 0xA68A63);
        draw(picture);
        return picture.ToPng();
    }

    private static void Many(Picture picture, int dark, int light, bool box)
    {
        for (var i = 0; i < 11; i++)
        {
            var (x, y) = (70 + (i * 53 % 180), 100 + (i * 37 % 80));
            _ = box ? picture.Box(x, y, x + 34, y + 28, dark).Box(x, y, x + 30, y + 22, light) : picture.Disc(x + 10, y + 10, 19, dark).Disc(x + 8, y + 8, 15, light);
        }
    }

    private static void Layers(Picture picture, int dark, int light)
    {
        for (var i = 0; i < 7; i++)
            picture.Box(70 + (i * 4), 80 + (i * 15), 240 - (i * 5), 92 + (i * 15), i % 2 == 0 ? dark : light);
    }

    private static void Pot(Picture picture)
    {
        picture.Wedge(140, 115, 205, 195, 128, 192, 0xB5603A);
        for (var i = 0; i < 8; i++)
            picture.Disc(110 + (i * 29 % 105), 70 + (i * 41 % 70), 20, i % 2 == 0 ? 0x3E8A4A : 0x5FAE5F);
    }
}
