using System.Text.Json.Nodes;
using Linli.Scim.Schemas;

namespace Linli.Scim.Speak;

/// <summary>What a directory hears.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The document, if any.</param>
internal sealed record Answer(int Status, JsonObject? Body = null)
{
    public string? Version { get; init; }

    public string? Location { get; init; }

    public static readonly Answer Nothing = new(204);

    /// <summary>A resource with its address and version.</summary>
    public static Answer Of(Visit visit, ResourceType kind, JsonObject resource, int status, IReadOnlyList<string> wanted, IReadOnlyList<string> unwanted)
    {
        var version = (string)resource["meta"]!["version"]!;
        if (status == 200 && visit.Context.Request.Method == "GET" && visit.IfNoneMatch is { } known && Visit.Names(known, version))
            return new(304) { Version = version };
        return new(status, Outgoing.Show(kind, resource, wanted, unwanted)) { Version = version, Location = (string)resource["meta"]!["location"]! };
    }
}
