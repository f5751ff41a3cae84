using Linli.Platform.Ids;

namespace Linli.Market;

/// <summary>Id of an order (订单).</summary>
public readonly record struct OrderId(Guid Value) : ITypedId<OrderId>
{
    /// <inheritdoc/>
    public static OrderId From(Guid value) => new(value);
}
