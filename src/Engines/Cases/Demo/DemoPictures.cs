using Linli.Platform.Demo;
using Linli.Platform.Files;

namespace Linli.Cases.Demo;

/// <summary>Drawn stand-ins for the photos that people would take: what is wrong, and what it looks like afterwards.</summary>
internal sealed class DemoPictures
{
    private const int Width = 480;
    private const int Height = 320;
    private const string Usual = "building";

    // By the group of the category.
    private static readonly Dictionary<string, Func<bool, Picture>> Scenes = new(StringComparer.Ordinal)
    {
        ["lighting"] = Lamp,
        ["sanitation"] = Bin,
        ["water"] = Pipe,
        ["greening"] = Tree,
        ["roads"] = Road,
        ["parking"] = Parking,
        ["corridor"] = Corridor,
        ["lake"] = Lake,
        [Usual] = Building,
    };

    private readonly Dictionary<(string Scene, bool After), KeptFile> kept = [];

    /// <summary>Draws and keeps all of them.</summary>
    public static async Task<DemoPictures> Draw(IManyFiles files, CancellationToken cancel)
    {
        var pictures = new DemoPictures();
        foreach (var (scene, draw) in Scenes)
            foreach (var after in new[] { false, true })
            {
                using var png = new MemoryStream(draw(after).ToPng());
                pictures.kept[(scene, after)] = await files.Keep(png, $"{scene}-{(after ? "after" : "before")}.png", cancel);
            }

        return pictures;
    }

    /// <summary>The picture for a case of a group of categories.</summary>
    public KeptFile Of(string? group, EvidencePhase phase) =>
        kept[(group is not null && Scenes.ContainsKey(group) ? group : Usual, phase == EvidencePhase.After)];

    private static Picture Lamp(bool after)
    {
        var night = new Picture(Width, Height).Shade(0, 230, 0x0E1A33, 0x27395E).Box(0, 230, 479, 319, 0x2B2F38);
        for (var i = 0; i < 5; i++)
            night.Box(20 + (i * 95), 140 + (i % 2 * 22), 85 + (i * 95), 230, 0x1B2540).Box(38 + (i * 95), 170, 50 + (i * 95), 186, 0xC9A95A);
        night.Wedge(284, 0, 479, 290, 0, 479, 0x3C424E);
        if (after)
            night.Wedge(82, 258, 294, 262, 168, 384, 0x6D6A4F).Wedge(262, 168, 384, 300, 150, 402, 0x8A8354).Disc(276, 76, 24, 0xFFF3B0);
        return night.Box(228, 64, 235, 262, 0x9AA3B2).Box(228, 62, 286, 68, 0x9AA3B2).Box(260, 68, 292, 78, after ? 0xFFE56B : 0x4B5261);
    }

    private static Picture Bin(bool after)
    {
        var yard = new Picture(Width, Height).Shade(0, 190, 0xBFE3F5, 0xEAF6EE).Box(0, 190, 479, 319, 0xC9CCC4);
        int[] colours = [0x2F7D4F, 0x2F6DB5, 0x8A5A33, 0x5B6470];
        for (var i = 0; i < 4; i++)
            yard.Wedge(120, 66 + (i * 92), 134 + (i * 92), 226, 74 + (i * 92), 126 + (i * 92), colours[i]).Box(60 + (i * 92), 110, 140 + (i * 92), 122, colours[i] - 0x101010);
        if (!after)
            yard.Disc(96, 248, 22, 0x3A3A3F).Disc(140, 256, 18, 0x55585F).Disc(232, 252, 20, 0x2E2F33).Box(300, 240, 356, 268, 0xB98A57)
                .Box(364, 248, 398, 266, 0xC99B66).Disc(420, 262, 12, 0x7FA6C9);
        return yard;
    }

    private static Picture Pipe(bool after)
    {
        var wall = new Picture(Width, Height).Shade(0, 250, 0xE9E4DA, 0xD8D1C3).Box(0, 250, 479, 319, 0x9FA5A8);
        wall.Box(0, 120, 479, 152, 0x7E8C99).Box(0, 124, 479, 130, 0xA9B4BE).Box(300, 0, 330, 152, 0x7E8C99);
        return after
            ? wall.Box(196, 112, 250, 160, 0x4F5F6E).Disc(223, 136, 9, 0xC0CAD3)
            : wall.Wedge(152, 216, 228, 262, 204, 240, 0x6FB3DE).Disc(222, 276, 40, 0x83C2EA).Disc(262, 284, 26, 0x83C2EA).Disc(182, 284, 24, 0x83C2EA);
    }

