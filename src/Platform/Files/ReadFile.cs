using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Linli.Platform.Files;

/// <summary>
/// <c>GET /files/{id}</c>: the bytes, to those who may see the thing the file belongs to. Whoever may not, and whoever
/// guesses, hears the same 404.
/// </summary>
internal static class ReadFile
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/files/{id:guid}", Read)
        .Needs(Access.Public) // public things have public photos: the guard of the thing decides
        .WithTags("files").WithName("readFile").WithSummary("Read a stored file; ranges and ETags are supported.")
        .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Read(
        Guid id, HttpContext context, LinliDb db, FileVault vault, CurrentCaller caller, IEnumerable<IFileGuard> guards, CancellationToken cancel)
    {
        var fileId = new FileId(id);
        var file = await db.Records<FileRecord>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId, cancel);
        if (file is null || !await MaySee(file, caller.Value, guards, cancel) || vault.Open(file.Hash) is not { } bytes)
            return ProblemResults.From([Problem.NotFound("files.not_found", "没有这个文件。", "There is no such file.")]);

        var headers = context.Response.Headers;
        headers.CacheControl = "private, max-age=300";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(
            bytes, file.MediaType, lastModified: file.CreatedAt, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""), enableRangeProcessing: true);
    }

    private static async Task<bool> MaySee(FileRecord file, Caller caller, IEnumerable<IFileGuard> guards, CancellationToken cancel)
    {
        if (file.SubjectKind is null)
            return caller.Account is { } account && account == file.UploadedBy;
        var guard = guards.FirstOrDefault(g => g.SubjectKind == file.SubjectKind);
        return guard is not null && await guard.MaySee(caller, file.SubjectId!.Value, cancel);
    }
}
