namespace Linli.Sensing;

/// <summary>The kinds of device that the installed parts have brought.</summary>
public sealed class DeviceKinds
{
    private readonly Dictionary<string, DeviceKind> byCode;

    /// <param name="kinds">As the parts registered them.</param>
    /// <exception cref="ArgumentException">Two kinds share a code, or a kind has a measure twice.</exception>
    public DeviceKinds(IEnumerable<DeviceKind> kinds)
    {
        byCode = kinds.ToDictionary(k => k.Code, StringComparer.Ordinal);
        if (byCode.Values.FirstOrDefault(k => k.Measures.DistinctBy(m => m.Code).Count() != k.Measures.Count) is { } wrong)
            throw new ArgumentException($"Device kind '{wrong.Code}' has a measure twice.", nameof(kinds));
    }

    /// <summary>Every kind, in the order of registration.</summary>
    public IEnumerable<DeviceKind> All => byCode.Values;

    /// <summary>The kind with a code, or <c>null</c> when no part brings it.</summary>
    public DeviceKind? Find(string code) => byCode.GetValueOrDefault(code);
}
