using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Linli.Platform.Http;

/// <summary>
/// The docstrings of Linli's own types, read from the XML files beside the assemblies: what the code says of a use case is
/// what its API documentation says.
/// </summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = new();

    /// <summary>What a type is.</summary>
    public static string? Of(Type type) => Text(Find(type)?.Element("summary"));

    /// <summary>What a property means; of a record's positional property, what its parameter's docstring says.</summary>
    public static string? Of(PropertyInfo property) =>
        property.DeclaringType is not { } type
            ? null
            : Text(Member(type.Assembly, $"P:{NameOf(type)}.{property.Name}")?.Element("summary"))
              ?? Text(Find(type)?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Name));

    private static XElement? Find(Type type) => Member(type.Assembly, "T:" + NameOf(type));

    private static string NameOf(Type type) =>
        ((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name).Replace('+', '.');

    private static XElement? Member(Assembly assembly, string name) => Files.GetOrAdd(assembly, Read).GetValueOrDefault(name);

    private static IReadOnlyDictionary<string, XElement> Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        var ours = assembly.GetName().Name is { } name && name.StartsWith("Linli", StringComparison.OrdinalIgnoreCase);
        return ours && File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!)
            : new Dictionary<string, XElement>();
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = string.Concat(element.Nodes().Select(TextOf));
        return Spaces().Replace(text, " ").Trim();
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "paramref" } reference =>
            "`" + ((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? "").Split('.', ':')[^1] + "`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
