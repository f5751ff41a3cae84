using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Governance.Leads;

/// <summary>Another system or a patrol passes on what may be a case (线索上报). It waits for a person; nothing else follows from it.</summary>
/// <param name="Kind">water, air, soil, building or fishing.</param>
/// <param name="Inflow">platform, hotline, cityManagement, catering or patrol.</param>
/// <param name="Reference">What the source calls it, 1–80 characters: told twice it is one.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Longitude">WGS-84.</param>
/// <param name="SeenAt">When it was seen; not in the future, not over 30 days ago.</param>
/// <param name="Device">Code of the device that believes to have seen it.</param>
/// <param name="Picture">Where its picture lies, at most 300 characters.</param>
/// <param name="Note">At most 500 characters.</param>
internal sealed record SendLead(
    LeadKind? Kind, LeadInflow? Inflow, string Reference, double? Latitude, double? Longitude, DateTimeOffset? SeenAt, string? Device = null, string? Picture = null, string? Note = null)
    : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => Reference;

    public IEnumerable<Problem> Problems()
    {
        if (Kind is not { } kind || !Enum.IsDefined(kind))
            yield return Problem.Invalid("kind", "governance.lead_kind", "请选择问题类型：水、空气、土壤、违建、非法捕鱼。", "Say what it is about: water, air, soil, building or fishing.");
        if (Inflow is not { } inflow || !Enum.IsDefined(inflow))
            yield return Problem.Invalid("inflow", "governance.lead_inflow", "请选择来源。", "Say by which way it came.");
        if (!PlainText.TryCleanLine(Reference, 80, out var reference) || reference.Length == 0)
            yield return Problem.Invalid("reference", "governance.lead_reference", "请提供来源编号（1–80 个字）。", "Give what the source calls it (1–80 characters).");
        if (Latitude is not { } lat || Longitude is not { } lon || !GeoPoint.IsValid(lat, lon))
            yield return Problem.Invalid("place", "governance.lead_place", "请提供 WGS-84 经纬度。", "Give latitude and longitude in WGS-84.");
        if (SeenAt is null)
            yield return Problem.Invalid("seenAt", "governance.lead_time", "请提供发现时间。", "Say when it was seen.");
        if (Device?.Length > 60)
            yield return Problem.Invalid("device", "governance.lead_device", "设备编号不超过 60 个字符。", "The code of a device has at most 60 characters.");
        if (!PlainText.TryCleanLine(Picture, 300, out _))
            yield return Problem.Invalid("picture", "governance.lead_picture", "图片位置不超过 300 个字。", "Where the picture lies has at most 300 characters.");
        if (!PlainText.TryClean(Note, 500, out _))
            yield return Problem.Invalid("note", "governance.lead_note", "说明不超过 500 个字。", "A note has at most 500 characters.");
    }
}

internal sealed class SendLeadHandler(LinliDb db, IScopeTree tree, IGridMap grids, CurrentCaller current, TimeProvider time) : IHandler<SendLead, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/leads", (SendLead request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LeadParts.Send).WithTags("Leads").WithSummary("Pass on what may be a case 线索上报");

    public async Task<Result<Guid>> Handle(SendLead request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (request.SeenAt > now.AddMinutes(5) || request.SeenAt < now.AddDays(-30))
            return Problem.Invalid("seenAt", "governance.lead_time", "发现时间应在 30 天以内，且不晚于现在。", "It was seen within the last 30 days, and not after now.");
        if (Place(request.Latitude!.Value, request.Longitude!.Value) is not { } place)
            return Problem.Invalid("place", "governance.lead_outside", "这个位置不在您可以上报的范围内。", "This place is not where you may pass leads on.");
        PlainText.TryCleanLine(request.Reference, 80, out var reference);
        if (await db.Unfiltered<Lead>().Where(l => l.Reference == reference && l.Inflow == request.Inflow).Select(l => (Guid?)l.Id).SingleOrDefaultAsync(cancel) is { } known)
            return known;
        PlainText.TryCleanLine(request.Picture, 300, out var picture);
        PlainText.TryClean(request.Note, 500, out var note);
        var lead = new Lead
        {
            Id = Guid.CreateVersion7(now), Scope = place.Value, Kind = request.Kind!.Value, Inflow = request.Inflow!.Value, Device = request.Device, Reference = reference, Picture = picture.Length == 0 ? null : picture,
            Note = note.Length == 0 ? null : note, Longitude = request.Longitude!.Value, Latitude = request.Latitude!.Value, SeenAt = request.SeenAt!.Value.ToUniversalTime(), At = now, State = LeadState.Waiting,
        };
        db.Insert(lead);
        return lead.Id;
    }

    // The community of its grid; outside of every grid the nearest place that the caller speaks for.
    private ScopePath? Place(double latitude, double longitude)
    {
        var scopes = current.Value.ScopesFor(LeadParts.Send);
        var place = grids.GridAt(longitude, latitude) is { } grid ? tree.CommunityOf(grid.Path)?.Path ?? grid.Path : scopes.Paths.Count > 0 ? scopes.Paths[0] : (ScopePath?)null;
        return place is { } found && scopes.Covers(found) ? found : null;
    }
}

/// <summary>What a high camera believes to see becomes a lead, and only that (AI 高位监控, S101, R14).</summary>
internal sealed class LeadOfAlarm(LinliDb db, IAlarms alarms, IDevices devices, TimeProvider time) : Platform.Events.IEventHandler<AlarmChanged>
{
    public async Task Handle(Platform.Events.Delivered<AlarmChanged> delivered, CancellationToken cancel)
    {
        var (id, rule, _, what, _, test, _) = delivered.Event;
        if (what != "raised" || test || LeadParts.KindOf(rule) is not { } kind || await alarms.Find(id, cancel) is not { Device: { } device, Point: { } point } alarm)
            return;
        // The same alarm told again is the same lead.
        if (await db.Unfiltered<Lead>().AnyAsync(l => l.Alarm == id.Value, cancel))
            return;
        var now = Clock.Now(time);
        db.Insert(new Lead
        {
            Id = Guid.CreateVersion7(now), Scope = alarm.Scope.Value, Kind = kind, Inflow = LeadInflow.Patrol, Device = devices.Find(device)?.Code, Alarm = id.Value, Reference = $"alarm-{id.Value:N}",
            Picture = $"/desk/alarms/{id.Value}", Longitude = point.Longitude, Latitude = point.Latitude, SeenAt = alarm.CauseAt, At = now, State = LeadState.Waiting,
        });
    }
}
