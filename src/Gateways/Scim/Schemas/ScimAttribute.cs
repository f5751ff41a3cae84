namespace Linli.Scim.Schemas;

/// <summary>One attribute of a resource, as RFC 7643 § 7 describes it; reading, filtering and patching go by this description.</summary>
internal sealed record ScimAttribute(string Name, string Description)
{
    public string Type { get; init; } = "string";

    public bool Many { get; init; }

    public bool Required { get; init; }

    public bool CaseExact { get; init; }

    public string Mutability { get; init; } = "readWrite";

    public string Returned { get; init; } = "default";

    public string Uniqueness { get; init; } = "none";

    public IReadOnlyList<string> Canonical { get; init; } = [];

    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    public IReadOnlyList<ScimAttribute> Sub { get; init; } = [];

    public bool IsReadOnly => Mutability == "readOnly";

    public ScimAttribute? Find(string name) => Sub.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A schema: a name space of attributes.</summary>
internal sealed record Schema(string Id, string Name, string Description, IReadOnlyList<ScimAttribute> Attributes);

/// <summary>A kind of resource.</summary>
internal sealed record ResourceType(string Name, string Endpoint, string Description, Schema Core, IReadOnlyList<Schema> Extensions)
{
    /// <summary>Attributes that every resource has (RFC 7643 § 3.1).</summary>
    public static readonly IReadOnlyList<ScimAttribute> Common =
    [
        new("schemas", "Schemas of the resource") { Many = true, Type = "reference", CaseExact = true, Returned = "always" },
        new("id", "Id of the resource") { CaseExact = true, Mutability = "readOnly", Returned = "always", Uniqueness = "server" },
        new("externalId", "Id of the client") { CaseExact = true },
        new("meta", "Type, times, address, version")
        {
            Type = "complex", Mutability = "readOnly",
            Sub =
            [
                new("resourceType", "Kind of resource") { CaseExact = true, Mutability = "readOnly" },
                new("created", "Since when") { Type = "dateTime", Mutability = "readOnly" },
                new("lastModified", "Last change") { Type = "dateTime", Mutability = "readOnly" },
                new("location", "Address") { Type = "reference", CaseExact = true, Mutability = "readOnly" },
                new("version", "Entity tag") { CaseExact = true, Mutability = "readOnly" },
            ],
        },
    ];

    /// <summary>All attributes at the top of the resource.</summary>
    public IEnumerable<ScimAttribute> Top => Common.Concat(Core.Attributes);

    /// <summary>What a name such as <c>name.familyName</c> or a full URN means; <c>null</c> when there is no such attribute.</summary>
    public AttributePath? Resolve(string name)
    {
        foreach (var schema in Extensions.Prepend(Core))
            if (name.StartsWith(schema.Id, StringComparison.OrdinalIgnoreCase))
            {
                var extension = schema == Core ? null : schema.Id;
                if (name.Length == schema.Id.Length)
                    return extension is null ? null : new(extension, null, null);
                return name[schema.Id.Length] == ':' ? Within(extension, schema == Core ? Top : schema.Attributes, name[(schema.Id.Length + 1)..]) : null;
            }

        return Within(null, Top, name);
    }

    private static AttributePath? Within(string? extension, IEnumerable<ScimAttribute> attributes, string name)
    {
        var parts = name.Split('.');
        var attribute = attributes.FirstOrDefault(a => a.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        if (attribute is null || parts.Length > 2)
            return null;
        return parts.Length == 1 ? new(extension, attribute, null)
            : attribute.Find(parts[1]) is { } sub ? new(extension, attribute, sub) : null;
    }
}

/// <summary>Where an attribute lies: in an extension or at the top; the extension as a whole has no attribute.</summary>
internal sealed record AttributePath(string? Extension, ScimAttribute? Attribute, ScimAttribute? Sub)
{
    /// <summary>The innermost attribute.</summary>
    public ScimAttribute? Leaf => Sub ?? Attribute;
}
