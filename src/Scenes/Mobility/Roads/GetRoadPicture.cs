using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.Roads;

/// <summary>The masked picture of a road (S73): a pixel for each block, see <see cref="PictureMask"/>.</summary>
/// <param name="Code">Code of the road.</param>
public sealed record GetRoadPicture(string Code) : IQuery<byte[]>;

internal sealed class GetRoadPictureHandler(LinliDb db, RoadPictures pictures) : IHandler<GetRoadPicture, byte[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/roads/{code}/picture.png", async Task<IResult> (string code, HttpContext http, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var picture = await runner.Ask(new GetRoadPicture(code), cancel);
            http.Response.Headers.CacheControl = picture.Ok ? "public, max-age=30" : "no-store";
            return picture.Ok ? TypedResults.Bytes(picture.Value, "image/png") : ProblemResults.From(picture.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "image/png").WithSummary("Masked picture of a road 路况画面（已遮挡）");

    // Roads are for everybody.
    public async Task<Result<byte[]>> Handle(GetRoadPicture request, CancellationToken cancel) =>
        !await db.Unfiltered<Road>().AnyAsync(r => r.Code == request.Code, cancel) ? Problem.NotFound("mobility.unknown_road", "没有这条路。", "There is no such road.")
        : await pictures.Of(request.Code, cancel) is { } picture ? picture.Png
        : Problem.NotFound("mobility.no_picture", "这条路现在没有画面，请稍后再看。", "There is no picture of this road now: look again later.");
}
