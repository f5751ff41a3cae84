using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;
using Microsoft.AspNetCore.Routing;

namespace Linli.Scim.Discover;

/// <summary>What this gateway can do and knows (RFC 7644 § 4).</summary>
internal static class DiscoverEndpoints
{
    private const string ListUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private static readonly ResourceType[] All = [Kinds.User, Kinds.Group];

    public static void Map(IEndpointRouteBuilder app)
    {
        Desk.MapOpen(app, "/ServiceProviderConfig", "What this SCIM service can do", visit => Reply(visit, Configuration(visit.Base)));
        Desk.MapOpen(app, "/ResourceTypes", "Kinds of resources", visit => Reply(visit, List(All.Select(k => TypeOf(k, visit.Base)))));
        Desk.MapOpen(app, "/ResourceTypes/{name}", "One kind of resource", visit => Reply(visit,
            All.FirstOrDefault(k => k.Name.Equals((string?)visit.Context.Request.RouteValues["name"], StringComparison.OrdinalIgnoreCase)) is { } kind ? TypeOf(kind, visit.Base) : null));
        Desk.MapOpen(app, "/Schemas", "Schemas of the resources", visit => Reply(visit, List(Known.Select(s => SchemaOf(s, visit.Base)))));
        Desk.MapOpen(app, "/Schemas/{urn}", "One schema", visit => Reply(visit,
            Known.FirstOrDefault(s => s.Id.Equals((string?)visit.Context.Request.RouteValues["urn"], StringComparison.OrdinalIgnoreCase)) is { } schema ? SchemaOf(schema, visit.Base) : null));
    }

    private static IEnumerable<Schema> Known => All.SelectMany(k => k.Extensions.Prepend(k.Core));

    // RFC 7644 § 4: a filter on these is refused rather than passed over.
    private static Task<Result<Answer>> Reply(Visit visit, JsonObject? document) => Task.FromResult<Result<Answer>>(
        visit.Query("filter") is not null ? Problem.Forbidden("scim.filter", "这里不能筛选。", "There is no filter here.")
        : document is null ? Faults.NoResource : new Answer(200, document));

    private static JsonObject List(IEnumerable<JsonObject> resources)
    {
        var all = resources.ToArray<JsonNode?>();
        return new() { ["schemas"] = new JsonArray(ListUrn), ["totalResults"] = all.Length, ["startIndex"] = 1, ["itemsPerPage"] = all.Length, ["Resources"] = new JsonArray(all) };
    }

    private static JsonObject Configuration(string at) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"),
        ["patch"] = Supported(true),
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = Listing.Most },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(true),
        ["etag"] = Supported(true),
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken", ["name"] = "接口密钥 API key", ["description"] = "Authorization: Bearer linli_… (people.provision)",
            ["specUri"] = "https://www.rfc-editor.org/info/rfc6750", ["primary"] = true,
        }),
        ["meta"] = new JsonObject { ["resourceType"] = "ServiceProviderConfig", ["location"] = at + "/ServiceProviderConfig" },
    };

    private static JsonObject Supported(bool supported) => new() { ["supported"] = supported };

    private static JsonObject TypeOf(ResourceType kind, string at) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ResourceType"),
        ["id"] = kind.Name,
        ["name"] = kind.Name,
        ["endpoint"] = kind.Endpoint,
        ["description"] = kind.Description,
        ["schema"] = kind.Core.Id,
        ["schemaExtensions"] = new JsonArray([.. kind.Extensions.Select(e => new JsonObject { ["schema"] = e.Id, ["required"] = false })]),
        ["meta"] = new JsonObject { ["resourceType"] = "ResourceType", ["location"] = $"{at}/ResourceTypes/{kind.Name}" },
    };

    private static JsonObject SchemaOf(Schema schema, string at) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Schema"),
        ["id"] = schema.Id,
        ["name"] = schema.Name,
        ["description"] = schema.Description,
        ["attributes"] = new JsonArray([.. schema.Attributes.Select(AttributeOf)]),
        ["meta"] = new JsonObject { ["resourceType"] = "Schema", ["location"] = $"{at}/Schemas/{schema.Id}" },
    };

    private static JsonObject AttributeOf(ScimAttribute attribute)
    {
        var described = new JsonObject
        {
            ["name"] = attribute.Name, ["type"] = attribute.Type, ["multiValued"] = attribute.Many, ["description"] = attribute.Description,
            ["required"] = attribute.Required, ["mutability"] = attribute.Mutability, ["returned"] = attribute.Returned,
        };
        if (attribute.Type is "string" or "reference")
        {
            described["caseExact"] = attribute.CaseExact;
            described["uniqueness"] = attribute.Uniqueness;
        }

        if (attribute.Canonical.Count > 0)
            described["canonicalValues"] = new JsonArray([.. attribute.Canonical.Select(c => JsonValue.Create(c))]);
        if (attribute.ReferenceTypes.Count > 0)
            described["referenceTypes"] = new JsonArray([.. attribute.ReferenceTypes.Select(r => JsonValue.Create(r))]);
        if (attribute.Sub.Count > 0)
            described["subAttributes"] = new JsonArray([.. attribute.Sub.Select(AttributeOf)]);
        return described;
    }
}
