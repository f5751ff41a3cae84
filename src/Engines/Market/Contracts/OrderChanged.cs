using System.Text.Json.Serialization;
using Linli.Market.Orders;
using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Market;

/// <summary>An order was placed, moved on, or something about it was asked or answered; its shop and its buyer see it at once.</summary>
/// <param name="Order">Its id.</param>
/// <param name="Shop">Code of the shop.</param>
/// <param name="Place">Where the shop is.</param>
/// <param name="State">What it is now.</param>
/// <param name="Accounts">Who follows it; told to nobody.</param>
public sealed record OrderChanged(OrderId Order, string Shop, ScopePath Place, OrderState State, [property: JsonIgnore] IReadOnlyCollection<Guid> Accounts) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Order.Value.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => MarketPermissions.Read;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => Accounts;
}
