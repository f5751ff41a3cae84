using System.Globalization;
using Linli.Cases.Statistics;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Linli.Cases.Read;

/// <summary>
/// The address of the inbox, read and written: what it shows can be linked to as it stands. Values that cannot be read are
/// left out, as if they had not been given.
/// </summary>
internal sealed record DeskQuery(string Path)
{
    private const int PerPage = 50;

    public InboxBox Box { get; init; } = InboxBox.Open;

    public string? Place { get; init; }

    public string? Category { get; init; }

    public string? Type { get; init; }

    public string? Team { get; init; }

    public CaseChannel? Channel { get; init; }

    public HandlingMode? Mode { get; init; }

    public string? Search { get; init; }

    /// <summary>First local day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last local day, itself included.</summary>
    public DateOnly? To { get; init; }

    public CaseFact? Fact { get; init; }

    public int? Late { get; init; }

    public string? After { get; init; }

    /// <summary>Where the pages before this one began, see <see cref="PageTrail"/>.</summary>
    public string? Before { get; init; }

    public ScopePath? PlacePath => ScopePath.TryParse(Place, null, out var path) ? path : null;

    public bool IsFiltered => (Place ?? Category ?? Type ?? Team ?? Search) is not null || Channel is not null || Mode is not null
        || From is not null || To is not null || Fact is not null;

    /// <summary>The same box without filters.</summary>
    public string Unfiltered => new DeskQuery(Path) { Box = Box }.Href;

    /// <summary>The way back.</summary>
    public PageTrail Trail => new(After, Before);

    /// <summary>The address.</summary>
    public string Href => QueryHelpers.AddQueryString(Path, Fields(forApi: false));

    /// <summary>Another box with the same filters.</summary>
    public string InBox(InboxBox box) => (this with { Box = box, After = null, Before = null, Fact = null, Late = null }).Href;

    /// <summary>Another page.</summary>
    public string Page(PageTrail page) => (this with { After = page.After, Before = page.Before }).Href;

    /// <summary>Where what is shown is downloaded.</summary>
    public string Export(string format) => QueryHelpers.AddQueryString($"/api/v1/cases/export.{format}", (this with { After = null, Before = null }).Fields(forApi: true));

    public static DeskQuery Read(HttpRequest request)
    {
        var query = request.Query;
        string? Text(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 400 } text ? text : null;
        T? Choice<T>(string name) where T : struct, Enum => Enum.TryParse<T>(Text(name), true, out var value) && Enum.IsDefined(value) ? value : null;
        DateOnly? Day(string name) => DateOnly.TryParseExact(Text(name), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9000 ? day : null;
        return new(request.Path.Value ?? "/desk")
        {
            Box = Choice<InboxBox>("box") ?? InboxBox.Open,
            Place = Text("place"),
            Category = Text("category"),
            Type = Text("type"),
            Team = Text("team"),
            Channel = Choice<CaseChannel>("channel"),
            Mode = Choice<HandlingMode>("mode"),
            Search = Text("q"),
            From = Day("from"),
            To = Day("to"),
            Fact = Choice<CaseFact>("fact"),
            Late = int.TryParse(Text("late"), out var late) && late is >= 1 and <= 365 ? late : null,
            After = Text("after"),
            Before = query["before"].ToString() is { Length: > 0 and <= 4000 } before ? before : null,
        };
    }

    /// <summary>What the inbox is asked for.</summary>
    public Inbox ToInbox() => new()
    {
        Box = Box,
        Place = PlacePath,
        Category = Category,
        Type = Type,
        Team = Team,
        Channel = Channel,
        Mode = Mode,
        Search = Search,
        From = From is { } from ? LocalTime.StartOfDay(from) : null,
        To = To is { } to ? LocalTime.EndOfDay(to) : null,
        Fact = Fact,
        LateDays = Late,
        After = After,
        Take = PerPage,
    };

    private Dictionary<string, string?> Fields(bool forApi)
    {
        var fields = new Dictionary<string, string?>
        {
            ["box"] = Box.ToString(),
            ["place"] = Place,
            ["category"] = Category,
            ["type"] = Type,
            ["team"] = Team,
            ["channel"] = Channel?.ToString(),
            ["mode"] = Mode?.ToString(),
            [forApi ? "search" : "q"] = Search,
            ["from"] = forApi ? From is { } from ? Instant(LocalTime.StartOfDay(from)) : null : Day(From),
            ["to"] = forApi ? To is { } to ? Instant(LocalTime.EndOfDay(to)) : null : Day(To),
            ["fact"] = Fact?.ToString(),
            [forApi ? "lateDays" : "late"] = Late?.ToString(CultureInfo.InvariantCulture),
            ["after"] = After,
            ["before"] = Before,
        };
        return fields.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value);
    }

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
