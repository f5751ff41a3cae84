using System.Security.Cryptography;
using Linli.Platform.Data;

namespace Linli.Deliberation.Surveys;

/// <summary>Who answers once.</summary>
public enum SurveyUnit
{
    /// <summary>每人一份.</summary>
    Person,

    /// <summary>每户一份: one answer for each home, whoever of the household gives it.</summary>
    Household,
}

/// <summary>How a question is answered.</summary>
public enum QuestionKind
{
    /// <summary>单选.</summary>
    One,

    /// <summary>多选.</summary>
    Many,

    /// <summary>1–5 分.</summary>
    Scale,

    /// <summary>数字: a whole number from 0.</summary>
    Number,

    /// <summary>文字: read by staff, not published.</summary>
    Text,
}

/// <summary>Where a survey stands.</summary>
internal enum SurveyState
{
    /// <summary>草稿.</summary>
    Draft,

    /// <summary>待开始: published, not begun.</summary>
    Planned,

    /// <summary>进行中.</summary>
    Open,

    /// <summary>已结束: its results are published.</summary>
    Closed,
}

/// <summary>What a quota counts by.</summary>
public enum QuotaKind
{
    /// <summary>年龄段: a key of <see cref="AgeBands"/>.</summary>
    Age,

    /// <summary>业主、租户、家属.</summary>
    Relation,

    /// <summary>社区: code of a community.</summary>
    Community,
}

/// <summary>A question.</summary>
/// <param name="Kind">How it is answered.</param>
/// <param name="Text">2–120 characters.</param>
/// <param name="Required">Whether it must be answered.</param>
/// <param name="Options">2–20 different ones to choose from, of 1–60 characters; none for the other kinds.</param>
public sealed record SurveyQuestion(QuestionKind Kind, string Text, bool Required, IReadOnlyList<string> Options);

/// <summary>How many answers a group should give: a goal to watch, never a limit.</summary>
/// <param name="Kind">What it counts by.</param>
/// <param name="Key">Which group.</param>
/// <param name="Target">From 1.</param>
public sealed record SurveyQuota(QuotaKind Kind, string Key, int Target);

/// <summary>问卷.</summary>
internal sealed class Survey : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; set; }

    public required string Title { get; set; }

    public string? Intro { get; set; }

    public required SurveyUnit Unit { get; set; }

    public required DateTimeOffset OpensAt { get; set; }

    /// <summary>When answers end, UTC; an early end moves it.</summary>
    public required DateTimeOffset ClosesAt { get; set; }

    /// <summary>Completed years on the day, or nobody is asked for their age.</summary>
    public int? MinAge { get; set; }

    public int? MaxAge { get; set; }

    /// <summary>Which ties to a home count, by name, separated by commas.</summary>
    public required string Relations { get; set; }

    /// <summary>How many answers are wanted in all.</summary>
    public int? Target { get; set; }

    /// <summary>The questions in their order, JSON.</summary>
    public required string Questions { get; set; }

    /// <summary>The quotas, JSON.</summary>
    public required string Quotas { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What comes of it (回应), in the words of the community.</summary>
    public string? Outcome { get; set; }

    /// <summary>Whether those who answered were told of the results.</summary>
    public bool Told { get; set; }

    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Where it stands at an instant.</summary>
    public SurveyState StateAt(DateTimeOffset now) => (PublishedAt, now) switch
    {
        (null, _) => SurveyState.Draft,
        _ when now >= ClosesAt => SurveyState.Closed,
        _ when now < OpensAt => SurveyState.Planned,
        _ => SurveyState.Open,
    };
}

/// <summary>That somebody answered: kept apart from what they answered.</summary>
internal sealed class SurveyPart
{
    public required Guid Id { get; init; }

    public required Guid Survey { get; init; }

    /// <summary>The person or the home that has answered.</summary>
    public required Guid Who { get; set; }

    /// <summary>Empty once the person asked to be forgotten.</summary>
    public required Guid Account { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>An answer without a name: of what group, on which day.</summary>
internal sealed class SurveyAnswer
{
    /// <summary>Random: it tells no order.</summary>
    public required Guid Id { get; init; }

    public required Guid Survey { get; init; }

    /// <summary>An id that says neither when it was made nor after which.</summary>
    public static Guid RandomId() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>A key of <see cref="AgeBands"/>, or empty.</summary>
    public required string Band { get; init; }

    public required string Relation { get; init; }

    /// <summary>Code of the community.</summary>
    public required string Community { get; init; }

    public required DateOnly On { get; init; }
}

/// <summary>What was answered to one question: an option, a number or a text.</summary>
internal sealed class SurveyItem
{
    public required Guid Answer { get; init; }

    /// <summary>From 1.</summary>
    public required int Question { get; init; }

    /// <summary>From 1; the points of a scale; 0 for numbers and texts.</summary>
    public required int Choice { get; init; }

    public int? Number { get; init; }

    public string? Text { get; init; }
}
