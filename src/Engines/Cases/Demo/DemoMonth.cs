using Linli.Cases.Report;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Ids;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Cases.Demo;

/// <summary>When people report what, for a month that ends now: the rhythm of the days and the ways in.</summary>
internal sealed class DemoMonth(StoryBook book, DemoTown town, CaseTypes types, FieldCipher cipher, Draw draw, DateTimeOffset now)
{
    /// <summary>How many days of history the demo has.</summary>
    public const int Days = 30;

    private const double Duplicates = 0.08;

    // By the day's figures of the demo community: 60 reports of residents, and what comes in besides.
    private static readonly (CaseChannel Channel, double ADay)[] WaysIn =
    [
        (CaseChannel.Snap, 42), (CaseChannel.Box, 10), (CaseChannel.Complaint, 8), (CaseChannel.Steward, 8), (CaseChannel.Phone, 6),
        (CaseChannel.Counter, 2), (CaseChannel.Open311, 1),
    ];

    private static readonly double[] HoursOfResidents =
        [1, 0.5, 0.3, 0.2, 0.3, 1.5, 5, 9, 10, 9, 8, 7, 6, 5, 6, 6, 7, 9, 10, 9, 7, 5, 3, 1.5];

    private static readonly double[] HoursOfStaff = [0, 0, 0, 0, 0, 0, 0, 1, 6, 9, 9, 7, 4, 5, 8, 8, 7, 4, 0, 0, 0, 0, 0, 0];

