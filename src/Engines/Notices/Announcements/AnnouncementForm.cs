using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Web;

namespace Linli.Notices.Announcements;

/// <summary>An announcement as somebody fills it in; moments are local.</summary>
internal sealed record AnnouncementForm
{
    private const string Local = "yyyy-MM-ddTHH:mm";

    public string? Scope { get; init; }

    public string? TitleZh { get; init; }

    public string? TextZh { get; init; }

    public string? TitleEn { get; init; }

    public string? TextEn { get; init; }

    public bool Important { get; init; }

    public string? From { get; init; }

    public string? Until { get; init; }

    public int? Version { get; init; }

    public static AnnouncementForm Read(PostedForm posted) => new()
    {
        Scope = posted.Text("Scope"),
        TitleZh = posted.Text("TitleZh"),
        TextZh = posted.Text("TextZh"),
        TitleEn = posted.Text("TitleEn"),
        TextEn = posted.Text("TextEn"),
        Important = posted.Ticked("Important"),
        From = posted.Text("From"),
        Until = posted.Text("Until"),
        Version = posted.Whole("Version"),
    };

    public static AnnouncementForm Of(ManagedAnnouncement one) => new()
    {
        Scope = one.Scope.Value,
        TitleZh = one.TitleZh,
        TextZh = one.TextZh,
        TitleEn = one.TitleEn,
        TextEn = one.TextEn,
        Important = one.Important,
        From = Shown(one.From),
        Until = one.Until is { } until ? Shown(until) : null,
        Version = one.Version,
    };

    public WriteAnnouncement ToCommand(Guid? id) => new(
        ScopePath.TryParse(Scope, null, out var place) ? place : null, TitleZh, TextZh, TitleEn, TextEn, Important, Instant(From), Instant(Until))
    { Id = id, Version = Version };

    private static DateTimeOffset? Instant(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), LocalTime.Offset).ToUniversalTime()
            : null;

    private static string Shown(DateTimeOffset at) => LocalTime.ToLocal(at).ToString(Local, CultureInfo.InvariantCulture);
}
