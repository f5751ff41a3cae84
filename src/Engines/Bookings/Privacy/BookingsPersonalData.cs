using System.Globalization;
using Linli.Bookings.Calendar;
using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Privacy;

/// <summary>What the engine keeps of a person. What lies ahead is given back; what was stays as a figure that names nobody.</summary>
internal sealed class BookingsPersonalData(LinliDb db, ReservationViews views, ReservationEnd end, BookingMoney money, OfferingBook offerings, TimeProvider time) : IPersonalData
{
    public string Module => "bookings";

    public Phrase Title => ("预约", "Bookings");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var rows = await Rows(subject).AsNoTracking().OrderBy(r => r.At).ToListAsync(cancel);
        var seen = (await views.Of(rows, cancel)).ToDictionary(v => v.Id);
        return
        [
            new("reservations", ("我的预约", "My reservations"), [.. rows.Select(r => new DataValue[]
            {
                new("what", ("项目", "What"), seen[r.Id].Title.Zh),
                DataValue.Instant("start", ("开始", "Begin"), seen[r.Id].Start),
                new("state", ("状态", "State"), BookingWords.Of(r.State).Zh),
                new("party", ("人数", "People"), r.Party.ToString(CultureInfo.InvariantCulture)),
                new("note", ("用途", "What for"), r.Note),
                new("price", ("价格（分）", "Price in fen"), r.PriceFen.ToString(CultureInfo.InvariantCulture)),
                new("points", ("积分价格", "Price in points"), r.PricePoints.ToString(CultureInfo.InvariantCulture)),
                new("appeal", ("申诉", "Appeal"), r.Appeal),
                DataValue.Instant("at", ("预约时间", "Booked at"), r.At),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var count = await Rows(subject).CountAsync(cancel);
        return count == 0 ? [] : [new(("场地使用和到场人次，不再与您关联", "How rooms were used and how many came, no longer tied to you"), ("公共空间使用统计", "Figures of public spaces"), count)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // What they would have come to, and what a child they paid for would have, is given back as long as it is not over.
        var living = await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Person == subject.Person || (r.Payer == subject.Person && (r.PriceHold != null || r.DepositHold != null || r.PriceFen > 0)))
            .Where(r => r.State == ReservationState.Confirmed || r.State == ReservationState.Waiting || r.State == ReservationState.Offered || r.State == ReservationState.Entered).Select(r => r.Id).ToListAsync(cancel);
        foreach (var id in living)
            await end.Cancel(id, "个人信息已删除", cancel);
        foreach (var row in await db.Unfiltered<ReservationRow>().Where(r => (r.Person == subject.Person || r.Payer == subject.Person) && (r.PriceHold != null || r.DepositHold != null)).ToListAsync(cancel))
            await Settle(row, cancel);
        foreach (var row in await Rows(subject).ToListAsync(cancel))
            (row.Person, row.Household, row.Payer, row.By, row.SeatKey, row.Note, row.Appeal, row.AppealAnswer, row.Reason, row.ChangedAt) =
                (null, null, null, null, null, null, null, subject.Scrub(row.AppealAnswer), subject.Scrub(row.Reason), now);
        foreach (var row in await db.Unfiltered<ReservationRow>().Where(r => r.Payer == subject.Person || (r.By != null && subject.Accounts.Contains(r.By.Value))).ToListAsync(cancel))
            (row.Payer, row.By) = (row.Payer == subject.Person ? null : row.Payer, null);
        await db.Records<FeedRow>().Where(f => f.Person == subject.Person).ExecuteDeleteAsync(cancel);
    }

    // A session that is over but not settled yet is paid now: afterwards nobody would know from which wallet.
    private async Task Settle(ReservationRow row, CancellationToken cancel)
    {
        if (await offerings.Find(row.Offering, cancel) is { } offering && row is { HasSeat: true, State: not ReservationState.Offered })
            await money.TakePrice(row, offering, ScopePath.Parse(row.Scope, null), cancel);
        await money.FreePrice(row, cancel);
        await money.FreeDeposit(row, cancel);
    }

    // Of one person, wherever they booked.
    private IQueryable<ReservationRow> Rows(DataSubject subject) => db.Unfiltered<ReservationRow>().Where(r => r.Person == subject.Person);
}
