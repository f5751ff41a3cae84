using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Devices.Enter;

/// <summary>Gives a device another key, such as after it was stolen (更换密钥): the old one ends at once, and whoever is connected with it is cut off.</summary>
/// <param name="Code">Which.</param>
internal sealed record RenewDeviceKey(string Code) : ICommand<DeviceKept>, IAudited
{
    public string? AuditSubject => Code;
}

/// <summary>Takes a device out of service for good (停用); what it measured stays.</summary>
/// <param name="Code">Which.</param>
internal sealed record RetireDevice(string Code) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Code;
}

internal sealed class RenewDeviceKeyHandler(DeviceBook book) : IHandler<RenewDeviceKey, DeviceKept>, IHandler<RetireDevice, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sensing/devices/{code}/key", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RenewDeviceKey(code), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Give a device another key; the old one ends at once 更换密钥");
        api.MapDelete("/sensing/devices/{code}", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RetireDevice(code), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Take a device out of service for good 停用设备");
    }

    public async Task<Result<DeviceKept>> Handle(RenewDeviceKey request, CancellationToken cancel)
    {
        if (await book.Mine(request.Code, cancel) is not { } row)
            return DeviceProblems.NotFound;
        if (row.State == DeviceState.Retired)
            return DeviceProblems.Retired;
        var key = DeviceKeys.Make();
        await book.GiveKey(row, key, cancel);
        return new DeviceKept(row.Id.Value, row.Code, key);
    }

    public async Task<Result<Done>> Handle(RetireDevice request, CancellationToken cancel)
    {
        if (await book.Mine(request.Code, cancel) is not { } row)
            return DeviceProblems.NotFound;
        await book.Retire(row.Id, cancel);
        return Done.It;
    }
}
