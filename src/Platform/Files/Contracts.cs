using Linli.Platform.Data;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Platform.Files;

/// <summary>Id of a stored file (文件).</summary>
public readonly record struct FileId(Guid Value) : ITypedId<FileId>
{
    /// <inheritdoc/>
    public static FileId From(Guid value) => new(value);
}

/// <summary>What a file is for: decides which kinds are taken and how large they may be.</summary>
public enum FilePurpose
{
    /// <summary>JPEG, PNG or WebP.</summary>
    Photo,

    /// <summary>A photo, PDF or MP4.</summary>
    Attachment,
}

/// <summary>A file as the outside sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where the caller reads it: <c>/files/{id}</c>.</param>
/// <param name="Name">Its name, cleaned, with the extension of what it really is.</param>
/// <param name="MediaType">By its bytes, never by its name.</param>
/// <param name="Size">Bytes as stored, metadata removed.</param>
/// <param name="Width">Pixels, images only.</param>
/// <param name="Height">Pixels, images only.</param>
public sealed record StoredFile(FileId Id, string Url, string Name, string MediaType, long Size, int? Width, int? Height);

/// <summary>Keeps photos and documents.</summary>
public interface IFileStore
{
    /// <summary>
    /// Checks by the bytes, removes metadata, stores. Belongs to the caller until it is attached; removed after a day if it
    /// never is. Call it before the command that attaches, so that no transaction waits for the disk.
    /// </summary>
    /// <param name="content">The bytes; read once, not disposed.</param>
    /// <param name="fileName">What the sender called it; only ever shown.</param>
    /// <param name="purpose">What is taken.</param>
    /// <param name="cancel">Stops; nothing half-written stays.</param>
    /// <param name="field">Request field that problems name.</param>
    Task<Result<StoredFile>> Save(
        Stream content, string fileName, FilePurpose purpose, CancellationToken cancel, string field = "file");

    /// <summary>
    /// Gives the caller's own unattached files to a thing, in the current transaction; from then on that thing's
    /// <see cref="IFileGuard"/> decides who sees them.
    /// </summary>
    Task<Result<Done>> Attach(
        IReadOnlyCollection<FileId> files, string subjectKind, Guid subject, ScopePath scope, CancellationToken cancel, string field = "files");

    /// <summary>The files of one thing, oldest first.</summary>
    Task<IReadOnlyList<StoredFile>> Of(string subjectKind, Guid subject, CancellationToken cancel);

    /// <summary>
    /// Takes its files away from a thing, in the current transaction: nobody can read them any more, and the bytes are removed
    /// with the next clearing.
    /// </summary>
    Task Discard(string subjectKind, IReadOnlyCollection<Guid> subjects, CancellationToken cancel);

    /// <summary>The bytes of a file, without asking who may see it: for exports and gateways that have asked.</summary>
    /// <returns><c>null</c> when there is no such file.</returns>
    Task<Stream?> Open(FileId file, CancellationToken cancel);
}

/// <summary>Decides who may see the files of one kind of thing; an engine registers one per kind as a scoped service.</summary>
public interface IFileGuard
{
    /// <summary>The kind, such as <c>case</c>.</summary>
    string SubjectKind { get; }

    /// <summary>Whether the caller may see the thing's files.</summary>
    Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel);
}
