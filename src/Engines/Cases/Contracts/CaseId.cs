using Linli.Platform.Ids;

namespace Linli.Cases;

/// <summary>Id of a case (事项).</summary>
public readonly record struct CaseId(Guid Value) : ITypedId<CaseId>
{
    /// <inheritdoc/>
    public static CaseId From(Guid value) => new(value);
}
