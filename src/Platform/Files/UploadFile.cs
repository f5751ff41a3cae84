using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Linli.Platform.Files;

/// <summary>Enters stored bytes in the database, in the caller's name.</summary>
internal sealed record UploadFile(VaultedFile File, string Name) : ICommand<StoredFile>;

internal sealed class UploadFileHandler(LinliDb db, CurrentCaller caller, FileVault vault, TimeProvider time)
    : IHandler<UploadFile, StoredFile>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/files", Upload)
        .Accepts<IFormFile>("multipart/form-data")
        .DisableAntiforgery() // a sign-in cookie does not come along from another site, and programs have no page to get a token from
        .Needs(Access.SignedIn)
        .WithTags("files").WithName("uploadFile")
        .WithSummary("Upload a photo or document; name it afterwards in the request it belongs to, within a day.")
        .WithDescription("Form field `file`; `?purpose=photo` (default: JPEG, PNG, WebP) or `attachment` (also PDF, MP4). Place and camera data are removed.");

    public Task<Result<StoredFile>> Handle(UploadFile request, CancellationToken cancel)
    {
        // Between storing and now, the cleaning of unattached files may have taken equal bytes away.
        if (!vault.Holds(request.File.Hash))
            return Task.FromResult<Result<StoredFile>>(Problem.Conflict("files.gone", "请重新上传。", "Please upload the file again."));
        var now = Clock.Now(time);
        var row = new FileRecord
        {
            Id = new(Guid.CreateVersion7(now)),
            Hash = request.File.Hash,
            Name = FileRules.CleanName(request.Name, request.File.Kind),
            MediaType = request.File.Kind.MediaType(),
            Size = request.File.Size,
            Width = request.File.Width,
            Height = request.File.Height,
            UploadedBy = caller.Value.Account,
            CreatedAt = now,
        };
        db.Records<FileRecord>().Add(row);
        return Task.FromResult<Result<StoredFile>>(row.Shown);
    }

    private static async Task<Results<Created<StoredFile>, ProblemHttpResult>> Upload(
        HttpRequest request, IFileStore store, FilePurpose? purpose, CancellationToken cancel)
    {
        var file = request.HasFormContentType ? (await request.ReadFormAsync(cancel)).Files["file"] : null;
        if (file is null)
            return ProblemResults.From([Problem.Invalid(
                "file", "files.missing", "请在表单字段 file 中附上文件。", "Send the file in the form field 'file'.")]);
        await using var content = file.OpenReadStream();
        var stored = await store.Save(content, file.FileName, purpose ?? FilePurpose.Photo, cancel);
        return stored.Ok ? TypedResults.Created(stored.Value.Url, stored.Value) : ProblemResults.From(stored.Problems);
    }
}
