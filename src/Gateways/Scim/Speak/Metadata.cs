using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Linli.Scim.Speak;

/// <summary>The meta attribute: times, address, and a version made from everything the resource says.</summary>
internal static class Metadata
{
    public static JsonObject Of(string kind, string location, DateTimeOffset? created, DateTimeOffset? changed, JsonObject resource)
    {
        var meta = new JsonObject { ["resourceType"] = kind };
        if (created is { } since)
            meta["created"] = Moment(since);
        if ((changed ?? created) is { } at)
            meta["lastModified"] = Moment(at);
        meta["location"] = location;
        meta["version"] = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resource.ToJsonString())).AsSpan(0, 10))}\"";
        return meta;
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
