using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Files;
using Linli.Platform.Jobs;
using Linli.TestServer;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Server.Tests;

public class FilesTests
{
    [Fact]
    public async Task Upload_WhenAPhotoSaysWhereItWasTaken_StoresItWithoutThePlace()
    {
        await using var bed = await Bed.Start();
        var me = bed.Accounts.Add("/c/a/");
        using var client = bed.As(me);
        var stored = await Stored(await Upload(client, Pictures.JpegWithGps(), "home.jpg"));

        stored.MediaType.ShouldBe("image/jpeg");
        var bytes = await client.GetByteArrayAsync(stored.Url);
        bytes.AsSpan().IndexOf("30.2105"u8).ShouldBe(-1);
        bytes.AsSpan().IndexOf("Exif\0\0"u8).ShouldBe(-1);
        Directory.EnumerateFiles(bed.Folder, "*", SearchOption.AllDirectories)
            .Where(f => f.Contains("/files/", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Upload_WhenAPdfIsNamedJpg_IsRefusedByItsBytes()
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(bed.Accounts.Add("/c/a/"));
        using var answer = await Upload(client, "%PDF-1.7 hello"u8.ToArray(), "photo.jpg");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe("files.not_a_photo");
        problem.GetProperty("field").GetString().ShouldBe("file");
    }

    [Fact]
    public async Task Upload_WhenAPhotoHas20Megabytes_SaysWhichFieldIsTooLarge()
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(bed.Accounts.Add("/c/a/"));
        var big = new byte[20 << 20];
        Pictures.JpegWithGps().CopyTo(big, 0);
        using var answer = await Upload(client, big, "big.jpg");
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe("files.too_large");
        problem.GetProperty("field").GetString().ShouldBe("file");
        Directory.EnumerateFiles(Path.Combine(bed.Folder, "files"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Upload_WhenAPngClaimsAHundredThousandPixelsASide_IsRefused()
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(bed.Accounts.Add("/c/a/"));
        using var answer = await Upload(client, Pictures.PngClaiming(100_000, 100_000), "bomb.png");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("../../etc/passwd.jpg", "passwd.jpg")]
    [InlineData(@"C:\fakepath\灯 坏了.JPEG", "灯 坏了.jpg")]
    [InlineData("a\u202Egpj.exe", "agpj.jpg")]
    [InlineData("<script>.jpg", "script.jpg")]
    [InlineData(".jpg", "jpg.jpg")]
    public void CleanName_WhateverTheSenderCallsIt_IsAHarmlessName(string sent, string kept) =>
        FileRules.CleanName(sent, MediaKind.Jpeg).ShouldBe(kept);

    [Fact]
    public async Task Read_WhenTheFileBelongsToNothingYet_IsForItsUploaderOnly()
    {
        await using var bed = await Bed.Start();
        using var mine = bed.As(bed.Accounts.Add("/c/a/"));
        using var other = bed.As(bed.Accounts.Add("/", NotesModule.Read));
        using var nobody = bed.As(null);
        var stored = await Stored(await Upload(mine, Pictures.JpegWithGps(), "a.jpg"));
        (await mine.GetAsync(stored.Url)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync(stored.Url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nobody.GetAsync(stored.Url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Read_WhenTheFileIsAttached_FollowsTheThingsScope()
    {
        await using var bed = await Bed.Start();
        var writer = bed.Accounts.Add("/c/a/", NotesModule.Read);
        using var mine = bed.As(writer);
        using var neighbour = bed.As(bed.Accounts.Add("/c/b/", NotesModule.Read));
        var stored = await Stored(await Upload(mine, Pictures.JpegWithGps(), "a.jpg"));
        await bed.Write(writer, "lamp", "/c/a/", stored.Id);

        using var read = await mine.GetAsync(stored.Url);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        read.Headers.CacheControl!.Private.ShouldBeTrue();
        read.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        read.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        (await neighbour.GetAsync(stored.Url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var again = new HttpRequestMessage(HttpMethod.Get, stored.Url) { Headers = { IfNoneMatch = { read.Headers.ETag! } } };
        (await mine.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var part = new HttpRequestMessage(HttpMethod.Get, stored.Url) { Headers = { Range = new RangeHeaderValue(0, 9) } };
        var partial = await mine.SendAsync(part);
        partial.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await partial.Content.ReadAsByteArrayAsync()).Length.ShouldBe(10);
    }

    [Fact]
    public async Task Attach_WhenTheFileIsSomebodyElses_IsRefused()
    {
        await using var bed = await Bed.Start();
        using var mine = bed.As(bed.Accounts.Add("/c/a/"));
        var stored = await Stored(await Upload(mine, Pictures.JpegWithGps(), "a.jpg"));
        using var thief = bed.As(bed.Accounts.Add("/", NotesModule.Read));
        using var answer = await thief.PostAsJsonAsync("/api/v1/notes", new { text = "x", place = "/c/", files = new[] { stored.Id.Value } });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Clean_WhenAFileBelongsToNothingForADay_RemovesRowAndBytes()
    {
        await using var bed = await Bed.Start();
        var me = bed.Accounts.Add("/", NotesModule.Read);
        using var client = bed.As(me);
        var loose = await Stored(await Upload(client, Pictures.JpegWithGps(), "loose.jpg"));
        bed.Time.Pass(TimeSpan.FromHours(25));
        await bed.InScope<FileCleaner, bool>(async cleaner =>
        {
            await ((IJob)cleaner).Run(CancellationToken.None);
            return true;
        });
        (await client.GetAsync(loose.Url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Directory.EnumerateFiles(Path.Combine(bed.Folder, "files"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/files/..%2f..%2fkeys%2ffields.json")]
    [InlineData("/files/../keys/fields.json")]
    [InlineData("/assets/..%2f..%2fappsettings.json")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    public async Task Read_WhenThePathClimbs_FindsNothing(string path)
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(bed.Accounts.Add("/", NotesModule.Read));
        using var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    internal static async Task<HttpResponseMessage> Upload(HttpClient client, byte[] bytes, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } };
        return await client.PostAsync("/api/v1/files", form);
    }

    private static async Task<StoredFile> Stored(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<StoredFile>(Json.Options))!;
    }
}
