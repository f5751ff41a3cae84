using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.Platform.Files;

/// <summary>Stored photos and documents.</summary>
public interface IFileStore
{
    /// <summary>
    /// Ties uploaded files to the thing they belong to, in the current transaction; from then on the guard of that kind
    /// decides who sees them.
    /// </summary>
    /// <returns>The problem when a file does not exist, is somebody else's, or belongs to another thing already.</returns>
    Task<Problem?> Attach(IReadOnlyList<FileId> files, string subjectKind, Guid subject, ScopePath scope, CancellationToken cancel);
}

/// <summary>Decides who may see the files of one kind of thing.</summary>
public interface IFileGuard
{
    /// <summary>The kind, such as <c>case</c>.</summary>
    string SubjectKind { get; }

    /// <summary>Whether the current caller may see a file of this subject.</summary>
    Task<bool> MaySee(Guid subject, FileId file, CancellationToken cancel);
}
