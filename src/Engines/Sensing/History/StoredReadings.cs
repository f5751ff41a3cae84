using System.Runtime.CompilerServices;
using Linli.Platform.Data;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.History;

/// <summary>
/// Readings of a period as they came, to try a rule on. Those of persons are left out: a rule that is tried must not show anybody where they were.
/// What nobody believed is left out too, as the lanes do.
/// </summary>
internal sealed class StoredReadings(IServiceScopeFactory scopes, IDevices devices, DeviceKinds kinds) : IStoredReadings
{
    public async IAsyncEnumerable<StoredReading> Between(
        ScopePath place, string? deviceKind, IReadOnlyCollection<string> measures, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var one = scopes.CreateAsyncScope();
        await using var other = scopes.CreateAsyncScope();
        var asked = await Devices(one.ServiceProvider.GetRequiredService<LinliDb>(), place, deviceKind, cancel);
        var ids = asked.Keys.ToList();
        var (first, end) = (from.ToUniversalTime(), until.ToUniversalTime());
        await using var values = Values(one.ServiceProvider.GetRequiredService<LinliDb>(), ids, measures, first, end).GetAsyncEnumerator(cancel);
        await using var positions = Positions(other.ServiceProvider.GetRequiredService<LinliDb>(), ids, measures, first, end).GetAsyncEnumerator(cancel);
        var (moreValues, morePositions) = (await values.MoveNextAsync(), await positions.MoveNextAsync());
        while (moreValues || morePositions)
        {
            var isValue = moreValues && (!morePositions || (values.Current.ReceivedAt, values.Current.At).CompareTo((positions.Current.ReceivedAt, positions.Current.At)) <= 0);
            if (isValue)
            {
                var row = values.Current;
                yield return new(asked[row.Device], new(row.Device, row.Measure, row.At, row.Value!.Value), row.ReceivedAt, row.Late);
                moreValues = await values.MoveNextAsync();
            }
            else
            {
                var row = positions.Current;
                var fix = new Fix(row.Latitude!.Value, row.Longitude!.Value, row.Accuracy ?? float.NaN, row.Speed ?? float.NaN, row.Heading ?? float.NaN);
                yield return new(asked[row.Device], new(row.Device, row.At, fix), row.ReceivedAt, row.Late);
                morePositions = await positions.MoveNextAsync();
            }
        }
    }

    private async Task<Dictionary<DeviceId, Device>> Devices(LinliDb db, ScopePath place, string? kind, CancellationToken cancel)
    {
        var asked = new Dictionary<DeviceId, Device>();
        foreach (var id in await db.Records<TwinRow>().Select(t => t.Device).ToListAsync(cancel))
            if (devices.Find(id) is { } device && place.Contains(device.Scope) && (kind is null || device.Kind == kind) && !kinds.Of(device.Kind).Personal)
                asked[id] = device;
        return asked;
    }

    private static IAsyncEnumerable<ReadingRow> Values(LinliDb db, List<DeviceId> ids, IReadOnlyCollection<string> measures, DateTimeOffset from, DateTimeOffset until)
    {
        var rows = db.Records<ReadingRow>().AsNoTracking().Where(r => ids.Contains(r.Device) && r.At >= from && r.At < until && r.Value != null);
        return (measures.Count == 0 ? rows : rows.Where(r => measures.Contains(r.Measure))).OrderBy(r => r.ReceivedAt).ThenBy(r => r.At).AsAsyncEnumerable();
    }

    private static IAsyncEnumerable<PositionRow> Positions(LinliDb db, List<DeviceId> ids, IReadOnlyCollection<string> measures, DateTimeOffset from, DateTimeOffset until)
    {
        var wanted = measures.Count == 0 || measures.Contains(Reading.Position) ? ids : [];
        return db.Records<PositionRow>().AsNoTracking().Where(p => wanted.Contains(p.Device) && p.At >= from && p.At < until && !p.Apart && p.Latitude != null)
            .OrderBy(p => p.ReceivedAt).ThenBy(p => p.At).AsAsyncEnumerable();
    }
}