    private static readonly string[] Surnames = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "罗", "郑"];

    private readonly Dictionary<string, Category> categories = book.Categories.ToDictionary(c => c.Code, StringComparer.Ordinal);

    private sealed record Report(DateTimeOffset At, CaseChannel Channel, Story Story, Spot Spot, Guid? Reporter, IReadOnlyDictionary<string, string> Blanks, string Text)
    {
        public Report? SameAs { get; init; }
    }

    /// <summary>All cases of the month as they are now.</summary>
    /// <param name="calendar">By which days are counted.</param>
    public IReadOnlyList<CaseLife> Live(WorkingDayCalendar calendar)
    {
        var lives = new Dictionary<Report, CaseLife>(ReferenceEqualityComparer.Instance);
        var loop = new DemoLoop(book, town, categories, types, cipher, calendar, draw);
        var sequences = new Dictionary<string, int>(StringComparer.Ordinal);
        var blanks = new Dictionary<CaseLife, (Story Story, Spot Spot, IReadOnlyDictionary<string, string> Blanks)>();
        foreach (var report in Reports().OrderBy(r => r.At))
        {
            var life = new CaseLife(Open(report, sequences), book.Clocks, calendar, draw, now);
            life.StartClocks(life.Item.OpenedAt);
            lives.Add(report, life);
            blanks.Add(life, (report.Story, report.Spot, report.Blanks));
        }

        foreach (var (report, life) in lives)
            if (report.SameAs is { } first)
                loop.NoticeTwin(lives[first], life, report.Spot);
        foreach (var (report, life) in lives)
        {
            if (report.SameAs is null)
                loop.Neighbours(life, report.Spot);
            loop.Run(life, report.Story, report.Spot, report.Blanks);
        }

        return [.. lives.Values];
    }

    /// <summary>How many numbers were given out, by the name of their counter.</summary>
    public static IEnumerable<(string Counter, int Count)> Numbers(IEnumerable<CaseLife> lives) =>
        lives.Select(l => ShortNumber.TryParse(l.Item.Number, out var number) ? number : throw new InvalidOperationException(l.Item.Number))
            .GroupBy(n => CounterOf(n.Prefix, new DateOnly(n.Year, n.Month, 1)))
            .Select(g => (g.Key, g.Max(n => n.Sequence)));

    private static string CounterOf(string prefix, DateOnly day) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"case/{prefix}/{day:yyMM}");

    private List<Report> Reports()
    {
        var reports = new List<Report>();
        var today = LocalTime.DateOf(now);
        for (var day = today.AddDays(-Days); day <= today; day = day.AddDays(1))
            foreach (var (channel, aDay) in WaysIn)
                for (var left = draw.Count(aDay * Busy(day)); left > 0; left--)
                    if (At(day, channel) is { } at)
                        Add(reports, at, channel);
        return reports;
    }

    private void Add(List<Report> reports, DateTimeOffset at, CaseChannel channel)
    {
        var told = book.Stories.Where(s => s.Channels.Contains(channel)).ToList();
        var story = told[draw.Weighted([.. told.Select(s => s.Outcome is "petition" or "elsewhere" or "agreed" or "failed" ? 0.25 : 1)])];
        var spot = town.Anywhere(story.Place, draw);
        var blanks = Blanks(spot, at);
        var first = new Report(at, channel, story, spot, ReporterOf(channel, spot), blanks, Fill(story.Text, blanks));
        reports.Add(first);
        if (story.OtherWords.Count == 0 || first.Reporter is null || !IsPublic(first))
            return;

        if (!draw.Chance(TwinChance(told)))
            return;
        var again = Clock.ToMicroseconds(at + draw.Around(TimeSpan.FromHours(1.5), 0.8));
        var neighbour = ReporterOf(CaseChannel.Snap, spot);
        if (again < now && neighbour != first.Reporter)
            reports.Add(first with { At = again, Channel = CaseChannel.Snap, Spot = town.Beside(spot, draw), Reporter = neighbour, Text = Fill(draw.Of(story.OtherWords), blanks), SameAs = first });
    }

    // Only some stories are told twice, so that those must be told so more often to come to the share of all reports.
    private double TwinChance(List<Story> told)
    {
        var twins = told.Count(s => s.OtherWords.Count > 0 && types.Find(categories[s.Category].Type) is { Public: true });
        return Math.Min(0.9, 1.6 * Duplicates * told.Count / Math.Max(1, twins));
    }

    private bool IsPublic(Report report) =>
        types.Find(ReportCaseHandler.TypeCode(report.Channel, categories[report.Story.Category])) is { Public: true };

    private DateTimeOffset? At(DateOnly day, CaseChannel channel)
    {
        var hours = channel is CaseChannel.Steward or CaseChannel.Phone or CaseChannel.Counter ? HoursOfStaff : HoursOfResidents;
        var at = LocalTime.StartOfDay(day).AddHours(draw.Weighted(hours)).AddSeconds(draw.Between(0, 3599)).AddMilliseconds(draw.Between(0, 999));
        return at < now && at >= now.AddDays(-Days) ? at : null;
    }

    private static double Busy(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Monday => 1.15,
        DayOfWeek.Saturday => 0.95,
        DayOfWeek.Sunday => 0.85,
        _ => 1.0,
    };

    private Guid? ReporterOf(CaseChannel channel, Spot spot) =>
        channel is CaseChannel.Snap or CaseChannel.Box or CaseChannel.Complaint ? town.Resident(spot.Compound, draw) : null;

    private Dictionary<string, string> Blanks(Spot spot, DateTimeOffset at)
    {
        var hour = LocalTime.ToLocal(at).Hour;
        return new(StringComparer.Ordinal)
        {
            ["place"] = spot.Words,
            ["compound"] = spot.Compound.Name.Zh,
            ["block"] = spot.Block,
            ["unit"] = $"{draw.Between(1, 2)}单元",
            ["floor"] = $"{draw.Between(2, 6)}楼",
            ["n"] = $"{draw.Between(2, 9)}",
            ["days"] = draw.Of(["两天", "三天", "四五天", "一个星期", "十来天"]),
            ["time"] = hour switch { < 6 => "昨天夜里", < 12 => "今天早上", < 18 => "今天下午", _ => "今天晚上" },
        };
    }

    private Case Open(Report report, Dictionary<string, int> sequences)
    {
        var category = categories[report.Story.Category];
        var type = types.Find(ReportCaseHandler.TypeCode(report.Channel, category))
            ?? throw new InvalidDataException($"categories.csv names the case type '{category.Type}', which no scene brings.");
        var day = LocalTime.DateOf(report.At);
        var counter = CounterOf(report.Spot.Community.Prefix, day);
        var sequence = sequences[counter] = sequences.GetValueOrDefault(counter) + 1;
        var text = Opening(report) + report.Text;
        var title = ReportCaseHandler.FirstWords(report.Text);
        var at = Clock.ToMicroseconds(report.At);
        var item = new Case
        {
            Id = new(draw.Id(at)),
            Number = ShortNumber.For(report.Spot.Community.Prefix, day, sequence).ToString(),
            Scope = report.Spot.Scope.Value,
            Community = report.Spot.Community.Path.Value,
            Type = type.Code,
            Category = category.Code,
            Channel = report.Channel,
            Mode = report.Story.Mode,
            Priority = report.Story.Priority == CasePriority.Emergency && report.Reporter is not null ? CasePriority.Urgent : report.Story.Priority,
            Level = category.TeamKind == "grid" ? CaseLevel.Steward : CaseLevel.Community,
            State = CaseState.Reported,
            Title = title,
            Text = text,
            PublicTitle = type.Public ? PublicFace.Of(title) : null,
            PublicText = type.Public ? PublicFace.Of(text) : null,
            PlaceText = report.Spot.Words,
            Longitude = report.Spot.Point?.Longitude,
            Latitude = report.Spot.Point?.Latitude,
            IsPublic = type.Public,
            IsConfidential = type.Confidential,
            IsAnonymous = type.MayBeAnonymous && report.Reporter is not null && draw.Chance(0.12),
            Reporter = report.Reporter,
            LoggedBy = LoggedBy(report),
            Steward = report.Spot.Steward,
            OpenedAt = at,
        };
        Contact(item, report.Channel);
        return item;
    }

    private string Opening(Report report) =>
        report.Reporter is not null && draw.Chance(0.25) ? draw.Of(book.Words("opening")) : "";

    private Guid? LoggedBy(Report report) => report.Channel switch
    {
        CaseChannel.Steward => report.Spot.Steward ?? town.Staff(report.Spot.Community, Posts.CommunityWorker, draw).Account,
        CaseChannel.Phone or CaseChannel.Counter => town.Staff(report.Spot.Community, Posts.DeskClerk, draw).Account,
        _ => null,
    };

    private void Contact(Case item, CaseChannel channel)
    {
        if (channel is not (CaseChannel.Phone or CaseChannel.Counter))
            return;
        var name = draw.Of(Surnames) + draw.Of(["女士", "先生", "阿姨", "师傅", "大伯"]);
        var phone = $"1990000{draw.Between(4000, 4999)}";
        item.ContactName = cipher.Seal(name);
        item.ContactPhone = cipher.Seal(phone);
        item.ContactMask = $"{Masked.Name(name)} {Masked.Phone(phone)}".Trim();
    }

    /// <summary>Puts the words of a spot and an hour into a story.</summary>
    internal static string Fill(string text, IReadOnlyDictionary<string, string> blanks)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        foreach (var (name, words) in blanks)
            text = text.Replace("{" + name + "}", words, StringComparison.Ordinal);
        return text.Contains('{', StringComparison.Ordinal) ? throw new InvalidDataException($"A blank is unknown: {text}") : text;
    }
}
