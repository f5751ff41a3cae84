using Linli.Platform.Data;
using Linli.Sensing.Storage;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.History;

/// <summary>Reads hourly figures.</summary>
internal sealed class Hourly(LinliDb db) : IHourly
{
    public async Task<IReadOnlyList<HourlyFigure>> Of(
        IReadOnlyCollection<DeviceId> devices, string measure, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var (first, end) = (HourFigures.HourOf(from), to.ToUniversalTime());
        return await db.Records<HourRow>().Where(h => devices.Contains(h.Device) && h.Measure == measure && h.Hour >= first && h.Hour < end && h.Count > 0)
            .OrderBy(h => h.Device).ThenBy(h => h.Hour)
            .Select(h => new HourlyFigure(h.Device, h.Hour, h.Count, h.Least, h.Most, h.Amount)).ToListAsync(cancel);
    }
}
