using Linli.Places;
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

namespace Linli.People.Import;

/// <summary>Takes a register in as a file (名册导入), encrypted, to be mapped and checked; nothing is written into the register yet.</summary>
/// <param name="FileName">Name of the file.</param>
/// <param name="File">XLSX, XLS or CSV.</param>
/// <param name="Compound">Code of the compound of rows that name none.</param>
internal sealed record StageImport(string? FileName, byte[] File, string? Compound) : ICommand<ImportStaged>, IValidated, IAudited
{
    public string? AuditSubject => Compound;

    public IEnumerable<Problem> Problems()
    {
        if (File is not { Length: > 0 })
            yield return Problem.Invalid("file", "people.import_missing", "请选择要导入的文件（Excel 或 CSV）。", "Choose the file to import (Excel or CSV).");
        else if (File.Length > Staging.MostMegabytes << 20)
            yield return Staging.TooLarge;
    }
}

/// <summary>A staged register.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Columns">Heading by field, as far as it was recognised.</param>
/// <param name="Headings">All headings.</param>
internal sealed record ImportStaged(Guid Id, IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string> Headings);

internal sealed class StageImportHandler(LinliDb db, Staging staging, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<StageImport, ImportStaged>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/people/imports", Upload)
        .Accepts<IFormFile>("multipart/form-data")
        .DisableAntiforgery() // a sign-in cookie does not come along from another site
        .Needs(PeoplePermissions.Import).WithTags("register").WithSummary("Upload a register to import 上传名册")
        .WithDescription("Form field `file`; `?compound=` names the compound of rows that name none.").Produces<ImportStaged>(StatusCodes.Status201Created);

    public Task<Result<ImportStaged>> Handle(StageImport request, CancellationToken cancel) => Task.FromResult(Stage(request));

    private Result<ImportStaged> Stage(StageImport request)
    {
        if (current.Value.Account is not { } account)
            return Problem.Forbidden("people.import_person", "只能由工作人员本人导入。", "Only a member of staff imports a register.");
        if (request.Compound is { } code && (tree.FindCode(code) is not { Kind: PlaceKind.Compound } place || !current.Value.May(PeoplePermissions.Import, place.Path)))
            return Problem.Invalid("compound", "people.import_compound", "请选择您负责的小区。", "Choose a compound you work for.");
        ImportMap map;
        try
        {
            using var content = new MemoryStream(request.File);
            using var table = ImportReading.Open(content);
            map = ImportMap.Of(table.Headers, new Dictionary<string, string>());
        }
        catch (InvalidTableException e)
        {
            return Staging.Unreadable(e);
        }

        var now = Clock.Now(time);
        PlainText.TryCleanLine(Path.GetFileName(request.FileName), 4000, out var name);
        var import = new RegisterImport
        {
            Id = Guid.CreateVersion7(now), By = account, FileName = name.Length > 120 ? name[^120..] : name, Size = request.File.Length, At = now, Compound = request.Compound,
        };
        db.Records<RegisterImport>().Add(import);
        staging.Add(import.Id, PartOf.Upload, request.File);
        return new ImportStaged(
            import.Id, ImportColumns.All.Where(c => map.Map.Has(c.Field)).ToDictionary(c => c.Field, c => map.Map.HeaderOf(c.Field)!), map.Headers);
    }

    private static async Task<IResult> Upload(HttpRequest request, UseCaseRunner runner, string? compound, CancellationToken cancel)
    {
        var file = request.HasFormContentType ? (await request.ReadFormAsync(cancel)).Files["file"] : null;
        return await runner.Create(new StageImport(file?.FileName, await Bytes(file, cancel), compound), s => $"/api/v1/people/imports/{s.Id}", cancel);
    }

    /// <summary>The bytes of an upload; no more than may be taken, and one more to tell.</summary>
    public static async Task<byte[]> Bytes(IFormFile? file, CancellationToken cancel)
    {
        if (file is null)
            return [];
        if (file.Length > Staging.MostMegabytes << 20)
            return new byte[(Staging.MostMegabytes << 20) + 1];
        using var bytes = new MemoryStream((int)file.Length);
        await using var content = file.OpenReadStream();
        await content.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
