namespace Linli.Platform.Modules;

/// <summary>
/// One part of Linli. Its module declares everything about it in one readable place; the server keeps the one list of
/// modules.
/// </summary>
public interface IModule
{
    /// <summary>Short lower-case name: the prefix of its tables and permissions.</summary>
    string Name { get; }

    /// <summary>Declares services, tables, use cases, pages, permissions, jobs, event handlers and demo data.</summary>
    void Declare(ModuleBuilder module);
}
