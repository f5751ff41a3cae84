using Linli.Platform.Ids;

namespace Linli.Places;

/// <summary>Id of a home (房屋).</summary>
public readonly record struct HomeId(Guid Value) : ITypedId<HomeId>
{
    /// <inheritdoc/>
    public static HomeId From(Guid value) => new(value);
}
