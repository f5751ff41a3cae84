using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Alarms;

/// <summary>Looks through a camera (看现场): who looked at which one is written to the audit log.</summary>
/// <param name="Camera">Its id as a device.</param>
public sealed record OpenCamera(Guid Camera) : ICommand<CameraStream>, IAudited
{
    string? IAudited.AuditSubject => Camera.ToString();
}

internal sealed class OpenCameraHandler(IDevices devices, IEnumerable<ICameraStreams> adapters, CurrentCaller current, TimeProvider time, ILogger<OpenCameraHandler> log) : IHandler<OpenCamera, CameraStream>, IUseCase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/cameras/{id:guid}/stream", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenCamera(id), cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Look through a camera 查看摄像机画面");

    public async Task<Result<CameraStream>> Handle(OpenCamera request, CancellationToken cancel)
    {
        var camera = devices.Find(new(request.Camera));
        if (camera is null || camera.Kind != WatchKinds.Camera || camera.State == DeviceState.Retired || !current.Value.May(SensingPermissions.Handle, camera.Scope))
            return Problem.NotFound("sensing.camera_not_found", "没有找到这个摄像机，或您无权查看。", "There is no such camera, or you may not look through it.");
        var silent = false;
        foreach (var adapter in adapters)
        {
            try
            {
                if (await adapter.Open(camera, cancel).AsTask().WaitAsync(Patience, time, cancel) is { } stream)
                    return stream;
            }
            catch (Exception e) when (e is TimeoutException or HttpRequestException or IOException or InvalidOperationException)
            {
                // Whoever looks for a child in the water does not wait for a video platform that is away.
                log.LogWarning("Camera {Camera} was not opened: {Reason}", camera.Code, e.Message);
                silent = true;
            }
        }

        if (silent)
            return Problem.Conflict("sensing.camera_silent", $"摄像机“{camera.Name}”没有应答，请看别的摄像机或派人查看。", $"The camera “{camera.Name}” does not answer: look through another one, or send somebody.");
        return Problem.Conflict("sensing.camera_no_stream", "这个摄像机没有接入视频。", "No picture of this camera is connected.");
    }
}
