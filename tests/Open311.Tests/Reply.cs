using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace Linli.Open311.Tests;

/// <summary>An answer as a client reads it.</summary>
public sealed record Reply(HttpStatusCode Status, string ContentType, string Body)
{
    public XElement Xml => XDocument.Parse(Body, LoadOptions.PreserveWhitespace).Root!;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public static async Task<Reply> Of(HttpResponseMessage response) => new(
        response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "", await response.Content.ReadAsStringAsync());

    /// <summary>The answer must be an error of this status, in this format, whose words contain a text.</summary>
    public void ShouldBeError(int status, string format, string words)
    {
        ((int)Status).ShouldBe(status, Body);
        if (format == "xml")
        {
            ContentType.ShouldBe("text/xml; charset=utf-8");
            Xml.Name.LocalName.ShouldBe("errors");
            var error = Xml.Elements("error").First();
            error.Element("code")!.Value.ShouldBe($"{status}");
            Xml.Elements("error").ShouldContain(e => e.Element("description")!.Value.Contains(words));
        }
        else
        {
            ContentType.ShouldBe("application/json; charset=utf-8");
            Json.ValueKind.ShouldBe(JsonValueKind.Array);
            Json[0].GetProperty("code").GetInt32().ShouldBe(status);
            Json.EnumerateArray().ShouldContain(e => e.GetProperty("description").GetString()!.Contains(words));
        }
    }
}
