using System.Globalization;
using Linli.Platform.Tables;

namespace Linli.Open311.Tests;

/// <summary>Real messages through the gateway and back.</summary>
public sealed class MessagesTests
{
    [Fact]
    public async Task Messages_PostedAndReadBack_AreUnchanged()
    {
        if (Environment.GetEnvironmentVariable("LINLI_MESSAGES_CSV") is not { Length: > 0 } file || !File.Exists(file))
        {
            Assert.Skip("LINLI_MESSAGES_CSV names no file with the columns id, user, title, text, received_at, answered_at, answer.");
            return;
        }

        var rows = int.Parse(Environment.GetEnvironmentVariable("LINLI_MESSAGES_ROWS") ?? "200", CultureInfo.InvariantCulture);
        await using var city = await City.Found();
        var sent = new Dictionary<string, string>();
        using (var stream = File.OpenRead(file))
        using (var table = TableReader.Open(stream))
            foreach (var row in table.Rows().Take(rows))
                sent[await city.Report(("description", row["text"]), ("account_id", row["user"]))] = row["text"];
        sent.Count.ShouldBe(rows);

        foreach (var page in sent.Keys.Chunk(100))
        {
            var path = $"requests.json?api_key={city.Key}&service_request_id={string.Join(',', page)}";
            var back = (await city.Get(path)).Json.EnumerateArray().ToDictionary(
                r => r.GetProperty("service_request_id").GetString()!, r => r.GetProperty("description").GetString()!);
            var xml = (await city.Get(path.Replace(".json", ".xml", StringComparison.Ordinal))).Xml.Elements("request")
                .ToDictionary(r => r.Element("service_request_id")!.Value, r => r.Element("description")!.Value);
            foreach (var id in page)
            {
                back[id].ShouldBe(sent[id]);
                xml[id].ShouldBe(sent[id]);
                (await city.CaseOf(id)).Text.ShouldBe(sent[id]);
            }
        }
    }
}
