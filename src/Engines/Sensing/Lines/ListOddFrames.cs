using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Lines;

/// <summary>
/// The last frames of devices on this node that did not fit their protocol (异常报文), newest first, for whoever connects a device and
/// must find out what it says. Kept in memory only.
/// </summary>
public sealed record ListOddFrames : IQuery<IReadOnlyList<OddFrame>>;

internal sealed class ListOddFramesHandler(ILines lines, IDevices devices, IEnumerable<DeviceKind> kinds, CurrentCaller current) : IHandler<ListOddFrames, IReadOnlyList<OddFrame>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/sensing/odd-frames", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListOddFrames(), cancel))
        .Needs(SensingPermissions.Devices)
        .WithTags("sensing").WithName("listOddFrames").WithSummary("The last frames of devices that did not fit their protocol.");

    public Task<Result<IReadOnlyList<OddFrame>>> Handle(ListOddFrames request, CancellationToken cancel)
    {
        var (places, personal) = (current.Value.ScopesFor(SensingPermissions.Devices), kinds.Where(k => k.Personal).Select(k => k.Code).ToHashSet(StringComparer.Ordinal));
        var seen = new List<OddFrame>();
        foreach (var frame in lines.OddFrames())
        {
            // Who is not known is a matter of whoever keeps all devices.
            var device = frame.Device is null ? null : devices.ByCode(frame.Device);
            if (!places.Covers(device?.Scope ?? ScopePath.Root))
                continue;
            // In the bytes of a card lies where somebody is (R38).
            seen.Add(device is not null && personal.Contains(device.Kind) ? frame with { Hex = "" } : frame);
        }

        Result<IReadOnlyList<OddFrame>> newest = seen;
        return Task.FromResult(newest);
    }
}
