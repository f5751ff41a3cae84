using Linli.OgcFeatures.Collections;
using Linli.Places;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.OgcFeatures.Speak;

/// <summary>One request of a client, read.</summary>
/// <param name="Context">The request itself.</param>
/// <param name="Format">How it wants its answer.</param>
internal sealed record Ask(HttpContext Context, Format Format)
{
    public CancellationToken Cancel => Context.RequestAborted;

    public IReadOnlyList<FeatureCollection> Collections => [.. Context.RequestServices.GetServices<IFeatureSource>().Select(s => new FeatureCollection(s))];

    /// <summary>An argument, or <c>null</c> when it was not sent.</summary>
    public string? this[string name] => Context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Where clients reach a path of this API.</summary>
    public string Absolute(string path) => $"{Context.Request.Scheme}://{Context.Request.Host}{Context.Request.PathBase}{Counter.Root}{path}";

    /// <summary>The same request with other arguments.</summary>
    public string WithArguments(params (string Name, string? Value)[] changed)
    {
        var kept = Context.Request.Query.Where(q => !changed.Any(c => c.Name == q.Key)).Select(q => (q.Key, Value: q.Value.ToString()))
            .Concat(changed.Where(c => c.Value is not null).Select(c => (Key: c.Name, Value: c.Value!)));
        var query = string.Join('&', kept.Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value)}"));
        var path = $"{Context.Request.Scheme}://{Context.Request.Host}{Context.Request.PathBase}{Context.Request.Path}";
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    /// <summary>The collection the address names.</summary>
    public Result<FeatureCollection> Collection()
    {
        var id = (string?)Context.Request.RouteValues["collection"];
        return Collections.FirstOrDefault(c => c.Id == id) is { } found
            ? found
            : Problem.NotFound("ogc.collection_not_found", "没有这个要素集。", "There is no such collection: see /collections for the list.");
    }

    /// <summary>An argument that this address does not know: the standard has it refused, not passed over.</summary>
    public Problem? Unknown(params IEnumerable<string> known)
    {
        var names = known.Append("f").ToHashSet(StringComparer.Ordinal);
        return Context.Request.Query.Keys.FirstOrDefault(k => !names.Contains(k)) is { } unknown
            ? Problem.Invalid(unknown, "ogc.unknown_argument", "不支持这个参数。", $"This argument is not known here; use one of: {string.Join(", ", names)}.")
            : null;
    }
}
