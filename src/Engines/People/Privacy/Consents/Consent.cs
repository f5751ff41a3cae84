namespace Linli.People.Privacy.Consents;

/// <summary>One version of the sentences people agree to (告知文本); kept as long as a consent refers to it.</summary>
internal sealed class PurposeText
{
    public required Guid Id { get; init; }

    public required string Purpose { get; init; }

    /// <summary>1, 2, 3 … of one purpose.</summary>
    public required int Version { get; init; }

    public required string TitleZh { get; init; }

    public required string TitleEn { get; init; }

    public required string TextZh { get; init; }

    public required string TextEn { get; init; }

    public required string NecessityZh { get; init; }

    public required string NecessityEn { get; init; }

    public required string ImpactZh { get; init; }

    public required string ImpactEn { get; init; }

    public required string KeepsZh { get; init; }

    public required string KeepsEn { get; init; }

    public required string OtherwiseZh { get; init; }

    public required string OtherwiseEn { get; init; }

    /// <summary>SHA-256 of the sentences, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>From when it holds; it ends where the next version begins.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Account that published it; <c>null</c> where it came with the module.</summary>
    public Guid? PublishedBy { get; init; }
}

/// <summary>How somebody agreed, or took it back.</summary>
internal enum ConsentWay
{
    /// <summary>本人.</summary>
    Self,

    /// <summary>监护人, for a child under 14.</summary>
    Guardian,

    /// <summary>书面: signed on paper before a member of staff.</summary>
    Paper,

    /// <summary>注销: the data of the person were deleted.</summary>
    Erasure,
}

/// <summary>That a person agreed to a purpose (同意记录). Never changed but for its withdrawal; kept three years after that.</summary>
internal sealed class Consent
{
    public required Guid Id { get; init; }

    /// <summary>Whose data it is about.</summary>
    public required Guid PersonId { get; init; }

    public required string Purpose { get; init; }

    public required int TextVersion { get; init; }

    public required string TextHash { get; init; }

    public required DateTimeOffset GivenAt { get; init; }

    public required ConsentWay Way { get; init; }

    /// <summary>Person who answered: the person or the guardian; on paper whoever signed.</summary>
    public required Guid GivenBy { get; init; }

    /// <summary>Account of the member of staff who saw the signature.</summary>
    public Guid? WitnessedBy { get; init; }

    /// <summary>Where: <c>page</c>, <c>api</c> or <c>paper</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Number of the paper, or where it lies.</summary>
    public string? PaperReference { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public ConsentWay? WithdrawnWay { get; set; }

    /// <summary>Person who took it back.</summary>
    public Guid? WithdrawnBy { get; set; }
}
