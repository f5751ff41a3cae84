using System.Globalization;
using System.Security.Cryptography;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>Six digits to pick an order up with (取货码), unique among the open orders of a shop.</summary>
internal sealed class OrderCodes(LinliDb db)
{
    private static readonly OrderState[] Open = [OrderState.Paid, OrderState.Packed, OrderState.Ready, OrderState.Out];

    public async Task<string> New(string shop, CancellationToken cancel)
    {
        // Of one shop; two that come at the same moment collide in the index, and the later is carried out again.
        var taken = (await db.Unfiltered<Order>().Where(o => o.Shop == shop && Open.Contains(o.State)).Select(o => o.Code).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        string code;
        do
            code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        while (taken.Contains(code));
        return code;
    }
}
