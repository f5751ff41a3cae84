using System.Net;
using System.Text.Json;
using Linli.TestServer;

namespace Linli.Server.Tests;

public class LiveTests
{
    [Fact]
    public async Task Live_WhenNotesAreWrittenInTwoPlaces_TellsEachReaderOfTheirOwn()
    {
        await using var bed = await Bed.Start();
        var here = bed.Accounts.Add("/c/a/", NotesModule.Read);
        using var reader = await Reader.Open(bed, here);
        await bed.Write(here, "other place", "/c/b/");
        await bed.Write(here, "my place", "/c/a/");
        await bed.Relay();

        var message = await reader.Next();
        message.Data.GetProperty("subject").GetString().ShouldBe("my place");
        message.Data.GetProperty("type").GetString().ShouldBe("linli.note.written");
        message.Data.GetProperty("scope").GetString().ShouldBe("/c/a/");
        message.Id.ShouldBe(2);
    }

    [Fact]
    public async Task Live_WhenAReaderComesBack_GetsWhatItMissedAndNothingTwice()
    {
        await using var bed = await Bed.Start();
        var here = bed.Accounts.Add("/c/a/", NotesModule.Read);
        foreach (var text in (string[])["one", "two", "three"])
            await bed.Write(here, text, "/c/a/");
        await bed.Write(here, "not mine", "/c/b/");
        await bed.Relay();

        using var reader = await Reader.Open(bed, here, after: 1);
        (await reader.Next()).Id.ShouldBe(2);
        (await reader.Next()).Id.ShouldBe(3);
        await bed.Write(here, "four", "/c/a/");
        await bed.Relay();
        (await reader.Next()).Id.ShouldBe(5);
    }

    [Fact]
    public async Task Live_WhenThePostIsTakenAway_FallsSilentWithinHalfAMinute()
    {
        await using var bed = await Bed.Start();
        var here = bed.Accounts.Add("/c/a/", NotesModule.Read);
        var writer = bed.Accounts.Add("/c/a/");
        using var reader = await Reader.Open(bed, here);
        bed.Accounts.All.TryRemove(here, out _);
        bed.Time.Pass(TimeSpan.FromSeconds(31));
        await bed.Write(writer, "secret", "/c/a/");
        await bed.Relay();
        (await reader.ToEnd()).ShouldNotContain("secret");
    }

    [Fact]
    public async Task Live_WhenNobodyIsSignedIn_IsRefused()
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(null);
        (await client.GetAsync("/live")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Live_WhenAnAccountOpensAnEleventhPage_IsRefused()
    {
        await using var bed = await Bed.Start();
        var here = bed.Accounts.Add("/c/a/", NotesModule.Read);
        var open = new List<Reader>();
        for (var i = 0; i < 10; i++)
            open.Add(await Reader.Open(bed, here));
        using var client = bed.As(here);
        (await client.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        open.ForEach(r => r.Dispose());
    }

    private sealed class Reader(HttpClient client, HttpResponseMessage answer, StreamReader lines) : IDisposable
    {
        public static async Task<Reader> Open(Bed bed, Guid account, long? after = null)
        {
            var client = bed.As(account);
            if (after is not null)
                client.DefaultRequestHeaders.Add("Last-Event-ID", FormattableString.Invariant($"{after}"));
            var answer = await client.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
            (await lines.ReadLineAsync()).ShouldBe("retry: 3000");
            return new(client, answer, lines);
        }

        public async Task<(long Id, JsonElement Data)> Next()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            long id = 0;
            while (await lines.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return (id, JsonDocument.Parse(line[6..]).RootElement);
            }

            throw new EndOfStreamException();
        }

        public async Task<string> ToEnd()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            return await lines.ReadToEndAsync(limit.Token);
        }

        public void Dispose()
        {
            lines.Dispose();
            answer.Dispose();
            client.Dispose();
        }
    }
}
