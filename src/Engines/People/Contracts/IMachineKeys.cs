using Linli.Platform.Data;

namespace Linli.People;

/// <summary>A key of a machine as it was made; the key itself is shown this once.</summary>
/// <param name="Id">Stands for the machine wherever an account would.</param>
/// <param name="Key">The key, for the header <c>X-Api-Key</c>.</param>
public sealed record MachineKey(Guid Id, string Key);

/// <summary>
/// Makes and ends keys of machines that a scene registers by its own rules, such as a gate. The use case has asked whether
/// the caller may do so.
/// </summary>
public interface IMachineKeys
{
    /// <summary>Makes a key in the current transaction.</summary>
    /// <param name="name">What the machine is, at most 80 characters.</param>
    /// <param name="scope">Where it may act.</param>
    /// <param name="permissions">What it may do.</param>
    MachineKey Make(string name, ScopePath scope, IReadOnlyCollection<string> permissions);

    /// <summary>Ends a key at once, in the current transaction; an unknown or ended one stays as it is.</summary>
    Task End(Guid id, CancellationToken cancel);
}
