using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Indoor;

/// <summary>An indoor map as an IMDF archive, equal to the one it came from.</summary>
/// <param name="Code">Its code.</param>
internal sealed record ExportVenue(string Code) : IQuery<VenueArchive>;

/// <summary>A zip.</summary>
/// <param name="Zip">Its bytes.</param>
internal sealed record VenueArchive(byte[] Zip);

/// <summary>The indoor maps there are.</summary>
/// <param name="Facility">Only that of this facility.</param>
internal sealed record ListVenues(string? Facility = null) : IQuery<VenueLine[]>;

/// <summary>An indoor map.</summary>
/// <param name="Code">What its page is called.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">Path of the place it belongs to.</param>
/// <param name="Facility">Code of the facility people know it by.</param>
/// <param name="ChangedAt">When it was brought in.</param>
internal sealed record VenueLine(string Code, Phrase Name, ScopePath Place, string? Facility, DateTimeOffset ChangedAt);

internal sealed class ExportVenueHandler(LinliDb db, VenueShelf shelf) : IHandler<ExportVenue, VenueArchive>, IHandler<ListVenues, VenueLine[]>, IUseCase
{
    public static readonly Problem NoVenue = new("places.unknown_venue", ("没有这个室内地图。", "There is no such indoor map."), ProblemKind.NotFound, "code");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/indoor", (string? facility, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListVenues(facility), cancel))
            .Needs(Access.Public).WithTags("Indoor").WithSummary("Indoor maps 室内地图");
        api.MapGet("/places/indoor/{code}/imdf.zip", async Task<IResult> (string code, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var archive = await runner.Ask(new ExportVenue(code), cancel);
            return archive.Ok ? TypedResults.File(archive.Value.Zip, "application/zip", code + ".imdf.zip") : ProblemResults.From(archive.Problems);
        }).Needs(Access.Public).WithTags("Indoor").WithSummary("An indoor map as an IMDF 1.0.0 archive").Produces(StatusCodes.Status200OK, contentType: "application/zip");
    }

    public async Task<Result<VenueArchive>> Handle(ExportVenue request, CancellationToken cancel) =>
        await shelf.Take(request.Code, cancel) is { } kept ? new VenueArchive(ImdfArchive.Pack(kept.Map.Files())) : NoVenue;

    public async Task<Result<VenueLine[]>> Handle(ListVenues request, CancellationToken cancel) =>
        (await db.Unfiltered<IndoorVenueRow>().AsNoTracking().Where(v => request.Facility == null || v.Facility == request.Facility).OrderBy(v => v.Code).ToListAsync(cancel))
            .Select(v => new VenueLine(v.Code, (v.NameZh, v.NameEn), ScopePath.Parse(v.Scope, null), v.Facility, v.ChangedAt)).ToArray();
}
