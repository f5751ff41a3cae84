using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Ids;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NewId = Linli.Platform.Ids.Ids;

namespace Linli.Platform.Tests.Ids;

public readonly record struct CupId(Guid Value) : ITypedId<CupId>
{
    public static CupId From(Guid value) => new(value);
}

public sealed record Cup(CupId Id, CupId? Saucer, Dictionary<CupId, int> Spoons);

public class TypedIdTests
{
    private static readonly JsonSerializerOptions json =
        new(JsonSerializerDefaults.Web) { Converters = { new TypedIdJsonConverterFactory() } };

    [Fact]
    public async Task MinimalApi_WithATypedIdInRouteQueryAndBody_BindsIt()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new TypedIdJsonConverterFactory()));
        await using var app = builder.Build();
        app.MapGet("/cups/{id}", (CupId id, CupId? beside) => TypedResults.Ok(new Cup(id, beside, [])));
        app.MapPost("/cups", (Cup cup) => TypedResults.Ok(cup.Id));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = app.GetTestClient();
        var (id, beside) = (new CupId(NewId.New(TimeProvider.System)), new CupId(NewId.New(TimeProvider.System)));

        var got = await client.GetFromJsonAsync<Cup>(
            $"/cups/{id.Value}?beside={beside.Value}", json, TestContext.Current.CancellationToken);
        got!.Id.ShouldBe(id);
        got.Saucer.ShouldBe(beside);

        var posted = await client.PostAsJsonAsync("/cups", got, json, TestContext.Current.CancellationToken);
        (await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe($"\"{id.Value}\"");

        var refused = await client.GetAsync(new Uri("/cups/42", UriKind.Relative), TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void Json_OfATypedId_IsAPlainStringAlsoAsAKey()
    {
        var id = CupId.From(Guid.Parse("0198c5a2-7d3e-7c11-9d0a-5b0f6f7a1e42"));
        var text = JsonSerializer.Serialize(new Cup(id, null, new() { [id] = 2 }), json);
        text.ShouldBe("""{"id":"0198c5a2-7d3e-7c11-9d0a-5b0f6f7a1e42","saucer":null,"spoons":{"0198c5a2-7d3e-7c11-9d0a-5b0f6f7a1e42":2}}""");
        var back = JsonSerializer.Deserialize<Cup>(text, json)!;
        back.Id.ShouldBe(id);
        back.Spoons[id].ShouldBe(2);
    }

    [Theory]
    [InlineData("42")]
    [InlineData("\"no id\"")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Json_ThatIsNoId_IsRefused(string text) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<CupId>(text, json));

    [Fact]
    public void Parse_ThroughTheInterface_GivesTheTypedId()
    {
        var value = NewId.New(TimeProvider.System);
        ParseAny<CupId>(value.ToString("D").ToUpperInvariant()).Value.ShouldBe(value);
        Should.Throw<FormatException>(() => ParseAny<CupId>("cup"));
    }

    private static T ParseAny<T>(string text) where T : IParsable<T> => T.Parse(text, null);
}
