using Linli.Platform.Text;

namespace Linli.Cases.Report;

/// <summary>What a resident wants to say, as the page asks for it: <c>/report?type=box</c>.</summary>
/// <param name="Code">In the address; empty for a snap.</param>
/// <param name="Channel">The way in.</param>
/// <param name="Type">Code of the case type it becomes, or may become.</param>
/// <param name="Title">Name of the page.</param>
/// <param name="Lead">What it is for and what happens with it.</param>
/// <param name="TextLabel">Label of the text.</param>
/// <param name="TextHint">An example.</param>
internal sealed record ReportKind(
    string Code, CaseChannel Channel, string Type, Phrase Title, Phrase Lead, Phrase TextLabel, Phrase TextHint)
{
    /// <summary>A photo comes first and may stand for words.</summary>
    public bool PhotoFirst { get; init; }

    /// <summary>A point on the map matters; otherwise the community is enough.</summary>
    public bool AtAPoint { get; init; }

    /// <summary>The person may say how it should be handled (预约办/上门办/网格办, S13).</summary>
    public bool ChoosesMode { get; init; }

    /// <summary>The category decides the type, so one of these types must be chosen; otherwise a category is a help only.</summary>
    public IReadOnlyList<string> CategoryTypes { get; init; } = [];

    /// <summary>Offers similar cases while the person writes.</summary>
    public bool ShowsSimilar { get; init; }

    private static readonly ReportKind[] All =
    [
        new("", CaseChannel.Snap, "report", ("随手拍", "Snap and report"),
            ("拍一张、选一类，就能上报", "Take a photo, choose a kind, send"),
            ("发生了什么", "What happened"), ("例如：楼下路灯不亮，晚上走路看不清", "For example: the lamp downstairs is out"))
        {
            PhotoFirst = true, AtAPoint = true, ShowsSimilar = true, CategoryTypes = ["report", "property"],
        },
        new("box", CaseChannel.Box, "suggestion", ("意见箱", "Suggestion box"),
            ("什么话题都可以，一直开着；可以不公开姓名", "Any topic, always open; your name may stay hidden"),
            ("您的意见或建议", "Your suggestion"), ("例如：希望活动室周末也开放", "For example: open the activity room at weekends, too")),
        new("complaint", CaseChannel.Complaint, "complaint", ("投诉", "Complaint"),
            ("不公开，只有受理人员能看到", "Not public: only the staff who handle it can read it"),
            ("请说明情况", "What is the matter"), ("时间、地点、经过，越清楚越好", "When, where and how: the clearer the better")),
        new("help", CaseChannel.Snap, "help", ("求助", "Ask for help"),
            ("不方便出门、有事要帮忙，写在这里", "Something you need a hand with"),
            ("需要什么帮助", "What do you need"), ("例如：腿脚不便，想请人上门办社保认证", "For example: please come to my home for the pension form"))
        {
            ChoosesMode = true, CategoryTypes = ["help"],
        },
        new("property", CaseChannel.Snap, "property", ("物业报修", "Property repair"),
            ("派给您小区的物业，修好后请您确认", "Goes to your property team; you confirm when it is fixed"),
            ("哪里坏了", "What is broken"), ("例如：3 单元电梯有异响", "For example: the lift in unit 3 makes a noise"))
        {
            PhotoFirst = true, AtAPoint = true, ChoosesMode = true, CategoryTypes = ["property"],
        },
        new("question", CaseChannel.Snap, "consultation", ("咨询社区", "Ask the community"),
            ("社区服务台答复您", "The community's desk answers"),
            ("想问什么", "Your question"), ("例如：老年证在哪里办", "For example: where do I get a senior card"))
        {
            CategoryTypes = ["consultation"],
        },
        new("mediation", CaseChannel.Snap, "mediation", ("邻里调解", "Mediation"),
            ("保密：只有调解员和经办人能看到", "Confidential: only mediators and those in charge can read it"),
            ("和谁、因为什么", "With whom, and about what"), ("例如：楼上深夜噪音，沟通过两次没有改善", "For example: noise from upstairs at night"))
        {
            CategoryTypes = ["mediation"],
        },
    ];

    /// <summary>The kind with a code; a snap for anything else.</summary>
    public static ReportKind Of(string? code) => All.FirstOrDefault(kind => kind.Code == code) ?? All[0];

    /// <summary>Where its page is.</summary>
    public string Path => Code.Length == 0 ? "/report" : $"/report?type={Code}";
}
