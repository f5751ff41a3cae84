using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Redemption;

/// <summary>What was redeemed for points. That it was handed out stays for the shop's reimbursement, without who.</summary>
internal sealed class RedemptionPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "redemption";

    public Phrase Title => ("积分兑换", "Redeemed points");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        // Of one person, whatever the place.
        var rows = await db.Unfiltered<RedemptionRow>().AsNoTracking().Where(r => r.Person == subject.Person).OrderBy(r => r.At).ToListAsync(cancel);
        var vouchers = await db.Records<Voucher>().AsNoTracking().Where(v => v.Person == subject.Person).OrderBy(v => v.LastDay).ToListAsync(cancel);
        return rows.Count + vouchers.Count == 0 ? [] :
        [
            new("redemptions", ("兑换", "Redemptions"), [.. rows.Select(r => new DataValue[]
            {
                new("number", ("编号", "Number"), r.Number), DataValue.Instant("at", ("时间", "When"), r.At), new("what", ("兑换品", "What"), r.NameZh),
                new("points", ("积分", "Points"), r.Points.ToString(CultureInfo.InvariantCulture)), new("state", ("状态", "State"), r.State.ToString()),
            })]),
            new("vouchers", ("服务券", "Vouchers"), [.. vouchers.Select(v => new DataValue[]
            {
                new("what", ("服务", "Service"), v.NameZh), DataValue.Day("lastDay", ("有效期至", "Good until"), v.LastDay), DataValue.Instant("usedAt", ("使用", "Used"), v.UsedAt),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var count = await db.Unfiltered<RedemptionRow>().CountAsync(r => r.Person == subject.Person, cancel);
        return count == 0 ? [] :
            [new(("兑换记录里的品名、数量和积分，不含是谁", "What was redeemed and for how many points, without who"), ("会计法：合作社据此补付商户", "Accounting Law: shops are reimbursed by it"), count)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        // Loaded, not updated in place: their seals are made anew when they are saved.
        foreach (var row in await db.Unfiltered<RedemptionRow>().Where(r => r.Person == subject.Person).ToListAsync(cancel)) // of one person, whatever the place
            (row.Person, row.Word) = (Guid.Empty, null);
        await db.Records<Voucher>().Where(v => v.Person == subject.Person && v.UsedAt == null).ExecuteDeleteAsync(cancel);
        foreach (var voucher in await db.Records<Voucher>().Where(v => v.Person == subject.Person).ToListAsync(cancel))
            (voucher.Person, voucher.Version) = (Guid.Empty, voucher.Version + 1);
    }
}
