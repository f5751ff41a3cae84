using System.Globalization;
using Linli.Cases.Channel;
using Linli.Platform.Demo;
using Linli.Platform.Geo;
using Linli.Platform.Tables;

namespace Linli.Cases.Demo;

/// <summary>Something that happens in a community, to be told many times at different places and hours.</summary>
/// <param name="Code">Unique code; other wordings of it name it.</param>
/// <param name="Category">Code of the category.</param>
/// <param name="Channels">The ways in it may come.</param>
/// <param name="Place">What kind of place it happens at: building, compound, street, park, lake, market, school, square, none.</param>
/// <param name="Priority">How pressing it is.</param>
/// <param name="Mode">How it is handled, if in a particular way.</param>
/// <param name="Outcome">What comes of it: an outcome, or <c>petition</c>, <c>elsewhere</c>, <c>agreed</c>, <c>failed</c>.</param>
/// <param name="Hours">Hours of daytime the work usually takes.</param>
/// <param name="Text">What is reported, with places and times left open.</param>
/// <param name="Answer">What is answered.</param>
internal sealed record Story(
    string Code, string Category, IReadOnlyList<CaseChannel> Channels, string Place, CasePriority Priority, HandlingMode? Mode,
    string Outcome, double Hours, string Text, string Answer)
{
    /// <summary>How others tell the same.</summary>
    public IReadOnlyList<string> OtherWords { get; init; } = [];
}

/// <summary>A message sent along the four levels.</summary>
internal sealed record Announcement(
    ChannelLevel From, ChannelLevel To, string Scope, string Author, int DaysAgo, TimeOnly At, string Title, string Text);

/// <summary>What the samples say of cases: categories, clocks, stories, words and announcements.</summary>
internal sealed class StoryBook
{
    private readonly Dictionary<string, List<string>> words;

    private StoryBook(DemoSamples samples)
    {
        Categories = [.. Rows(samples, "categories.csv").Select((row, i) => ToCategory(row, i))];
        Clocks = [.. Rows(samples, "clocks.csv").Select((row, i) => ToClock(row, samples.Now, i))];
        var stories = Rows(samples, "case_stories.csv").ToList();
        var others = stories.Where(r => r["same_as"].Length > 0).ToLookup(r => r["same_as"], r => r["text"], StringComparer.Ordinal);
        Stories = [.. stories.Where(r => r["same_as"].Length == 0).Select(r => ToStory(r) with { OtherWords = [.. others[r["code"]]] })];
        words = Rows(samples, "case_words.csv").GroupBy(r => r["kind"], r => r["text"], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        Announcements = [.. Rows(samples, "announcements.csv").Select(ToAnnouncement)];
        Map = GeoJson.Read(File.ReadAllBytes(samples.File("map.geojson")));
    }

    public IReadOnlyList<Category> Categories { get; }

    public IReadOnlyList<ClockRule> Clocks { get; }

    public IReadOnlyList<Story> Stories { get; }

    public IReadOnlyList<Announcement> Announcements { get; }

    /// <summary>Roads, parks and waters, for what happens outside of buildings.</summary>
    public IReadOnlyList<GeoFeature> Map { get; }

    /// <summary>Reads the samples; <c>null</c> where they tell nothing of cases.</summary>
    public static StoryBook? Read(DemoSamples samples) =>
        File.Exists(samples.File("case_stories.csv")) ? new(samples) : null;

    /// <summary>What people say on an occasion, such as <c>accept</c> or <c>return</c>.</summary>
    public IReadOnlyList<string> Words(string occasion) =>
        words.TryGetValue(occasion, out var said) ? said : throw new InvalidDataException($"case_words.csv says nothing for '{occasion}'.");

    private static Category ToCategory(TableRow row, int order) => new()
    {
        Code = row["code"],
        Parent = Text(row, "parent"),
        NameZh = row["name_zh"],
        NameEn = row["name_en"],
        Icon = row["icon"],
        Type = row["type"],
        TeamKind = row["team_kind"],
        Team = Text(row, "team"),
        Open311 = row["open311"] == "yes",
        DescriptionZh = row["description_zh"],
        DescriptionEn = row["description_en"],
        Keywords = row["keywords"],
        Order = order,
    };

    private static ClockRule ToClock(TableRow row, DateTimeOffset now, int order) => new()
    {
        Id = Guid.CreateVersion7(now.AddMilliseconds(order)),
        Jurisdiction = row["jurisdiction"],
        Type = row["type"],
        Priority = Text(row, "priority") is { } priority ? Enum.Parse<CasePriority>(priority) : null,
        Clock = Enum.Parse<CaseClock>(row["clock"]),
        Amount = int.Parse(row["amount"], CultureInfo.InvariantCulture),
        Unit = Enum.Parse<ClockUnit>(row["unit"]),
        EffectiveFrom = DateOnly.Parse(row["effective_from"], CultureInfo.InvariantCulture),
        EffectiveTo = Text(row, "effective_to") is { } to ? DateOnly.Parse(to, CultureInfo.InvariantCulture) : null,
        Source = row["source"],
    };

    private static Story ToStory(TableRow row) => new(
        row["code"], row["category"],
        [.. row["channels"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => Enum.Parse<CaseChannel>(c, ignoreCase: true))],
        row["place"],
        Text(row, "priority") is { } priority ? Enum.Parse<CasePriority>(priority) : CasePriority.Normal,
        Text(row, "mode") is { } mode ? Enum.Parse<HandlingMode>(mode) : null,
        row["outcome"], double.Parse(row["hours"], CultureInfo.InvariantCulture), row["text"], row["answer"]);

    private static Announcement ToAnnouncement(TableRow row) => new(
        Enum.Parse<ChannelLevel>(row["from"]), Enum.Parse<ChannelLevel>(row["to"]), row["scope"], row["author"],
        int.Parse(row["days_ago"], CultureInfo.InvariantCulture), TimeOnly.Parse(row["time"], CultureInfo.InvariantCulture), row["title"], row["text"]);

    private static string? Text(TableRow row, string column) => row[column] is { Length: > 0 } text ? text : null;

    private static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }
}
