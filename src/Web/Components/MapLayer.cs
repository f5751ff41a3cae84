namespace Linli.Web;

/// <summary>Shapes over the base map, as a GeoJSON feature collection in WGS-84.</summary>
/// <param name="Name">Short unique name on the page.</param>
/// <param name="Title">What people read.</param>
/// <param name="Url">Where the GeoJSON is; features may carry <c>name</c>, <c>text</c>, <c>href</c> and <c>colour</c>.</param>
/// <param name="LiveTopic">Topic of <c>/live</c> on which the layer is fetched again.</param>
/// <param name="ListHref">The same as a list, for people who do not use the map.</param>
public sealed record MapLayer(string Name, string Title, string Url, string? LiveTopic = null, string? ListHref = null);
