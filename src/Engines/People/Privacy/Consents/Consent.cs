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

    public string? PublishedByName { get; init; }

    /// <summary>What is different from the version before; <c>null</c> of a first version.</summary>
    public string? ChangeZh { get; init; }

    public string? ChangeEn { get; init; }

    /// <summary>What becomes of consents to older versions when this one begins.</summary>
    public OlderConsents Older { get; init; }
}

/// <summary>What a new text does to consents that were given to an older one.</summary>
internal enum OlderConsents
{
    /// <summary>They end where the new text begins: people agree anew (PIPL art. 14: purpose, way or kind of data changed).</summary>
    Lapse,

    /// <summary>They go on: only words changed. People are told all the same.</summary>
    Stand,
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

    /// <summary>由新版本取代: the same person agreed to a newer text.</summary>
    Replaced,

    /// <summary>文本更新后失效: a new text began and nobody had agreed to it.</summary>
    Lapsed,
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

    /// <summary>Where: <c>page</c>, <c>api</c> or <c>paper</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The newest version of the text that the person was asked for since.</summary>
    public int? AskedFor { get; set; }

    /// <summary>When it passed from the guardian to the young person, who turned 14; theirs to confirm or take back since.</summary>
    public DateTimeOffset? PassedOnAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public ConsentWay? WithdrawnWay { get; set; }

    /// <summary>Person who took it back.</summary>
    public Guid? WithdrawnBy { get; set; }
}

/// <summary>The paper behind a consent or its withdrawal (书面材料); the scan is a file of it.</summary>
internal sealed class ConsentPaper
{
    /// <summary>Kind under which its scan is kept.</summary>
    public const string Files = "consent-paper";

    public required Guid Id { get; init; }

    public required Guid ConsentId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>Whether the paper takes the consent back.</summary>
    public required bool Withdraws { get; init; }

    /// <summary>Local day on which it was signed.</summary>
    public required DateOnly SignedOn { get; init; }

    /// <summary>Number of the paper, or where it lies.</summary>
    public required string Reference { get; init; }

    /// <summary>Who saw the signature, in words.</summary>
    public required string Witness { get; init; }

    /// <summary>Account of the member of staff who wrote it down.</summary>
    public required Guid RecordedBy { get; init; }

    public required string RecordedByName { get; init; }

    public required DateTimeOffset At { get; init; }
}
