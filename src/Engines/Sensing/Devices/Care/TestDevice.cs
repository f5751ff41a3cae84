using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Devices.Care;

/// <summary>
/// Tests a device, or every device of a group, for a while (测试模式): its alarms are marked as a test, call nobody out and count in no
/// figure. It ends by itself, so that nobody forgets it.
/// </summary>
/// <param name="Code">Code of the device, or of the group.</param>
/// <param name="Minutes">For how long, 1–480 minutes; 0 ends it now.</param>
/// <param name="Group">Whether <paramref name="Code"/> is that of a group.</param>
internal sealed record TestDevice(string Code, int Minutes, bool Group = false) : ICommand<int>, IValidated, IAudited
{
    public const int MostMinutes = 480;

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Minutes is < 0 or > MostMinutes)
            yield return Problem.Invalid("minutes", "sensing.test_minutes", $"测试时长为 1–{MostMinutes} 分钟，填 0 立即结束。", $"A test lasts 1 to {MostMinutes} minutes; 0 ends it now.");
    }
}

internal sealed class TestDeviceHandler(DeviceBook book, TimeProvider time) : IHandler<TestDevice, int>, IUseCase
{
    internal sealed record Duration(int Minutes);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sensing/devices/{code}/test", (string code, Duration body, UseCaseRunner run, CancellationToken cancel) => run.Answer(new TestDevice(code, body.Minutes), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Test a device for a while; it ends by itself 测试模式");
        api.MapPost("/sensing/device-groups/{code}/test", (string code, Duration body, UseCaseRunner run, CancellationToken cancel) => run.Answer(new TestDevice(code, body.Minutes, Group: true), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Test all devices of a group for a while 分组测试");
    }

    public async Task<Result<int>> Handle(TestDevice request, CancellationToken cancel)
    {
        var rows = request.Group ? await book.MineInGroup(request.Code, cancel) : await book.Mine(request.Code, cancel) is { } row ? [row] : [];
        if (rows.Count == 0)
            return request.Group ? DeviceProblems.NoGroup(request.Code) with { Kind = ProblemKind.NotFound, Field = null } : DeviceProblems.NotFound;
        rows.RemoveAll(r => r.State == DeviceState.Retired);
        if (rows.Count == 0)
            return DeviceProblems.Retired;
        DateTimeOffset? until = request.Minutes == 0 ? null : Clock.Now(time).AddMinutes(request.Minutes);
        foreach (var device in rows)
        {
            device.TestUntil = until;
            await book.Changed(device, cancel);
        }

        return rows.Count;
    }
}
