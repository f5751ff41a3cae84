using Microsoft.AspNetCore.Http;

namespace Linli.OgcFeatures.Speak;

/// <summary>The two ways in which every resource is told.</summary>
internal enum Format
{
    /// <summary>For programs: JSON, or GeoJSON where there are features.</summary>
    Json,

    /// <summary>For people.</summary>
    Html,
}

/// <summary>Chooses a format.</summary>
internal static class Formats
{
    /// <summary>By the argument <c>f</c>, else by what the client accepts; JSON where it does not mind.</summary>
    /// <returns><c>null</c> for an argument that names no format.</returns>
    public static Format? Choose(string? f, HttpRequest request) => f switch
    {
        "json" or "geojson" => Format.Json,
        "html" => Format.Html,
        null => Accepted(request),
        _ => null,
    };

    private static Format Accepted(HttpRequest request)
    {
        foreach (var type in request.GetTypedHeaders().Accept.Where(a => a.Quality != 0).OrderByDescending(a => a.Quality ?? 1))
            if (type.MediaType.Value is "text/html" or "application/xhtml+xml")
                return Format.Html;
            else if (type.MediaType.Value?.Contains("json", StringComparison.OrdinalIgnoreCase) == true)
                return Format.Json;
        return Format.Json;
    }
}
