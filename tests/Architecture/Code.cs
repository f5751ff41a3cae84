using Mono.Cecil;

namespace Linli.Architecture;

/// <summary>What the projects compiled to.</summary>
internal static class Code
{
    private static readonly DefaultAssemblyResolver Resolver = NewResolver();

    /// <summary>Each project with its assembly.</summary>
    public static IReadOnlyList<(Project Project, ModuleDefinition Module)> Assemblies { get; } =
        [.. Floors.Projects.Select(p => (p, Read(p.Assembly)))];

    /// <summary>Engines, scenes and gateways with their assemblies.</summary>
    public static IEnumerable<(Project Project, ModuleDefinition Module)> Parts => Assemblies.Where(a => a.Project.IsPart);

    /// <summary>Everything that is written by hand: without closures, generated regular expressions and the like.</summary>
    public static IEnumerable<TypeDefinition> Types(ModuleDefinition module) =>
        module.Types.Where(t => t.Namespace.StartsWith("Linli.", StringComparison.Ordinal) && !t.Name.Contains('<', StringComparison.Ordinal));

    public static bool IsComponent(TypeDefinition type) => type.Name == "_Imports" || Bases(type).Any(b => b.FullName == "Microsoft.AspNetCore.Components.ComponentBase");

    public static bool IsEvent(TypeDefinition type) => Bases(type).Any(b => b.FullName == "Linli.Platform.Events.DomainEvent");

    public static bool IsHandler(TypeDefinition type) =>
        type.Interfaces.Any(i => i.InterfaceType.GetElementType().FullName == "Linli.Platform.UseCases.IHandler`2");

    public static bool IsRequest(TypeDefinition type) =>
        type.Interfaces.Any(i => i.InterfaceType.GetElementType().FullName is "Linli.Platform.UseCases.ICommand`1" or "Linli.Platform.UseCases.IQuery`1");

    /// <summary>Types named by what others can see of a type: base, interfaces, properties, methods, fields.</summary>
    public static IEnumerable<TypeReference> Shown(TypeDefinition type) =>
        new[] { type.BaseType }
            .Concat(type.Interfaces.Select(i => i.InterfaceType))
            .Concat(type.Fields.Where(f => f.IsPublic).Select(f => f.FieldType))
            .Concat(type.Methods.Where(m => m.IsPublic || m.IsFamily).SelectMany(m => m.Parameters.Select(p => p.ParameterType).Append(m.ReturnType)))
            .Where(t => t is not null)
            .SelectMany(Named);

    // A list of pages names the list and the page.
    private static IEnumerable<TypeReference> Named(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Named).Append(generic.ElementType),
        TypeSpecification wrapped => Named(wrapped.ElementType),
        GenericParameter => [],
        _ => [type],
    };

    private static IEnumerable<TypeReference> Bases(TypeDefinition type)
    {
        for (var up = type.BaseType; up is not null; up = up.Resolve()?.BaseType)
            yield return up.GetElementType();
    }

    private static ModuleDefinition Read(string assembly) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), new() { AssemblyResolver = Resolver });

    private static DefaultAssemblyResolver NewResolver()
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        foreach (var framework in new[] { typeof(object), typeof(Microsoft.AspNetCore.Components.ComponentBase) })
            resolver.AddSearchDirectory(Path.GetDirectoryName(framework.Assembly.Location)!);
        return resolver;
    }
}
