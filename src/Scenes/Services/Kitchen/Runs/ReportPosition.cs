using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Kitchen.Runs;

/// <summary>The driver's phone says where the van is, while it is under way. Late and out-of-order positions change nothing.</summary>
/// <param name="Run">Which run.</param>
/// <param name="At">When the phone was there, by its clock.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
internal sealed record ReportPosition(Guid Run, DateTimeOffset At, double Longitude, double Latitude) : ICommand<PositionTaken>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (!GeoPoint.IsValid(Latitude, Longitude))
            yield return Problem.Invalid("position", "services.position", "位置不正确。", "The position is wrong.");
    }
}

/// <summary>The body of a position.</summary>
internal sealed record PositionBody(DateTimeOffset At, double Longitude, double Latitude);

/// <summary>Whether the position counts.</summary>
/// <param name="Taken">False for one that is older than what is known, or outside the run.</param>
internal sealed record PositionTaken(bool Taken);

internal sealed class ReportPositionHandler(RunReach reach, KitchenBook book, Outbox outbox) : IHandler<ReportPosition, PositionTaken>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/runs/{id:guid}/position", (Guid id, PositionBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ReportPosition(id, body.At, body.Longitude, body.Latitude), cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("Where the van is 上报位置");

    public async Task<Result<PositionTaken>> Handle(ReportPosition request, CancellationToken cancel)
    {
        if (await reach.Run(request.Run, cancel) is not { } run)
            return RunReach.NotFound;
        var at = Clock.ToMicroseconds(request.At);
        if (at > book.Now + KitchenRules.ClockSlack)
            return Problem.Invalid("at", "services.position_future", "手机时间比现在快，请校准手机时间。", "The phone's clock is ahead: set it right.");
        return new PositionTaken(VanFix.Take(run, at, request.Longitude, request.Latitude, outbox));
    }
}
