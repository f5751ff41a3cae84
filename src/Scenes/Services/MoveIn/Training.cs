using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform;

namespace Linli.Services.MoveIn;

/// <summary>How an item of the check-list is done.</summary>
internal enum TrainingMode
{
    /// <summary>线上学习并答题: read and pass the quiz; attending a session counts as well.</summary>
    Quiz,

    /// <summary>现场培训: attend a session; staff record it.</summary>
    Session,

    /// <summary>服务台核对: staff see something, such as the lease.</summary>
    Desk,
}

/// <summary>
/// One version of a training module (入住培训): what a community wants newcomers to know before they get a key. A version is
/// never changed; whoever was given it keeps it.
/// </summary>
internal sealed class TrainingModule : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The community, street or city whose newcomers go through it.</summary>
    public required string Scope { get; init; }

    /// <summary>Stays the same through all versions.</summary>
    public required string Code { get; init; }

    public required int Version { get; init; }

    public required TrainingMode Mode { get; init; }

    public required bool Compulsory { get; init; }

    public required int Order { get; init; }

    public required string TitleZh { get; init; }

    public required string TitleEn { get; init; }

    public required string TextZh { get; init; }

    public required string TextEn { get; init; }

    /// <summary>Address of a film (https), if any.</summary>
    public string? Video { get; init; }

    /// <summary>Share of right answers that passes, percent.</summary>
    public required int PassMark { get; init; }

    /// <summary>How often the quiz may be tried.</summary>
    public required int Tries { get; init; }

    /// <summary>The questions as JSON, in order.</summary>
    public required string Questions { get; init; }

    public required DateTimeOffset From { get; init; }

    public Guid? By { get; init; }

    /// <summary>When a newer version replaced it, or it was taken out.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    public IReadOnlyList<QuizQuestion> Quiz() => JsonSerializer.Deserialize<List<QuizQuestion>>(Questions, Json.Options) ?? [];
}

/// <summary>A question of a quiz with one or several right answers.</summary>
/// <param name="Zh">The question.</param>
/// <param name="En">The question in English.</param>
/// <param name="Options">Two to six answers; at least one right, at least one wrong.</param>
internal sealed record QuizQuestion(string Zh, string En, IReadOnlyList<QuizOption> Options)
{
    /// <summary>Whether several answers are right, so that a person is told to look for more than one.</summary>
    public bool Several => Options.Count(o => o.Right) > 1;
}

/// <summary>An answer to choose.</summary>
/// <param name="Zh">The answer.</param>
/// <param name="En">The answer in English.</param>
/// <param name="Right">Whether it is right.</param>
internal sealed record QuizOption(string Zh, string En, bool Right);
