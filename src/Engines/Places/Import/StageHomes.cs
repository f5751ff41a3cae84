using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Import;

/// <summary>Takes a list of homes in as a file (房屋清册导入), to be mapped and checked; no home is added yet.</summary>
/// <param name="FileName">Name of the file.</param>
/// <param name="File">XLSX, XLS or CSV.</param>
/// <param name="Compound">Code of the compound of rows that name none.</param>
/// <param name="Buildings">Whether buildings that are not known are founded, instead of refusing their homes.</param>
/// <param name="Crs">System of its coordinates: wgs84 (when left out), cgcs2000, gcj02 or bd09.</param>
internal sealed record StageHomes(string? FileName, byte[] File, string? Compound, bool Buildings, string? Crs = null) : ICommand<HomesStaged>, IValidated, IAudited
{
    public string? AuditSubject => Compound;

    public IEnumerable<Problem> Problems()
    {
        if (File is not { Length: > 0 })
            yield return Problem.Invalid("file", "places.import_missing", "请选择要导入的文件（Excel 或 CSV）。", "Choose the file to import (Excel or CSV).");
        else if (File.Length > HomesStaging.MostMegabytes << 20)
            yield return new("places.import_size", ($"文件超过 {HomesStaging.MostMegabytes} MB，请按小区拆分后再导入。", $"The file is larger than {HomesStaging.MostMegabytes} MB: split it by compound."), ProblemKind.TooLarge, "file");
        if (PointCheck.SystemOf(Crs) is null)
            yield return PointCheck.UnknownSystem("crs");
    }
}

/// <summary>A staged list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Columns">Heading by field, as far as it was recognised.</param>
/// <param name="Headings">All headings.</param>
internal sealed record HomesStaged(Guid Id, IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string> Headings);

internal sealed class StageHomesHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<StageHomes, HomesStaged>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/places/imports", Upload)
        .Accepts<IFormFile>("multipart/form-data")
        .DisableAntiforgery() // a sign-in cookie does not come along from another site
        .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("Upload a list of homes to import 上传房屋清册")
        .WithDescription("Form field `file`; `?compound=` names the compound of rows that name none, `?buildings=true` founds buildings that are not known, `?crs=gcj02` says in which system their degrees are.")
        .Produces<HomesStaged>(StatusCodes.Status201Created);

    public Task<Result<HomesStaged>> Handle(StageHomes request, CancellationToken cancel) => Task.FromResult(Stage(request));

    private Result<HomesStaged> Stage(StageHomes request)
    {
        if (current.Value.Account is not { } account)
            return Problem.Forbidden("places.import_person", "只能由工作人员本人导入。", "Only a member of staff imports homes.");
        if (request.Compound is { } code && (tree.FindCode(code) is not { Kind: PlaceKind.Compound } place || !current.Value.May(PlacesPermissions.Manage, place.Path)))
            return Problem.Invalid("compound", "places.import_compound", "请选择您管理的小区。", "Choose a compound you manage.");
        try
        {
            using var content = new MemoryStream(request.File);
            using var list = HomeListFile.Open(content, new Dictionary<string, string>());
            var now = Clock.Now(time);
            PlainText.TryCleanLine(Path.GetFileName(request.FileName), 4000, out var name);
            var staged = new StagedHomes
            {
                Id = Guid.CreateVersion7(now), By = account, FileName = name.Length > 120 ? name[^120..] : name, At = now,
                Compound = request.Compound, Buildings = request.Buildings, Crs = request.Crs, File = request.File,
            };
            db.Records<StagedHomes>().Add(staged);
            return new HomesStaged(staged.Id, list.Columns, list.Headers);
        }
        catch (InvalidTableException e)
        {
            return HomesStaging.Unreadable(e);
        }
    }

    private static async Task<IResult> Upload(HttpRequest request, UseCaseRunner runner, string? compound, bool? buildings, string? crs, CancellationToken cancel)
    {
        var file = request.HasFormContentType ? (await request.ReadFormAsync(cancel)).Files["file"] : null;
        return await runner.Create(new StageHomes(file?.FileName, await Bytes(file, cancel), compound, buildings == true, crs), s => $"/api/v1/places/imports/{s.Id}", cancel);
    }

    /// <summary>The bytes of an upload; no more than may be taken, and one more to tell.</summary>
    public static async Task<byte[]> Bytes(IFormFile? file, CancellationToken cancel)
    {
        if (file is null)
            return [];
        if (file.Length > HomesStaging.MostMegabytes << 20)
            return new byte[(HomesStaging.MostMegabytes << 20) + 1];
        using var bytes = new MemoryStream((int)file.Length);
        await using var content = file.OpenReadStream();
        await content.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
