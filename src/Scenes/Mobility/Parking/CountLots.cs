using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Time;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.Parking;

/// <summary>The devices of parking lots; each belongs to the lot whose code is its facility.</summary>
internal static class ParkingDevices
{
    /// <summary>道闸: counts all cars that ever came in and went out; tells its totals, never a number plate.</summary>
    public static readonly DeviceKind Gate = new(
        "parking-gate", ("停车场道闸", "Parking gate"), "barrier-block",
        new Measure("in", ("累计入场", "In since ever"), "", 0, 1e9, MeasureUse.Meter), new Measure("out", ("累计出场", "Out since ever"), "", 0, 1e9, MeasureUse.Meter))
    {
        OfflineAfter = TimeSpan.FromMinutes(5),
    };

    /// <summary>车位检测器.</summary>
    public static readonly DeviceKind Bay = new(
        "bay-detector", ("车位检测器", "Bay detector"), "parking", new Measure("occupied", ("有车", "Taken"), "", 0, 1, MeasureUse.Switch), Measures.Battery)
    {
        OfflineAfter = TimeSpan.FromHours(2),
    };
}

/// <summary>
/// Brings the counts of lots up to what their gates say, and looks whether the detectors agree. A lot where every bay has a
/// detector that is heard of follows them when the two drift apart; each such step is written down (对账). A lot without gates, such as
/// bays along a street, is counted by its detectors alone.
/// </summary>
internal sealed class CountLots(LinliDb db, TimeProvider time, IDevices devices, ILatest latest) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var lots = await db.Unfiltered<ParkingLot>().AsNoTracking().ToListAsync(cancel);
        var counts = await db.Records<LotCount>().ToDictionaryAsync(c => c.Lot, cancel);
        var totals = await db.Records<GateTotal>().ToDictionaryAsync(t => t.Device, cancel);
        var gates = devices.OfKind(ParkingDevices.Gate.Code).Where(d => d.State == DeviceState.InService && d.Facility is not null).ToLookup(d => d.Facility!);
        var bays = devices.OfKind(ParkingDevices.Bay.Code).Where(d => d.State == DeviceState.InService && d.Facility is not null).ToLookup(d => d.Facility!);
        foreach (var lot in lots)
        {
            if (!counts.TryGetValue(lot.Code, out var count))
                db.Records<LotCount>().Add(count = new() { Lot = lot.Code, Inside = 0, Day = LocalTime.DateOf(now) });
            foreach (var gate in gates[lot.Code])
                Read(lot, count, gate, totals, now);
            if (gates.Contains(lot.Code))
                Compare(lot, count, [.. bays[lot.Code]], now);
            else
                CountBays(lot, count, [.. bays[lot.Code]]);
            if (!ParkingRules.IsStale(count.GatesAt, now))
                await Remember(lot.Code, count.Inside, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    private void Read(ParkingLot lot, LotCount count, Device gate, Dictionary<Guid, GateTotal> totals, DateTimeOffset now)
    {
        var twin = latest.Of(gate.Id);
        if (!twin.Values.TryGetValue("in", out var came) || !twin.Values.TryGetValue("out", out var left))
            return;
        var at = came.At > left.At ? came.At : left.At;
        if (!totals.TryGetValue(gate.Id.Value, out var total))
            // A gate that is new here: what it counted before is not of this lot's count.
            db.Records<GateTotal>().Add(total = new() { Device = gate.Id.Value, Lot = lot.Code, In = (long)came.Value, Out = (long)left.Value, At = at });
        var (more, less) = ((int)ParkingRules.Since(total.In, (long)came.Value), (int)ParkingRules.Since(total.Out, (long)left.Value));
        (total.In, total.Out, total.At) = ((long)came.Value, (long)left.Value, at);
        if (count.Day != LocalTime.DateOf(now))
            (count.Day, count.InToday, count.OutToday) = (LocalTime.DateOf(now), 0, 0);
        (count.InToday, count.OutToday) = (count.InToday + more, count.OutToday + less);
        // A gate may have missed a car, but there are never fewer than none inside.
        count.Inside = Math.Max(0, count.Inside + more - less);
        if (count.GatesAt is not { } known || at > known)
            count.GatesAt = at;
    }

    private void Compare(ParkingLot lot, LotCount count, IReadOnlyList<Device> bays, DateTimeOffset now)
    {
        (count.Taken, count.DetectorsAt) = (null, null);
        var words = bays.Select(b => latest.Of(b.Id)).Where(t => t.Online && t.Values.ContainsKey("occupied")).Select(t => t.Values["occupied"]).ToList();
        if (words.Count < lot.Capacity || lot.Capacity == 0)
            return;
        (count.Taken, count.DetectorsAt) = (words.Count(v => v.Value >= 0.5), words.Min(v => v.At));
        if (!ParkingRules.Differs(count.Inside, count.Taken.Value, lot.Capacity))
            return;
        db.Insert(new LotCorrection
        {
            Id = Guid.CreateVersion7(now), Lot = lot.Code, Scope = lot.Scope, At = now, Before = count.Inside, After = count.Taken.Value, ByDetectors = true,
            Reason = "车位检测器与道闸计数不符，按检测器更正",
        });
        count.Inside = count.Taken.Value;
    }

    // A bay whose detector is silent counts as taken: nobody is sent to a bay of which nothing is known.
    private void CountBays(ParkingLot lot, LotCount count, IReadOnlyList<Device> bays)
    {
        (count.Taken, count.DetectorsAt) = (null, null);
        var heard = bays.Select(b => latest.Of(b.Id)).Where(t => t.Online && t.Values.ContainsKey("occupied")).ToList();
        if (!ParkingRules.EnoughHeard(heard.Count, lot.Capacity))
            return;
        var taken = heard.Count(t => t.Values["occupied"].Value >= 0.5);
        (count.Taken, count.DetectorsAt, count.Inside) = (taken, heard.Min(t => t.Values["occupied"].At), lot.Capacity - (heard.Count - taken));
        // Detectors speak when a car comes or goes: that the newest of them is heard says that the line to them stands.
        count.GatesAt = heard.Max(t => t.SeenAt) is { } seen && seen > count.GatesAt.GetValueOrDefault() ? seen : count.GatesAt;
    }

    private async Task Remember(string lot, int inside, DateTimeOffset now, CancellationToken cancel)
    {
        var hour = ParkingRules.HourOf(now);
        if (await db.Records<LotHour>().FindAsync([lot, hour], cancel) is { } row)
            (row.Sum, row.Looks) = (row.Sum + inside, row.Looks + 1);
        else
            db.Records<LotHour>().Add(new() { Lot = lot, Hour = hour, Sum = inside, Looks = 1 });
    }
}
