using System.Text.Json;
using Linli.Places.Walking;
using Linli.Places.Walking.Entrances;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Indoor;

/// <summary>Takes an indoor map from an IMDF 1.0.0 archive; one with the same code takes the place of the map before.</summary>
/// <param name="Zip">The archive; read once, not disposed.</param>
/// <param name="Code">What its page is called, such as <c>one-stop-hall</c>.</param>
/// <param name="Place">Code of the place it belongs to.</param>
/// <param name="Facility">Code of the facility people know it by; may be left out.</param>
/// <param name="DryRun">Check only.</param>
internal sealed record ImportVenue(Stream Zip, string Code, string Place, string? Facility = null, bool DryRun = false) : ICommand<VenueImported>, IAudited
{
    public string? AuditSubject => DryRun ? null : Code;
}

/// <summary>What is in an indoor map.</summary>
/// <param name="Code">What its page is called.</param>
/// <param name="Name">Its name.</param>
/// <param name="Features">How many features of each type.</param>
/// <param name="DryRun">Nothing was written.</param>
internal sealed record VenueImported(string Code, Phrase Name, IReadOnlyDictionary<string, int> Features, bool DryRun);

internal sealed class ImportVenueHandler(LinliDb db, IScopeTree tree, VenueShelf shelf, CurrentCaller current) : IHandler<ImportVenue, VenueImported>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/indoor/{code}", async Task<IResult> (string code, IFormFile file, string place, string? facility, bool? dryRun, UseCaseRunner runner, CancellationToken cancel) =>
        {
            await using var zip = file.OpenReadStream();
            var result = await runner.Run(new ImportVenue(zip, code, place, facility, dryRun == true), cancel);
            return result.Ok ? TypedResults.Ok(result.Value) : ProblemResults.From(result.Problems);
        })
            .Needs(PlacesPermissions.Keep).WithTags("Indoor").WithSummary("Import an indoor map from IMDF 1.0.0 室内地图")
            .Accepts<IFormFile>("multipart/form-data").Produces<VenueImported>()
            .DisableAntiforgery(); // as for /files: a sign-in cookie does not come along from another site

    public async Task<Result<VenueImported>> Handle(ImportVenue request, CancellationToken cancel)
    {
        if (!PlaceCode.IsValid(request.Code))
            return PlaceCode.Wrong("code");
        if (tree.Resolve(request.Place) is not { } place)
            return PlaceProblems.NoPlace("place");
        if (request.Facility is { Length: > 0 } facility && !await db.Records<FacilityRow>().AnyAsync(f => f.Code == facility, cancel))
            return Problem.Invalid("facility", "places.unknown_facility", "没有这个设施，请检查代码。", "There is no such facility: check its code.");
        var files = ImdfArchive.Unpack(request.Zip);
        if (!files.Ok)
            return files.As<VenueImported>();
        var read = ImdfReader.Read(files.Value);
        if (!read.Ok)
            return read.As<VenueImported>();
        var map = read.Value;
        // Whether the caller may is asked of the map that is there.
        var before = await db.Unfiltered<IndoorVenueRow>().AsNoTracking().SingleOrDefaultAsync(v => v.Code == request.Code, cancel);
        if (!current.Value.May(PlacesPermissions.Keep, place.Path) || (before is not null && !current.Value.May(PlacesPermissions.Keep, before.Scope)))
            return PlaceProblems.NotHere();
        if (await db.Unfiltered<IndoorVenueRow>().AnyAsync(v => v.Id == map.Venue.Id && v.Code != request.Code, cancel))
            return Problem.Conflict("places.venue_elsewhere", "这个场馆已用另一个代码导入。", "This venue is there under another code.");
        if (!request.DryRun)
            await shelf.Put(map, request.Code, place.Path, string.IsNullOrEmpty(request.Facility) ? null : request.Facility, cancel);
        return new VenueImported(request.Code, VenueShelf.NameOf(map), map.Features.CountBy(f => f.Type).ToDictionary(), request.DryRun);
    }
}

/// <summary>Where indoor maps are kept.</summary>
internal sealed class VenueShelf(LinliDb db, PlacesMemory places, WalkingMemory walking, TimeProvider time)
{
    /// <summary>The venue's name, cut to what a name may have.</summary>
    public static Phrase NameOf(ImdfMap map)
    {
        static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
        var zh = map.Venue.Label("name", english: false) ?? "?";
        return (Cut(zh, 100), Cut(map.Venue.Label("name", english: true) ?? zh, 200));
    }

    /// <summary>Keeps a map under a code, in place of the one before.</summary>
    public async Task Put(ImdfMap map, string code, ScopePath place, string? facility, CancellationToken cancel)
    {
        var old = await db.Unfiltered<IndoorVenueRow>().Where(v => v.Code == code).Select(v => v.Id).ToListAsync(cancel);
        await db.Records<IndoorFeatureRow>().Where(f => old.Contains(f.Venue)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<IndoorVenueRow>().Where(v => v.Code == code).ExecuteDeleteAsync(cancel);
        var name = NameOf(map);
        db.Insert(new IndoorVenueRow
        {
            Id = map.Venue.Id, Code = code, Scope = place.Value, NameZh = name.Zh, NameEn = name.En, Facility = facility, Manifest = map.Manifest.GetRawText(),
            Envelopes = JsonSerializer.Serialize(map.Envelopes, Json.Options), ChangedAt = Clock.Now(time),
        });
        await db.SaveChangesAsync(cancel);
        await db.InsertMany(
            map.Features.Select((f, i) => new IndoorFeatureRow
            {
                Venue = map.Venue.Id, Id = f.Id, Type = f.Type, Position = i, Level = f.Reference("level_id"), Json = f.Json.GetRawText(),
            }),
            cancel);
        // The doors it shows are where people from outside come to.
        var doors = (await EntrancePlacer.Read(db, places, cancel)).Place("venue:" + code, VenueDoors.Of(map, facility), (_, _) => { });
        await EntranceTables.Replace(db, "venue:" + code, doors, cancel);
        await walking.Changed(db, cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The map with a code, as it came; <c>null</c> when there is none. Indoor maps are for everybody, as their pages are.</summary>
    public async Task<(IndoorVenueRow Row, ImdfMap Map)?> Take(string code, CancellationToken cancel)
    {
        if (await db.Unfiltered<IndoorVenueRow>().AsNoTracking().SingleOrDefaultAsync(v => v.Code == code, cancel) is not { } row)
            return null;
        var features = await db.Records<IndoorFeatureRow>().AsNoTracking().Where(f => f.Venue == row.Id).OrderBy(f => f.Position).ToListAsync(cancel);
        return (row, new(
            Parse(row.Manifest), JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.Envelopes, Json.Options)!,
            [.. features.Select(f => (f, Json: Parse(f.Json))).Select(f => new ImdfFeature(
                f.f.Type, f.f.Id, f.Json.TryGetProperty("geometry", out var shape) && shape.ValueKind == JsonValueKind.Object ? Platform.Geo.GeoJson.ReadGeometry(shape) : null, f.Json))]));
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
