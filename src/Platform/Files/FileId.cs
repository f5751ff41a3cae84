using Linli.Platform.Ids;

namespace Linli.Platform.Files;

/// <summary>Id of a stored photo or document.</summary>
public readonly record struct FileId(Guid Value) : ITypedId<FileId>
{
    /// <inheritdoc/>
    public static FileId From(Guid value) => new(value);
}