    private static Picture Tree(bool after)
    {
        var park = new Picture(Width, Height).Shade(0, 210, 0xA9DBF2, 0xE3F4EA).Box(0, 210, 479, 319, 0x86B86B).Wedge(210, 210, 270, 319, 120, 360, 0xD9CFB8);
        park.Box(92, 120, 112, 236, 0x7A5436).Disc(102, 96, 58, 0x3E8E4E).Disc(64, 118, 36, 0x4AA35C).Disc(140, 116, 38, 0x4AA35C);
        park.Box(388, 136, 402, 232, 0x7A5436).Disc(395, 112, 42, 0x3E8E4E);
        return after ? park : park.Wedge(232, 150, 168, 262, 318, 336, 0x7A5436).Disc(322, 258, 34, 0x5C8F3F).Disc(292, 276, 22, 0x6BA34A);
    }

    private static Picture Road(bool after)
    {
        var road = new Picture(Width, Height).Shade(0, 130, 0xB7DDF2, 0xEEF5EE).Box(0, 130, 479, 319, 0xA7B79B).Wedge(130, 200, 280, 319, 20, 460, 0x6B7077);
        for (var i = 0; i < 4; i++)
            road.Wedge(142 + (i * 46), 237 - i, 243 + i, 168 + (i * 48), 236 - (2 * i), 244 + (2 * i), 0xF1F1EC);
        return after
            ? road.Wedge(224, 150, 222, 274, 130, 216, 0x565B62)
            : road.Disc(176, 250, 34, 0x3A3D42).Disc(206, 256, 22, 0x3A3D42).Disc(178, 254, 20, 0x2A2C30);
    }

    private static Picture Parking(bool after)
    {
        var lot = new Picture(Width, Height).Shade(0, 110, 0xC7E4F2, 0xEAF3F0).Box(0, 110, 479, 319, 0x82888F).Box(0, 60, 479, 112, 0xB9AFA3);
        for (var i = 0; i < 6; i++)
            lot.Wedge(236, 30 + (i * 80), 44 + (i * 80), 300, 4 + (i * 80), 18 + (i * 80), 0xE8C34A);
        lot.Box(0, 230, 479, 236, 0xE8C34A).Box(0, 300, 479, 306, 0xE8C34A);
        return after
            ? lot
            : lot.Wedge(176, 176, 300, 206, 152, 326, 0xC7453B).Box(120, 206, 362, 262, 0xC7453B).Box(190, 182, 238, 204, 0xBFD7E6)
                .Box(246, 182, 292, 204, 0xBFD7E6).Disc(170, 264, 22, 0x26282B).Disc(312, 264, 22, 0x26282B);
    }

    private static Picture Corridor(bool after)
    {
        var inside = new Picture(Width, Height).Box(0, 0, 479, 319, 0xE7E1D6).Wedge(200, 190, 290, 319, 40, 440, 0xB9AE9C)
            .Box(190, 70, 290, 200, 0xD3CABB).Box(216, 100, 264, 200, 0x8B5E3C).Disc(256, 152, 4, 0xE8C34A);
        return after
            ? inside
            : inside.Box(60, 196, 160, 276, 0xB98A57).Box(80, 150, 150, 196, 0xC99B66).Box(330, 210, 420, 282, 0x6E7F91).Disc(350, 288, 16, 0x333639).Disc(404, 288, 16, 0x333639);
    }

    private static Picture Lake(bool after)
    {
        var lake = new Picture(Width, Height).Shade(0, 120, 0xBFE3F5, 0xF2F7EE).Box(0, 112, 479, 140, 0x7FB06A).Shade(140, 320, 0x6FB6CF, 0x3F8CAE);
        lake.Disc(70, 104, 34, 0x5B9A57).Disc(420, 100, 40, 0x5B9A57).Disc(330, 110, 26, 0x6FAE66);
        if (after)
            return lake;
        for (var i = 0; i < 16; i++)
            lake.Disc(30 + (i * 61 % 430), 176 + (i * 37 % 120), 6 + (i % 4 * 3), i % 3 == 0 ? 0xE9E6DC : i % 3 == 1 ? 0x6F7F3F : 0xB7C46A);
        return lake;
    }

    private static Picture Building(bool after)
    {
        var street = new Picture(Width, Height).Shade(0, 260, 0xAFD9F2, 0xF0F6F0).Box(0, 260, 479, 319, 0xB7BDB4).Box(90, 30, 390, 262, 0xE3D3BC);
        for (var row = 0; row < 4; row++)
            for (var column = 0; column < 5; column++)
                street.Box(112 + (column * 56), 48 + (row * 50), 144 + (column * 56), 80 + (row * 50), (row + column) % 3 == 0 ? 0xF3D98B : 0x7FA8C4);
        street.Box(222, 214, 258, 262, 0x7B5B43);
        return after
            ? street
            : street.Wedge(30, 300, 306, 120, 322, 330, 0x5A4A3C).Wedge(120, 322, 330, 200, 300, 306, 0x5A4A3C).Box(286, 262, 316, 272, 0x9C8F7E).Box(326, 264, 342, 272, 0x9C8F7E);
    }
}
