using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing.Devices.Enter;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Devices.Provision;

/// <summary>Takes a device into service with its label (扫码启用): hands out a new key, once. A second try is refused and noted.</summary>
/// <param name="Token">What the QR code holds.</param>
internal sealed record ClaimDevice(string Token) : ICommand<DeviceKept>;

/// <summary>What a label is for, for whoever is about to use it.</summary>
/// <param name="Token">What the QR code holds.</param>
internal sealed record LookAtClaim(string Token) : IQuery<ClaimedDevice>;

/// <summary>The device of a label.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="State">How far it is taken at its word.</param>
internal sealed record ClaimedDevice(string Code, string Name, string Kind, DeviceState State);

internal sealed class ClaimDeviceHandler(LinliDb db, DeviceBook book, DeviceKeys keys, RefusalLog refusals, AuditTrail audit, CurrentCaller current, TimeProvider time)
    : IHandler<ClaimDevice, DeviceKept>, IHandler<LookAtClaim, ClaimedDevice>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/devices/claim", (ClaimDevice request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(SensingPermissions.Provision).WithTags("Sensing").WithSummary("Take a device into service with its label; the key is shown once 扫码启用");

    private static Problem Unknown { get; } = Problem.NotFound("sensing.claim_unknown", "这个安装码无效，请核对标签或让管理员重新打印。", "This label is not known: check it, or have it printed again.");

    private static Problem Used { get; } = Problem.Conflict("sensing.claim_used", "这个安装码已经用过，不能再用；这次扫码已记录。如需重新安装，请让管理员重新打印。", "This label was used before and is refused; the try was noted. Have it printed again if you must.");

    private static Problem Expired { get; } = Problem.Conflict("sensing.claim_expired", "这个安装码已过期，请让管理员重新打印。", "This label has expired: have it printed again.");

    public async Task<Result<DeviceKept>> Handle(ClaimDevice request, CancellationToken cancel)
    {
        var (claim, row) = await Find(request.Token, cancel);
        if (claim is null || row is null)
            return Unknown;
        var now = Clock.Now(time);
        if (row.State == DeviceState.Retired)
            return Refused(row, DeviceProblems.Retired);
        if (claim.UsedAt is not null)
            return Refused(row, Used);
        if (claim.Until <= now)
            return Refused(row, Expired);
        // Two who scan at once both saw it unused: the database lets one of them through.
        var by = current.Value.Account;
        if (await db.Records<ClaimRow>().Where(c => c.Id == claim.Id && c.UsedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.UsedAt, now).SetProperty(c => c.UsedBy, by), cancel) == 0)
            return Refused(row, Used);
        var key = DeviceKeys.Make();
        if (row.State == DeviceState.Expected)
            (row.State, row.InServiceAt) = (DeviceState.InService, now);
        await book.GiveKey(row, key, cancel);
        audit.Record("Sensing.Devices.Claimed", row.Code, ScopePath.Parse(row.Scope, null));
        return new DeviceKept(row.Id.Value, row.Code, key);
    }

    public async Task<Result<ClaimedDevice>> Handle(LookAtClaim request, CancellationToken cancel)
    {
        var (claim, row) = await Find(request.Token, cancel);
        if (claim is null || row is null)
            return Unknown;
        return claim.UsedAt is not null ? Used : claim.Until <= Clock.Now(time) ? Expired : new ClaimedDevice(row.Code, row.Name, row.Kind, row.State);
    }

    private async Task<(ClaimRow?, DeviceRow?)> Find(string token, CancellationToken cancel)
    {
        var hash = keys.HashClaim(token);
        var claim = await db.Records<ClaimRow>().AsNoTracking().SingleOrDefaultAsync(c => c.TokenHash == hash, cancel);
        // The label speaks for the device, but only to those who install devices at its place.
        var row = claim is null ? null : await db.Scoped<DeviceRow>(current.Value.ScopesFor(SensingPermissions.Provision)).SingleOrDefaultAsync(d => d.Id == claim.Device, cancel);
        return (claim, row);
    }

    private Problem Refused(DeviceRow row, Problem problem)
    {
        var (now, by, device, code, scope) = (Clock.Now(time), current.Value.Account, row.Id, row.Code, ScopePath.Parse(row.Scope, null));
        refusals.Keep(() =>
        {
            db.Records<ClaimTryRow>().Add(new() { Id = Guid.CreateVersion7(now), Device = device, At = now, By = by, Why = problem.Code });
            audit.Record("Sensing.Devices.ClaimRefused", code, scope, problem.Code);
        });
        return problem;
    }
}
