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

internal sealed class ListOddFramesHandler(ILines lines) : IHandler<ListOddFrames, IReadOnlyList<OddFrame>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/sensing/odd-frames", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListOddFrames(), cancel))
        .Needs(SensingPermissions.Devices)
        .WithTags("sensing").WithName("listOddFrames").WithSummary("The last frames of devices that did not fit their protocol.");

    public Task<Result<IReadOnlyList<OddFrame>>> Handle(ListOddFrames request, CancellationToken cancel)
    {
        Result<IReadOnlyList<OddFrame>> newest = lines.OddFrames().ToList();
        return Task.FromResult(newest);
    }
}
