using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Files;

internal sealed class FileStore(LinliDb db, FileVault vault, UseCaseRunner runner, CurrentCaller caller) : IFileStore
{
    public async Task<Result<StoredFile>> Save(
        Stream content, string fileName, FilePurpose purpose, CancellationToken cancel, string field = "file")
    {
        var vaulted = await vault.Put(content, purpose, field, cancel);
        return vaulted.Ok
            ? await runner.Run(new UploadFile(vaulted.Value, fileName), cancel)
            : vaulted.As<StoredFile>();
    }

    public async Task<Result<Done>> Attach(
        IReadOnlyCollection<FileId> files, string subjectKind, Guid subject, ScopePath scope, CancellationToken cancel, string field = "files")
    {
        if (files.Count == 0)
            return Done.It;
        var wanted = files.ToHashSet();
        var uploader = caller.Value.Account;
        var free = await db.Records<FileRecord>().Where(f => wanted.Contains(f.Id) && f.SubjectKind == null && f.UploadedBy == uploader)
            .ToListAsync(cancel);

        // In the demo and in imports the file was added a moment ago, in this same transaction.
        free = [.. free.Union(db.Records<FileRecord>().Local.Where(f => wanted.Contains(f.Id) && f.SubjectKind is null && f.UploadedBy == uploader))];
        if (free.Count != wanted.Count)
            return Problem.Invalid(field, "files.not_yours",
                "附件不存在或已被使用，请重新上传。", "A file is missing, too old or already in use: upload it again.");
        foreach (var file in free)
            (file.SubjectKind, file.SubjectId, file.Scope) = (subjectKind, subject, scope.Value);
        return Done.It;
    }

    public async Task<IReadOnlyList<StoredFile>> Of(string subjectKind, Guid subject, CancellationToken cancel)
    {
        var files = await db.Records<FileRecord>().AsNoTracking()
            .Where(f => f.SubjectKind == subjectKind && f.SubjectId == subject).OrderBy(f => f.CreatedAt).ToListAsync(cancel);
        return files.ConvertAll(f => f.Shown);
    }

    public Task Discard(string subjectKind, IReadOnlyCollection<Guid> subjects, CancellationToken cancel) =>
        db.Records<FileRecord>().Where(f => f.SubjectKind == subjectKind && f.SubjectId != null && subjects.Contains(f.SubjectId.Value))
            .ExecuteUpdateAsync(
                f => f.SetProperty(x => x.SubjectKind, (string?)null).SetProperty(x => x.SubjectId, (Guid?)null).SetProperty(x => x.UploadedBy, (Guid?)null)
                    .SetProperty(x => x.Name, "file").SetProperty(x => x.CreatedAt, DateTimeOffset.UnixEpoch), cancel);

    public async Task<Stream?> Open(FileId file, CancellationToken cancel)
    {
        var hash = await db.Records<FileRecord>().Where(f => f.Id == file).Select(f => f.Hash).SingleOrDefaultAsync(cancel);
        return hash is null ? null : vault.Open(hash);
    }
}
