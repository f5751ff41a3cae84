using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using Linli.Mobility.Roads;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linli.Mobility.Tests;

/// <summary>S73: the picture of a road tells how full it is and nothing of anybody on it; with its time and source, or words in its place.</summary>
public sealed class RoadPictureTests
{
    private const int Width = 640;
    private const int Height = 360;

    [Fact]
    public void Mask_LeavesNothingFinerThanABlock_AndACarIsTwelveOfThem()
    {
        var picture = Draw((x, y) => (byte)(((x / 2) + y) % 2 == 0 ? 255 : 0), nearestCar: 120);
        var (across, down, pixels) = Read(PictureMask.Apply(picture)!);
        var block = PictureMask.BlockOf(picture);
        (block, across, down).ShouldBe((10, 64, 36));
        (120 / block).ShouldBeLessThanOrEqualTo(PictureMask.MostBlocksOfACar);
        // Letters as fine as those of a plate are one grey: nothing varies any more.
        pixels.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Mask_OfTwoPlates_IsTheSamePicture()
    {
        // A plate of 30 by 8 pixels on the nearest car, with other letters of the same ink.
        CameraSnapshot Plate(int shift) => Draw((x, y) => x is >= 300 and < 330 && y is >= 200 and < 208 ? (byte)((x + y + shift) % 2 == 0 ? 250 : 10) : (byte)90, nearestCar: 120);
        PictureMask.Apply(Plate(0)).ShouldBe(PictureMask.Apply(Plate(1)));
        // And the picture still tells a car from the road.
        var (_, _, pixels) = Read(PictureMask.Apply(Draw((x, y) => x is >= 200 and < 320 && y is >= 150 and < 230 ? (byte)220 : (byte)80, nearestCar: 120))!);
        pixels.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Mask_CoversWhatItsCameraSays_AndLeavesNoFinerEdge()
    {
        var picture = Draw((_, _) => 255, nearestCar: 130) with { Covered = [[(0.5, 0), (1, 0), (1, 1), (0.5, 1)]] };
        var (across, down, pixels) = Read(PictureMask.Apply(picture)!);
        (across * PictureMask.BlockOf(picture)).ShouldBeLessThanOrEqualTo(Width);
        for (var i = 0; i < across * down; i++)
            pixels[i].ShouldBe(((i % across) + 1) * PictureMask.BlockOf(picture) > Width / 2 ? 0x808080 : 0xF8F8F8);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(641)]
    public void Mask_WithoutTheSizeOfACar_GivesNoPicture(int nearestCar) => PictureMask.Apply(Draw((_, _) => 9, nearestCar)).ShouldBeNull();

    [Fact]
    public void Mask_OfTooFewBytes_OrOfTooFewBlocks_GivesNoPicture()
    {
        PictureMask.Apply(Draw((_, _) => 9, 120) with { Rgb = new byte[100] }).ShouldBeNull();
        PictureMask.Apply(new(40, 40, new byte[40 * 40 * 3], TestTown.Start, 40, false)).ShouldNotBeNull();
        PictureMask.Apply(new(20, 20, new byte[20 * 20 * 3], TestTown.Start, 20, false)).ShouldBeNull();
        PictureMask.BlockOf(Draw((_, _) => 9, nearestCar: 2)).ShouldBe(4, "however small its cars");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S73")]
    public async Task Road_ShowsItsPictureWithTimeAndSource_AndWordsWhenTheCameraIsAway(DatabaseKind kind)
    {
        var (found, sensed, camera) = await Found(kind);
        await using var town = found;
        var counter = sensed.Add("t-1", "traffic-counter", "bridge");
        sensed.Says(counter, town.Time.GetUtcNow(), ("vehicles", 90), ("speed", 10));
        var road = (await town.Client().Get("/mobility/roads").Good())[0];
        road.Text("level").ShouldBe("jammed");
        var picture = road.GetProperty("picture");
        picture.GetProperty("at").GetDateTimeOffset().ShouldBe(town.Time.GetUtcNow());
        picture.GetProperty("source").ToString().ShouldContain("cam-bridge");
        var answer = await town.Client().GetAsync(picture.Text("address"));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        var (across, down, pixels) = Read(await answer.Content.ReadAsByteArrayAsync());
        (across, down, pixels.Distinct().Count()).ShouldBe((64, 36, 1), "one pixel a block, and nothing of what was finer");
        var page = await town.Client().Page("/roads");
        page.ShouldContain(picture.Text("address"));
        page.ShouldContain("Yueya Bridge");
        page.ShouldContain("cam-bridge");
        (await town.Client().Get("/mobility/roads/nowhere/picture.png").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_road");

        // However many look, the camera is asked twice a minute.
        camera.Asked.ShouldBe(1);
        town.Time.Move(TimeSpan.FromSeconds(40));
        await town.Client().Page("/roads");
        camera.Asked.ShouldBe(2);

        // Away: the last one stands with its time until it is old, then there are words.
        camera.Away = true;
        town.Time.Move(TimeSpan.FromMinutes(2));
        (await town.Client().Page("/roads")).ShouldContain("picture.png");
        town.Time.Move(TimeSpan.FromMinutes(4));
        page = await town.Client().Page("/roads");
        page.ShouldNotContain("picture.png");
        page.ShouldContain("does not answer");
        (await town.Client().Get("/mobility/roads/bridge/picture.png").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.no_picture");

        // One that says nothing of its cars cannot be masked, so nobody sees it; nor one of yesterday.
        (camera.Away, camera.NearestCar) = (false, 0);
        town.Time.Move(TimeSpan.FromMinutes(1));
        (await town.Client().Page("/roads")).ShouldContain("does not answer");
        (camera.NearestCar, camera.Behind) = (120, TimeSpan.FromDays(1));
        town.Time.Move(TimeSpan.FromMinutes(1));
        (await town.Client().Page("/roads")).ShouldContain("does not answer");
    }

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static async Task<(TestTown Town, SensedTown Sensed, BridgeCamera Camera)> Found(DatabaseKind kind)
    {
        var (sensed, camera) = (new SensedTown(), new BridgeCamera());
        var town = await TestTown.Found(kind, builder =>
        {
            builder.Services.AddSingleton<IDevices>(sensed).AddSingleton<ILatest>(sensed).AddSingleton<IAlarms>(sensed).AddSingleton<IResponders>(sensed).AddSingleton<IFences>(sensed).AddSingleton<IRules>(sensed);
            builder.Services.RemoveAll<ICameraSnapshots>().AddSingleton<ICameraSnapshots>(camera);
        });
        camera.Time = town.Time;
        sensed.Add("cam-bridge", WatchKinds.Camera, "bridge");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(new Road { Code = "bridge", Scope = SmallTown.First.Value, NameZh = "月牙桥", NameEn = "Yueya Bridge", Longitude = 120.21, Latitude = 30.2, FreeSpeed = 40, SourceZh = "检测器", SourceEn = "counters" });
            return await db.SaveChangesAsync();
        });
        return (town, sensed, camera);
    }

    private static CameraSnapshot Draw(Func<int, int, byte> grey, int nearestCar)
    {
        var rgb = new byte[Width * Height * 3];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                rgb.AsSpan(((y * Width) + x) * 3, 3).Fill(grey(x, y));
        return new(Width, Height, rgb, TestTown.Start, nearestCar, Test: false);
    }

    // The pixels of a PNG of true colour without filters, as 0xRRGGBB.
    private static (int Across, int Down, int[] Pixels) Read(byte[] png)
    {
        var (across, down) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        var start = png.AsSpan().IndexOf("IDAT"u8);
        using var zlib = new ZLibStream(new MemoryStream(png, start + 4, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(start - 4))), CompressionMode.Decompress);
        var rows = new byte[down * ((across * 3) + 1)];
        zlib.ReadExactly(rows);
        var pixels = new int[across * down];
        for (var i = 0; i < pixels.Length; i++)
        {
            var at = (i / across * ((across * 3) + 1)) + 1 + (i % across * 3);
            pixels[i] = (rows[at] << 16) | (rows[at + 1] << 8) | rows[at + 2];
        }

        return (across, down, pixels);
    }

    /// <summary>A camera over a bridge, full of things that nobody may read.</summary>
    private sealed class BridgeCamera : ICameraSnapshots
    {
        public TimeProvider Time { get; set; } = null!;

        public bool Away { get; set; }

        public int NearestCar { get; set; } = 120;

        public TimeSpan Behind { get; set; }

        public int Asked { get; private set; }

        public ValueTask<CameraSnapshot?> Take(Device camera, CancellationToken cancel)
        {
            Asked++;
            return Away ? throw new HttpRequestException("The video platform is away.")
                : ValueTask.FromResult<CameraSnapshot?>(Draw((x, y) => (byte)((x + y) % 2 == 0 ? 255 : 0), NearestCar) with { At = Time.GetUtcNow() - Behind });
        }
    }
}
