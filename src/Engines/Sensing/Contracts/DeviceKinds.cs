using System.Collections.Frozen;
using Linli.Sensing.Pipeline;

namespace Linli.Sensing;

/// <summary>The kinds of device that the installed parts have brought.</summary>
public sealed class DeviceKinds
{
    private readonly DeviceKind[] all;
    private readonly FrozenDictionary<string, KnownKind> byCode;

    /// <param name="kinds">As the parts registered them.</param>
    /// <param name="when">Who has a say in when readings of a kind are kept (R38).</param>
    /// <exception cref="ArgumentException">Two kinds share a code, or a kind has a measure twice.</exception>
    public DeviceKinds(IEnumerable<DeviceKind> kinds, IEnumerable<ICollectWhen>? when = null)
    {
        all = [.. kinds];
        ICollectWhen[] asked = [.. when ?? []];
        if (all.CountBy(k => k.Code).FirstOrDefault(c => c.Value > 1) is { Key: { } twice })
            throw new ArgumentException($"Device kind '{twice}' is brought twice.", nameof(kinds));
        if (Array.Find(all, k => k.Measures.DistinctBy(m => m.Code).Count() != k.Measures.Count) is { } wrong)
            throw new ArgumentException($"Device kind '{wrong.Code}' has a measure twice.", nameof(kinds));
        byCode = all.ToFrozenDictionary(k => k.Code, k => new KnownKind(k, [.. asked.Where(w => w.Kind == k.Code)]), StringComparer.Ordinal);
    }

    /// <summary>Every kind, in the order of registration.</summary>
    public IEnumerable<DeviceKind> All => all;

    /// <summary>The kind with a code, or <c>null</c> when no part brings it.</summary>
    public DeviceKind? Find(string code) => byCode.GetValueOrDefault(code)?.Kind;

    /// <summary>A kind ready for the pipeline; of a code that no part brings, one that keeps everything as it comes.</summary>
    internal KnownKind Of(string code) => byCode.GetValueOrDefault(code) ?? KnownKind.Unknown;

    /// <summary>How values of a measure add up over an hour, for a device of a kind.</summary>
    internal MeasureUse UseOf(string code, string measure) => Of(code).Find(measure)?.Use ?? MeasureUse.Level;
}
