using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scim.Tests;

/// <summary>A town whose employer keeps staff by SCIM: one key for the joined communities, sent as a bearer token.</summary>
public sealed class Employer : IAsyncDisposable
{
    public const string UserUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string GroupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string EnterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string PatchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private Employer(TestTown town, HttpClient client) => (Town, Client) = (town, client);

    public TestTown Town { get; }

    public HttpClient Client { get; }

    public static async Task<Employer> Found(DatabaseKind kind = DatabaseKind.Sqlite, ScopePath? place = null)
    {
        var town = await TestTown.Found(kind);
        return new(town, Connect(town, await Key(town, place ?? SmallTown.Group, "people.provision")));
    }

    public static async Task<string> Key(TestTown town, ScopePath place, params string[] permissions)
    {
        var made = await (await town.StaffClient("admin")).PostAsJsonAsync("/api/v1/api-keys", new { name = "人事目录", scope = place.Value, permissions });
        return JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
    }

    public static HttpClient Connect(TestTown town, string key)
    {
        var client = town.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async Task<Reply> Send(string method, string path, object? body = null, string? ifMatch = null, string type = "application/scim+json")
    {
        using var request = new HttpRequestMessage(new(method), "/scim/v2" + path);
        if (body is not null)
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, type);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await Reply.Of(await Client.SendAsync(request));
    }

    public Task<Reply> Get(string path) => Send("GET", path);

    public Task<Reply> Patch(string path, params object[] operations) =>
        Send("PATCH", path, new { schemas = new[] { PatchUrn }, Operations = operations });

    /// <summary>A user as Entra sends it.</summary>
    public static Dictionary<string, object> NewUser(string login = "li.na@heyi.example", string externalId = "e-1") => new()
    {
        ["schemas"] = new[] { UserUrn, EnterpriseUrn },
        ["externalId"] = externalId,
        ["userName"] = login,
        ["active"] = true,
        ["displayName"] = "李娜",
        ["emails"] = new[] { new { primary = true, type = "work", value = login } },
        ["meta"] = new { resourceType = "User" },
        ["name"] = new { familyName = "李", givenName = "娜" },
        ["password"] = TestTown.Password,
        ["title"] = "社工",
        [EnterpriseUrn] = new { department = "和一社区", employeeNumber = "701984" },
    };

    public async Task<string> Hire(string login = "li.na@heyi.example", string externalId = "e-1")
    {
        var reply = await Send("POST", "/Users", NewUser(login, externalId));
        reply.Status.ShouldBe(201, reply.Text);
        return reply.Json.GetProperty("id").GetString()!;
    }

    public async Task<string> MakeGroup(string name, params string[] members)
    {
        var reply = await Send("POST", "/Groups", new { schemas = new[] { GroupUrn }, displayName = name, externalId = "g-" + name, members = members.Select(m => new { value = m }) });
        reply.Status.ShouldBe(201, reply.Text);
        return reply.Json.GetProperty("id").GetString()!;
    }

    public ValueTask DisposeAsync() => Town.DisposeAsync();
}

/// <summary>An answer, read.</summary>
public sealed record Reply(int Status, string Text, string? Type, string? Tag, string? Location)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public static async Task<Reply> Of(HttpResponseMessage answer) => new(
        (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType,
        answer.Headers.ETag?.ToString(), answer.Headers.Location?.ToString());

    public void ShouldBeError(int status, string? scimType)
    {
        Status.ShouldBe(status, Text);
        Type.ShouldBe("application/scim+json");
        Json.GetProperty("schemas")[0].GetString().ShouldBe("urn:ietf:params:scim:api:messages:2.0:Error");
        Json.GetProperty("status").GetString().ShouldBe(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (Json.TryGetProperty("scimType", out var type) ? type.GetString() : null).ShouldBe(scimType, Text);
        Json.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(5);
    }
}
