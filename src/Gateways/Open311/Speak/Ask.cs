using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Open311.Speak;

/// <summary>One request of a client, read.</summary>
/// <param name="Context">The request itself.</param>
/// <param name="Arguments">What was sent by name; of a name sent twice, all. An empty argument counts as not sent.</param>
/// <param name="Client">The machine behind the key, or nobody.</param>
/// <param name="HasKey">Whether a key was sent at all, right or wrong.</param>
internal sealed record Ask(HttpContext Context, IReadOnlyDictionary<string, string[]> Arguments, Caller Client, bool HasKey)
{
    public CancellationToken Cancel => Context.RequestAborted;

    public UseCaseRunner Run => Service<UseCaseRunner>();

    /// <summary>The first value sent under a name, or <c>null</c>.</summary>
    public string? this[string name] => Arguments.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>Where clients reach a path of this server.</summary>
    public string Absolute(string path) => $"{Context.Request.Scheme}://{Context.Request.Host}{Context.Request.PathBase}{path}";

    /// <summary>A part of the address.</summary>
    public string Route(string name) => (string?)Context.Request.RouteValues[name] ?? "";

    /// <summary>Several values under one name, separated by commas or sent again.</summary>
    public IReadOnlyList<string> List(string name) => Arguments.TryGetValue(name, out var values)
        ? [.. values.SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()]
        : [];

    public T Service<T>() where T : notnull => Context.RequestServices.GetRequiredService<T>();
}
