using Linli.Platform.Data;

namespace Linli.Platform.Files;

/// <summary>A file whose bytes are kept and that any number of things may then have.</summary>
public sealed class KeptFile
{
    internal KeptFile(VaultedFile bytes, string name) => (Bytes, Name) = (bytes, name);

    internal VaultedFile Bytes { get; }

    internal string Name { get; }
}

/// <summary>One thing's own copy of a kept file; on disk all copies are one.</summary>
/// <param name="Id">Id of the copy.</param>
/// <param name="File">Whose bytes.</param>
/// <param name="SubjectKind">Kind of the thing, see <see cref="IFileGuard"/>.</param>
/// <param name="Subject">Id of the thing.</param>
/// <param name="Scope">Scope path of the thing.</param>
/// <param name="By">Account that added it.</param>
/// <param name="At">When, UTC.</param>
public sealed record FileCopy(FileId Id, KeptFile File, string SubjectKind, Guid Subject, string Scope, Guid? By, DateTimeOffset At);

/// <summary>Gives many things files at once, for demo data and imports; checks are the caller's.</summary>
public interface IManyFiles
{
    /// <summary>Keeps the bytes of a photo; they stay when a thing is given a copy.</summary>
    Task<KeptFile> Keep(Stream photo, string name, CancellationToken cancel);

    /// <summary>Gives things their copies, in the current transaction.</summary>
    Task Attach(IEnumerable<FileCopy> copies, CancellationToken cancel);
}

internal sealed class ManyFiles(LinliDb db, FileVault vault) : IManyFiles
{
    public async Task<KeptFile> Keep(Stream photo, string name, CancellationToken cancel)
    {
        var kept = await vault.Put(photo, FilePurpose.Photo, "file", cancel);
        return kept.Ok ? new(kept.Value, name) : throw new InvalidDataException($"{name}: {kept.Problem.Message.En}");
    }

    public Task Attach(IEnumerable<FileCopy> copies, CancellationToken cancel) => db.InsertMany(
        copies.Select(c => new FileRecord
        {
            Id = c.Id,
            Hash = c.File.Bytes.Hash,
            Name = c.File.Name,
            MediaType = c.File.Bytes.Kind.MediaType(),
            Size = c.File.Bytes.Size,
            Width = c.File.Bytes.Width,
            Height = c.File.Bytes.Height,
            UploadedBy = c.By,
            CreatedAt = c.At,
            SubjectKind = c.SubjectKind,
            SubjectId = c.Subject,
            Scope = c.Scope,
        }),
        cancel);
}
