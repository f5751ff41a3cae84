using System.Globalization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.Notices.Announcements;

/// <summary>Announcements in words.</summary>
internal static class AnnouncementWords
{
    /// <summary>The place that says it.</summary>
    public static Phrase Place(IScopeTree tree, ScopePath place) =>
        place == ScopePath.Root ? ("全部社区", "All communities") : tree.Find(place)?.Name ?? (place.Code, place.Code);

    /// <summary>How far it is, as those see it who manage it.</summary>
    public static (string Text, Tone Tone) State(ManagedAnnouncement one, DateTimeOffset now) => one.State switch
    {
        AnnouncementState.Draft => (T("草稿", "Draft"), Tone.Plain),
        AnnouncementState.Withdrawn => (T("已撤下", "Withdrawn"), Tone.Warning),
        _ when one.IsShown => (T("公开中", "Shown"), Tone.Good),
        _ when one.From > now => (T("待公开", "Not shown yet"), Tone.Info),
        _ => (T("已结束", "Over"), Tone.Plain),
    };

    /// <summary>From when until when it is shown, as residents read it.</summary>
    public static string Days(DateTimeOffset from, DateTimeOffset? until) => until is { } end
        ? T($"{Day(from)} 至 {Day(end.AddTicks(-1))}", $"{Day(from)} to {Day(end.AddTicks(-1))}")
        : Day(from);

    private static string Day(DateTimeOffset at) => LocalTime.DateOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
