using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Scim.Filters;
using Linli.Scim.Schemas;

namespace Linli.Scim.Speak;

/// <summary>What of many resources is asked for, in an address or in the body of <c>.search</c> (RFC 7644 § 3.4.2, 3.4.3).</summary>
internal sealed record Listing
{
    public const int Most = 200;
    private const string ListUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private const string SearchUrn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    public Filter? Filter { get; private init; }

    public AttributePath? SortBy { get; private init; }

    public bool Descending { get; private init; }

    public int StartIndex { get; private init; }

    public int Count { get; private init; }

    public required IReadOnlyList<string> Wanted { get; init; }

    public required IReadOnlyList<string> Unwanted { get; init; }

    public static Result<Listing> Of(Visit visit, ResourceType kind) => Read(
        kind, visit.Query("filter"), visit.Query("sortBy"), visit.Query("sortOrder"), visit.Number("startIndex", 1), visit.Number("count", 100),
        visit.Names("attributes"), visit.Names("excludedAttributes"));

    public static Result<Listing> Of(JsonObject body, ResourceType kind)
    {
        if (Incoming.Find(body, "schemas") is not JsonArray schemas || !schemas.Any(s => string.Equals(Incoming.Text(s), SearchUrn, StringComparison.OrdinalIgnoreCase)))
            return Faults.Invalid("schemas", Faults.InvalidValue, $"schemas 应包含 {SearchUrn}。", $"schemas must name {SearchUrn}.");
        return Read(
            kind, Text("filter"), Text("sortBy"), Text("sortOrder"), Number("startIndex", 1), Number("count", 100),
            Outgoing.Names("attributes", List("attributes")), Outgoing.Names("excludedAttributes", List("excludedAttributes")));

        string? Text(string name) => Incoming.Text(Incoming.Find(body, name));

        int? Number(string name, int otherwise) => Incoming.Find(body, name) switch
        {
            null => otherwise,
            JsonValue value when value.TryGetValue<int>(out var number) => number,
            _ => null,
        };

        IEnumerable<string?> List(string name) => Incoming.Find(body, name) is JsonArray many ? many.Select(Incoming.Text) : [Text(name)];
    }

    /// <summary>The page as a document.</summary>
    public Answer Page(ResourceType kind, IEnumerable<JsonObject> resources)
    {
        var found = resources.Where(r => Filter?.Holds(r) ?? true).ToList();
        if (SortBy is { } by)
        {
            var keyed = found.Select(r => (Resource: r, Key: Comparison.ValuesAt(r, by).Select(v => v is JsonObject o ? o["value"]?.ToString() : v.ToString()).FirstOrDefault()));
            found = [.. (Descending
                ? keyed.OrderByDescending(k => k.Key, StringComparer.OrdinalIgnoreCase)
                : keyed.OrderBy(k => k.Key is null).ThenBy(k => k.Key, StringComparer.OrdinalIgnoreCase)).Select(k => k.Resource)];
        }

        var page = found.Skip(StartIndex - 1).Take(Count).Select(r => Outgoing.Show(kind, r, Wanted, Unwanted)).ToArray<JsonNode?>();
        return new(200, new JsonObject
        {
            ["schemas"] = new JsonArray(ListUrn),
            ["totalResults"] = found.Count,
            ["startIndex"] = StartIndex,
            ["itemsPerPage"] = page.Length,
            ["Resources"] = new JsonArray(page),
        });
    }

    private static Result<Listing> Read(
        ResourceType kind, string? filter, string? sortBy, string? sortOrder, int? startIndex, int? count,
        Result<IReadOnlyList<string>> wanted, Result<IReadOnlyList<string>> unwanted)
    {
        if (startIndex is null || count is null)
            return Faults.Invalid(startIndex is null ? "startIndex" : "count", Faults.InvalidValue, "startIndex 和 count 应为整数。", "startIndex and count are whole numbers.");
        if (!wanted.Ok)
            return wanted.As<Listing>();
        if (!unwanted.Ok)
            return unwanted.As<Listing>();
        var condition = string.IsNullOrWhiteSpace(filter) ? default(Result<Filter>?) : FilterParser.Filter(kind, filter);
        if (condition is { Ok: false } wrong)
            return wrong.As<Listing>();
        var by = sortBy is { Length: > 0 } ? kind.Resolve(sortBy) : null;
        return sortBy is { Length: > 0 } && by?.Attribute is null
            ? Faults.Invalid("sortBy", Faults.InvalidPath, $"没有属性 {sortBy}。", $"There is no attribute {sortBy}.")
            : new Listing
            {
                Filter = condition?.Value, SortBy = by, Descending = string.Equals(sortOrder, "descending", StringComparison.OrdinalIgnoreCase),
                StartIndex = Math.Max(1, startIndex.Value), Count = Math.Clamp(count.Value, 0, Most), Wanted = wanted.Value!, Unwanted = unwanted.Value!,
            };
    }

    /// <summary>The text that an attribute must equal for the filter to hold, where the filter says nothing else: such a question needs no list.</summary>
    public string? Only(string attribute) =>
        Filter is Comparison { Operator: "eq", Path: { Extension: null, Sub: null, Attribute: { } asked }, Value: { } value } && asked.Name == attribute ? Incoming.Text(value) : null;
}
