using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Platform.Data;
using Linli.Platform.Ids;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Linli.Platform.Http;

/// <summary>What <c>/openapi/v1.json</c> says beyond the endpoints themselves.</summary>
internal static class OpenApiDocumentation
{
    private const string ProblemSchema = "Problem";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", o =>
    {
        o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        o.AddDocumentTransformer(Describe);
        o.AddOperationTransformer(Name);
        o.AddOperationTransformer(Secure);
        o.AddSchemaTransformer(Explain);
    });

    /// <summary>An operation is called and explained like the use case whose file maps it, unless that says otherwise.</summary>
    private static Task Name(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query))
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        var mapper = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault()?.DeclaringType;
        while (mapper is { DeclaringType: { } outer })
            mapper = outer;
        const string suffix = "Handler";
        if (mapper is null || !mapper.Name.EndsWith(suffix, StringComparison.Ordinal))
            return Task.CompletedTask;
        var useCase = mapper.Name[..^suffix.Length];
        operation.OperationId ??= JsonNamingPolicy.CamelCase.ConvertName(useCase);
        if (string.IsNullOrEmpty(operation.Summary) && mapper.Assembly.GetType($"{mapper.Namespace}.{useCase}") is { } request)
            operation.Summary = XmlDocumentation.Of(request);
        return Task.CompletedTask;
    }

    private static Task Explain(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(ScopePath))
            (schema.Type, schema.Description, schema.Examples) =
                (JsonSchemaType.String, "A place in the scope tree: its codes from the root down, with a slash at both ends.", ["/zj/hf/hf-1/"]);
        else if (type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>)))
            (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
        var said = context.JsonPropertyInfo is { AttributeProvider: PropertyInfo property }
            ? XmlDocumentation.Of(property)
            : XmlDocumentation.Of(type);
        if (string.IsNullOrEmpty(schema.Description) && said is not null)
            schema.Description = said;
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new()
        {
            Title = "邻里 Linli",
            Version = "v1",
            Description = "Everything a page can do. Errors are RFC 9457 problem documents with a stable `code`, the `field`, and `errors` in Chinese and English. Instants are ISO 8601 UTC; coordinates WGS-84.",
            License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new() { Url = "/", Description = "This installation" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The token got by signing in." },
            ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "For machines." },
            ["cookie"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "linli", Description = "Browsers." },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[ProblemSchema] = Problem();
        AddWebhooks(document, context.ApplicationServices.GetRequiredService<Composition>());
        return Task.CompletedTask;
    }

    private static Task Secure(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var needs = context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsAttribute>().LastOrDefault()?.Permission;
        operation.Responses ??= [];
        if (needs is not (null or Access.Public))
        {
            operation.Security = [.. new[] { "bearer", "apiKey", "cookie" }.Select(scheme =>
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] })];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "Nobody is signed in." });
            if (needs != Access.SignedIn)
            {
                operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The caller lacks the permission." });
                operation.Description = string.Join("\n\n", new[] { operation.Description, $"Permission: `{needs}`." }.Where(t => !string.IsNullOrEmpty(t)));
            }
        }

        operation.Responses.TryAdd("default", new OpenApiResponse
        {
            Description = "A problem.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, context.Document) },
            },
        });
        return Task.CompletedTask;
    }

    private static void AddWebhooks(OpenApiDocument document, Composition composition)
    {
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>();
        foreach (var type in composition.Events.Names)
            document.Webhooks[type] = new OpenApiPathItem
            {
                Operations = new()
                {
                    [HttpMethod.Post] = new OpenApiOperation
                    {
                        OperationId = "on:" + type,
                        Tags = new HashSet<OpenApiTagReference>(),
                        Summary = $"CloudEvent {type}",
                        Description = "Sent to webhooks made with `POST /api/v1/webhooks`, at least once, in order per subject. The header `Linli-Signature` holds `t=<unix seconds>,v1=<hex HMAC-SHA256 of \"t.body\" with the webhook's secret>`. Any 2xx answer within 10 seconds accepts it.",
                        RequestBody = new OpenApiRequestBody
                        {
                            Required = true,
                            Content = new Dictionary<string, OpenApiMediaType>
                            {
                                ["application/cloudevents+json"] = new() { Schema = CloudEvent(type) },
                            },
                        },
                        Responses = new() { ["200"] = new OpenApiResponse { Description = "Taken." } },
                    },
                },
            };
    }

    private static OpenApiSchema CloudEvent(string type) => Record(
        ("specversion", new() { Type = JsonSchemaType.String, Const = "1.0" }),
        ("id", new() { Type = JsonSchemaType.String, Format = "uuid", Description = "The same at every try." }),
        ("source", new() { Type = JsonSchemaType.String, Format = "uri" }),
        ("type", new() { Type = JsonSchemaType.String, Const = type }),
        ("subject", new() { Type = JsonSchemaType.String }),
        ("time", new() { Type = JsonSchemaType.String, Format = "date-time" }),
        ("datacontenttype", new() { Type = JsonSchemaType.String, Const = "application/json" }),
        ("scope", new() { Type = JsonSchemaType.String, Description = "Place in the scope tree." }),
        ("data", new() { Type = JsonSchemaType.Object }));

    private static OpenApiSchema Problem()
    {
        var problem = Record(
            ("type", new() { Type = JsonSchemaType.String, Format = "uri", Examples = [JsonValue.Create("urn:linli:problem:not_allowed")] }),
            ("title", new() { Type = JsonSchemaType.String, Description = "In the reader's language." }),
            ("status", new() { Type = JsonSchemaType.Integer }),
            ("code", new() { Type = JsonSchemaType.String, Description = "Stable." }));
        problem.Properties!["detail"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null };
        problem.Properties["field"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "The request field at fault." };
        problem.Properties["link"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "The page where it can be put right, such as the one that fills a wallet." };
        var error = Record(
            ("code", new() { Type = JsonSchemaType.String }),
            ("zh", new() { Type = JsonSchemaType.String }),
            ("en", new() { Type = JsonSchemaType.String }));
        error.Properties!["field"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null };
        error.Properties["link"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null };
        problem.Properties["errors"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = error };
        return problem;
    }

    private static OpenApiSchema Record(params (string Name, OpenApiSchema Schema)[] properties) => new()
    {
        Type = JsonSchemaType.Object,
        Required = properties.Select(p => p.Name).ToHashSet(),
        Properties = properties.ToDictionary(p => p.Name, p => (IOpenApiSchema)p.Schema),
    };
}
