namespace Linli.Platform.Files;

/// <summary>A file's row; the bytes lie on disk under their hash and may be shared by several rows.</summary>
internal sealed class FileRecord
{
    public required FileId Id { get; init; }

    /// <summary>SHA-256 of what is stored, hex.</summary>
    public required string Hash { get; init; }

    public required string Name { get; init; }

    public required string MediaType { get; init; }

    public required long Size { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Account; <c>null</c> when the system stored it.</summary>
    public required Guid? UploadedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? SubjectKind { get; set; }

    public Guid? SubjectId { get; set; }

    public string? Scope { get; set; }

    public StoredFile Shown => new(Id, "/files/" + Id.Value, Name, MediaType, Size, Width, Height);
}
