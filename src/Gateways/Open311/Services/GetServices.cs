using Linli.Cases;
using Linli.Cases.Read;
using Linli.Open311.Speak;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;

namespace Linli.Open311.Services;

/// <summary>The service list: the categories that Open311 clients may report.</summary>
internal static class GetServices
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/services", "Service list 服务目录", Serve);

    /// <summary>Categories open to this protocol by code.</summary>
    public static async Task<IReadOnlyDictionary<string, CategoryLine>> All(Ask ask)
    {
        var categories = await ask.Run.Ask(new ListCategories { Open311 = true }, ask.Cancel);
        return categories.Value!.ToDictionary(c => c.Code, StringComparer.Ordinal);
    }

    private static async Task<Result<Document>> Serve(Ask ask)
    {
        if (ask.Service<Jurisdictions>().Of(ask) is { Ok: false } unknown)
            return unknown.As<Document>();
        var categories = await ask.Run.Ask(new ListCategories(), ask.Cancel);
        var names = categories.Value!.ToDictionary(c => c.Code, c => c.Name, StringComparer.Ordinal);
        return new Document("services", new Items("service", [.. categories.Value!.Where(c => c.Open311).Select(c => new Fields(
            ("service_code", c.Code),
            ("service_name", c.Name.ToString()),
            ("description", c.Description.ToString() is { Length: > 0 } description ? description : c.Name.ToString()),
            ("metadata", c.Questions.Count > 0),
            ("type", "realtime"),
            ("keywords", string.Join(',', c.Keywords)),
            ("group", c.Parent is { } parent && names.TryGetValue(parent, out var group) ? group.ToString() : "")))]));
    }
}
