using Linli.Platform.Data;

namespace Linli.Cases.Templates;

/// <summary>The beginning of an answer (常用答复) that handlers adapt; none is ever sent by itself.</summary>
internal sealed class AnswerTemplate : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Where it is offered: there and below.</summary>
    public required string Scope { get; init; }

    /// <summary>What it is for, in a few words.</summary>
    public required string Title { get; set; }

    public required string TextZh { get; set; }

    /// <summary>In English; empty where nobody wrote one.</summary>
    public string TextEn { get; set; } = "";

    public required DateTimeOffset ChangedAt { get; set; }

    public Guid? ChangedBy { get; set; }

    /// <summary>Since when it is not offered any more.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
