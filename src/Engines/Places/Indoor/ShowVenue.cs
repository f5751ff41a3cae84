using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Indoor;

/// <summary>An indoor map for its page; programs take the archive.</summary>
/// <param name="Code">Its code.</param>
internal sealed record ShowVenue(string Code) : IQuery<ShownVenue>;

/// <summary>The map with the facility it belongs to.</summary>
internal sealed record ShownVenue(ImdfMap Map, string? Facility);

internal sealed class ShowVenueHandler(VenueShelf shelf) : IHandler<ShowVenue, ShownVenue>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<ShownVenue>> Handle(ShowVenue request, CancellationToken cancel) =>
        await shelf.Take(request.Code, cancel) is { } kept ? new ShownVenue(kept.Map, kept.Row.Facility) : ExportVenueHandler.NoVenue;
}
