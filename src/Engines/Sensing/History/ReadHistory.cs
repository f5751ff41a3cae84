using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.History;

/// <summary>How finely the past is shown.</summary>
public enum HistoryStep
{
    /// <summary>Every reading.</summary>
    Raw,

    /// <summary>One line an hour.</summary>
    Hour,
}

/// <summary>What a device said in the past; never one that stands for a person.</summary>
/// <param name="Device">Code of the device.</param>
/// <param name="Measure">Code of the measure, or <c>position</c>.</param>
/// <param name="From">From this instant, UTC; a day before <paramref name="To"/> when left out.</param>
/// <param name="To">Up to this instant, UTC, not part of it; now when left out.</param>
/// <param name="Step">Every reading, or hourly figures; positions have none by the hour.</param>
/// <param name="Most">At most so many lines, 1–5000.</param>
public sealed record ReadHistory(string Device, string Measure, DateTimeOffset? From = null, DateTimeOffset? To = null, HistoryStep Step = HistoryStep.Raw, int Most = 1000)
    : IQuery<ReadingHistory>, IValidated
{
    private const int MostLines = 5000;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Device))
            yield return Problem.Invalid("device", "sensing.device_missing", "请写明设备编码。", "Say the code of the device.");
        if (string.IsNullOrWhiteSpace(Measure))
            yield return Problem.Invalid("measure", "sensing.measure_missing", "请写明测项。", "Say the measure.");
        if (Measure == Reading.Position && Step == HistoryStep.Hour)
            yield return Problem.Invalid("step", "sensing.no_hourly_positions", "位置没有小时统计：请用 raw。", "Positions have no hourly figures: ask for raw.");
        if (From >= To)
            yield return Problem.Invalid("from", "sensing.from_after_to", "开始时间应早于结束时间。", "The start lies before the end.");
        if (Most is < 1 or > MostLines)
            yield return Problem.Invalid("most", "sensing.most_out_of_range", "条数应在 1 与 5000 之间。", "Ask for 1 to 5000 lines.");
    }
}

/// <summary>A line of the past.</summary>
/// <param name="At">When by the device's clock, or when the hour began, UTC.</param>
/// <param name="Value">The value, or what the hour comes to; <c>null</c> for a position.</param>
/// <param name="Least">The least of the hour.</param>
/// <param name="Most">The most of the hour.</param>
/// <param name="Count">How many readings the hour had.</param>
/// <param name="Latitude">Degrees north, WGS-84.</param>
/// <param name="Longitude">Degrees east, WGS-84.</param>
/// <param name="Accuracy">Metres, if it was said.</param>
/// <param name="Late">Whether it came after a newer one.</param>
/// <param name="Apart">Whether it was an impossible jump.</param>
public sealed record PastLine(
    DateTimeOffset At, double? Value, double? Least = null, double? Most = null, int? Count = null, double? Latitude = null, double? Longitude = null,
    float? Accuracy = null, bool Late = false, bool Apart = false);

/// <summary>The past of one measure of a device.</summary>
/// <param name="Device">Code of the device.</param>
/// <param name="Measure">Code of the measure.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Use">How values add up over an hour.</param>
/// <param name="Lines">In order of time.</param>
/// <param name="Next">Ask again from this instant for the rest; <c>null</c> when this is all.</param>
public sealed record ReadingHistory(string Device, string Measure, string Unit, MeasureUse Use, IReadOnlyList<PastLine> Lines, DateTimeOffset? Next);

internal sealed class ReadHistoryHandler(IDevices devices, DeviceKinds kinds, ITracks tracks, IHourly hourly, CurrentCaller caller, TimeProvider time)
    : IHandler<ReadHistory, ReadingHistory>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/devices/{code}/readings", (string code, string measure, DateTimeOffset? from, DateTimeOffset? to, HistoryStep? step, int? most, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new ReadHistory(code, measure, from, to, step ?? HistoryStep.Raw, most ?? 1000), cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("What a device said in the past 监测历史");

    public async Task<Result<ReadingHistory>> Handle(ReadHistory request, CancellationToken cancel)
    {
        // What stands for a person is not here, for nobody: its scene shows it to those it names.
        if (devices.ByCode(request.Device) is not { } device || !caller.Value.May(SensingPermissions.Watch, device.Scope) || kinds.Of(device.Kind).Personal)
            return Problem.NotFound("sensing.device_not_found", "没有找到这台设备，或您无权查看。", "There is no such device, or you may not see it.");
        var to = request.To?.ToUniversalTime() ?? Clock.Now(time) + TimeSpan.FromMinutes(2);
        var from = request.From?.ToUniversalTime() ?? to.AddDays(-1);
        var lines = await Lines(device, request, from, to, cancel);
        var more = lines.Count > request.Most;
        var measure = kinds.Of(device.Kind).Find(request.Measure);
        return new ReadingHistory(
            device.Code, request.Measure, measure?.Unit ?? "", measure?.Use ?? MeasureUse.Level, more ? [.. lines.Take(request.Most)] : lines, more ? lines[request.Most].At : null);
    }

    private async Task<IReadOnlyList<PastLine>> Lines(Device device, ReadHistory request, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        // One more than asked for tells whether there are more.
        if (request.Measure == Reading.Position)
            return [.. (await tracks.Positions(device.Id, from, to, request.Most + 1, cancel)).Select(p => new PastLine(
                p.At, null, Latitude: p.Fix.Latitude, Longitude: p.Fix.Longitude, Accuracy: float.IsNaN(p.Fix.Accuracy) ? null : p.Fix.Accuracy, Late: p.Late, Apart: p.Apart))];
        if (request.Step == HistoryStep.Raw)
            return [.. (await tracks.Values(device.Id, request.Measure, from, to, request.Most + 1, cancel)).Select(v => new PastLine(v.At, v.Value, Late: v.Late))];
        return [.. (await hourly.Of([device.Id], request.Measure, from, to, cancel)).Take(request.Most + 1).Select(h => new PastLine(h.Hour, h.Amount, h.Least, h.Most, h.Count))];
    }
}
