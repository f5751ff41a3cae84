using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Governance.Leads;

/// <summary>Writes down what the law asks of a device whose records are to prove something (电子监控设备备案, R14).</summary>
/// <param name="Place">Where it stands, in words that are published, 2–100 characters.</param>
/// <param name="ReviewedOn">When it was reviewed legally and technically (法制和技术审核).</param>
/// <param name="Review">Who reviewed it, and the number of the paper, 2–100 characters; needed with the day.</param>
/// <param name="MarkedOn">When its sign was put up on the spot (设置标识).</param>
/// <param name="PublishedOn">When its location was published (公布地点): from then on everybody sees it.</param>
internal sealed record KeepEvidenceDevice(string Place, DateOnly? ReviewedOn, string? Review, DateOnly? MarkedOn, DateOnly? PublishedOn) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Device { get; init; } = "";

    public string? AuditSubject => Device;

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Place, 100, out var place) || place.Length < 2)
            yield return Problem.Invalid("place", "governance.device_place", "请写明设置地点（2–100 个字），会向社会公布。", "Say where it stands in 2–100 characters; it is published.");
        if (ReviewedOn is not null && (!PlainText.TryCleanLine(Review, 100, out var review) || review.Length < 2))
            yield return Problem.Invalid("review", "governance.device_review", "请写明审核单位和文号（2–100 个字）。", "Say who reviewed it, and the number of the paper (2–100 characters).");
    }
}

/// <summary>Devices whose location was published (R14): for everybody.</summary>
internal sealed record PublishedDevices : IQuery<IReadOnlyList<PublishedDevice>>;

/// <summary>A device as it is published.</summary>
internal sealed record PublishedDevice(string Device, string Place, double Latitude, double Longitude, DateOnly PublishedOn, bool Reviewed, bool Marked);

internal sealed class KeepEvidenceDeviceHandler(LinliDb db, IDevices devices, CurrentCaller current, TimeProvider time)
    : IHandler<KeepEvidenceDevice, Done>, IHandler<PublishedDevices, IReadOnlyList<PublishedDevice>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/evidence-devices/{device}", (string device, KeepEvidenceDevice request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Device = device }, cancel))
            .Needs(LeadParts.Evidence).WithTags("Leads").WithSummary("Review, mark and publish a monitoring device 电子监控设备备案");
        api.MapGet("/evidence-devices", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new PublishedDevices(), cancel))
            .Needs(Access.Public).WithTags("Leads").WithSummary("Monitoring devices whose location is published 公布的监控设备");
    }

    public async Task<Result<Done>> Handle(KeepEvidenceDevice request, CancellationToken cancel)
    {
        if (devices.ByCode(request.Device) is not { Place: { } point } device || !current.Value.May(LeadParts.Evidence, device.Scope))
            return Problem.NotFound("governance.no_device", "没有这台设备，或它没有登记位置，或不在您的范围内。", "There is no such device, or it has no place, or it is not yours.");
        if (new[] { request.ReviewedOn, request.MarkedOn, request.PublishedOn }.Any(d => d > LocalTime.Today(time)))
            return Problem.Invalid("reviewedOn", "governance.device_day", "日期不能晚于今天。", "The days are not after today.");
        var row = await db.Unfiltered<EvidenceDevice>().SingleOrDefaultAsync(d => d.Device == device.Code, cancel);
        if (row is null)
            db.Insert(row = new() { Device = device.Code, Scope = device.Scope.Value, Place = "", Longitude = point.Longitude, Latitude = point.Latitude });
        PlainText.TryCleanLine(request.Place, 100, out var place);
        PlainText.TryCleanLine(request.Review, 100, out var review);
        (row.Place, row.Longitude, row.Latitude, row.ReviewedOn, row.Review, row.MarkedOn, row.PublishedOn) =
            (place, point.Longitude, point.Latitude, request.ReviewedOn, review.Length == 0 ? null : review, request.MarkedOn, request.PublishedOn);
        return Done.It;
    }

    // For everybody: that is what publishing is.
    public async Task<Result<IReadOnlyList<PublishedDevice>>> Handle(PublishedDevices request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var known = await db.Unfiltered<EvidenceDevice>().AsNoTracking().Where(d => d.PublishedOn != null && d.PublishedOn <= today).OrderBy(d => d.Device).ToListAsync(cancel);
        return known.ConvertAll(d => new PublishedDevice(d.Device, d.Place, d.Latitude, d.Longitude, d.PublishedOn!.Value, d.ReviewedOn is not null, d.MarkedOn is not null));
    }
}
