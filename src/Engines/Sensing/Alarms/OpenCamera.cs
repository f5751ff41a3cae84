using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Alarms;

/// <summary>Looks through a camera (看现场): who looked at which one is written to the audit log.</summary>
/// <param name="Camera">Its id as a device.</param>
public sealed record OpenCamera(Guid Camera) : ICommand<CameraStream>, IAudited
{
    string? IAudited.AuditSubject => Camera.ToString();
}

internal sealed class OpenCameraHandler(IDevices devices, IEnumerable<ICameraStreams> adapters, CurrentCaller current) : IHandler<OpenCamera, CameraStream>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/cameras/{id:guid}/stream", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenCamera(id), cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Look through a camera 查看摄像机画面");

    public async Task<Result<CameraStream>> Handle(OpenCamera request, CancellationToken cancel)
    {
        var camera = devices.Find(new(request.Camera));
        if (camera is null || camera.Kind != WatchKinds.Camera || camera.State == DeviceState.Retired || !current.Value.May(SensingPermissions.Handle, camera.Scope))
            return Problem.NotFound("sensing.camera_not_found", "没有找到这个摄像机，或您无权查看。", "There is no such camera, or you may not look through it.");
        foreach (var adapter in adapters)
            if (await adapter.Open(camera, cancel) is { } stream)
                return stream;
        return Problem.Conflict("sensing.camera_no_stream", "这个摄像机没有接入视频。", "No picture of this camera is connected.");
    }
}
