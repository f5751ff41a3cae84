using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Linli.Tests;

/// <summary>Short words for what the tests ask the server.</summary>
public static class Api
{
    /// <summary>The body of a good answer.</summary>
    public static async Task<JsonElement> Good(this Task<HttpResponseMessage> answer)
    {
        var text = await (await answer).Content.ReadAsStringAsync();
        (await answer).IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The code of the first problem of a refused request.</summary>
    public static async Task<string?> Refused(this Task<HttpResponseMessage> answer, HttpStatusCode status)
    {
        var text = await (await answer).Content.ReadAsStringAsync();
        (await answer).StatusCode.ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString();
    }

    /// <summary>The whole answer to a request that was refused for a field.</summary>
    public static async Task<string> RefusedAt(this Task<HttpResponseMessage> answer, string field)
    {
        var text = await (await answer).Content.ReadAsStringAsync();
        (await answer).StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        text.ShouldContain('"' + field + '"');
        return text;
    }

    public static Task<HttpResponseMessage> Put(this HttpClient client, string path, object body) => client.PutAsJsonAsync("/api/v1" + path, body);

    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, object? body = null) => client.PostAsJsonAsync("/api/v1" + path, body ?? new { });

    public static Task<HttpResponseMessage> Get(this HttpClient client, string path) => client.GetAsync(new Uri("/api/v1" + path, UriKind.Relative));

    public static Task<HttpResponseMessage> Delete(this HttpClient client, string path) => client.DeleteAsync(new Uri("/api/v1" + path, UriKind.Relative));

    public static Task<string> Page(this HttpClient client, string path) => client.GetStringAsync(new Uri(path, UriKind.Relative));

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).ToString();

    public static int Whole(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static Guid Id(this JsonElement element, string name = "id") => element.GetProperty(name).GetGuid();
}
