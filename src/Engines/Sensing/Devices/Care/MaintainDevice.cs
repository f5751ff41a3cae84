using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Devices.Care;

/// <summary>Notes when a device, or every device of a group, is under maintenance (维保时段): its readings are kept and no rule looks at them.</summary>
/// <param name="Code">Code of the device, or of the group.</param>
/// <param name="From">Begins; now when left out.</param>
/// <param name="To">Ends, at most <see cref="MostDays"/> days later.</param>
/// <param name="Reason">Why, 2–200 characters, without names of people.</param>
/// <param name="Group">Whether <paramref name="Code"/> is that of a group.</param>
internal sealed record MaintainDevice(string Code, DateTimeOffset? From, DateTimeOffset To, string? Reason, bool Group = false) : ICommand<int>, IValidated, IAudited
{
    public const int MostDays = 90;

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Reason?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("reason", "sensing.maintenance_reason", "请写明原因，2–200 个字。", "Say why, in 2 to 200 characters.");
        if (From is { } from && (To <= from || To > from.AddDays(MostDays)))
            yield return MaintainDeviceHandler.Period;
    }
}

/// <summary>Ends the maintenance of a device now, and takes away what was planned (结束维保).</summary>
/// <param name="Code">Which.</param>
internal sealed record EndMaintenance(string Code) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Code;
}

internal sealed class MaintainDeviceHandler(LinliDb db, DeviceBook book, CurrentCaller current, TimeProvider time)
    : IHandler<MaintainDevice, int>, IHandler<EndMaintenance, Done>, IUseCase
{
    internal sealed record Window(DateTimeOffset? From, DateTimeOffset To, string? Reason);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sensing/devices/{code}/maintenance", (string code, Window body, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new MaintainDevice(code, body.From, body.To, body.Reason), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Plan or begin maintenance of a device 维保时段");
        api.MapPost("/sensing/device-groups/{code}/maintenance", (string code, Window body, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new MaintainDevice(code, body.From, body.To, body.Reason, Group: true), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Plan or begin maintenance of all devices of a group 分组维保");
        api.MapDelete("/sensing/devices/{code}/maintenance", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new EndMaintenance(code), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("End the maintenance of a device 结束维保");
    }

    public static Problem Period => Problem.Invalid("to", "sensing.maintenance_period",
        $"结束时间应晚于开始和现在，最长 {MaintainDevice.MostDays} 天。", $"It ends after it began and after now, within {MaintainDevice.MostDays} days.");

    public async Task<Result<int>> Handle(MaintainDevice request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var from = Clock.ToMicroseconds(request.From ?? now);
        var to = Clock.ToMicroseconds(request.To);
        if (to <= now || to <= from || to > from.AddDays(MaintainDevice.MostDays))
            return Period;
        var rows = request.Group ? await book.MineInGroup(request.Code, cancel) : await book.Mine(request.Code, cancel) is { } row ? [row] : [];
        if (rows.Count == 0)
            return request.Group ? DeviceProblems.NoGroup(request.Code) with { Kind = ProblemKind.NotFound, Field = null } : DeviceProblems.NotFound;
        rows.RemoveAll(r => r.State == DeviceState.Retired);
        if (rows.Count == 0)
            return DeviceProblems.Retired;
        foreach (var device in rows)
        {
            db.Records<MaintenanceRow>().Add(new()
            {
                Id = Guid.CreateVersion7(now), Device = device.Id, From = from, To = to, Reason = request.Reason!.Trim(), By = current.Value.Account,
            });
            await book.Changed(device, cancel);
        }

        return rows.Count;
    }

    public async Task<Result<Done>> Handle(EndMaintenance request, CancellationToken cancel)
    {
        if (await book.Mine(request.Code, cancel) is not { } row)
            return DeviceProblems.NotFound;
        var now = Clock.Now(time);
        foreach (var window in await db.Records<MaintenanceRow>().Where(m => m.Device == row.Id && m.To > now).ToListAsync(cancel))
            if (window.From >= now)
                db.Records<MaintenanceRow>().Remove(window);
            else
                window.To = now;
        await book.Changed(row, cancel);
        return Done.It;
    }
}
