using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Services.Shops;

namespace Linli.Services;

/// <summary>A shop asks to be listed, or was reviewed; whoever reviews shops at the place sees it at once, and so does its owner.</summary>
/// <param name="Shop">Its id.</param>
/// <param name="Place">Where it is.</param>
/// <param name="State">What it is now.</param>
/// <param name="Owner">Account of its owner.</param>
public sealed record ShopChanged(Guid Shop, ScopePath Place, ShopState State, Guid Owner) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Shop.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => ServicesPermissions.Shops;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [Owner];
}
