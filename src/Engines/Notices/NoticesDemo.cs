using System.Globalization;
using Linli.Notices.Announcements;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Notices;

/// <summary>What the demo community announces to its residents on the day it is founded.</summary>
internal sealed class NoticesDemo(LinliDb db, IScopeTree tree, IPeople people) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("public_announcements.csv")))
            return;
        await using var stream = File.OpenRead(samples.File("public_announcements.csv"));
        using var table = TableReader.Open(stream);
        var today = LocalTime.DateOf(samples.Now);
        foreach (var row in table.Rows())
        {
            if (tree.FindCode(row["scope"]) is not { } place)
                continue;
            var staff = await people.StaffAround(place.Path, [Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary], cancel);
            var author = (staff.FirstOrDefault(s => s.Name == row["author"]) ?? (staff.Count > 0 ? staff[0] : null))?.Account;
            db.Insert(Announce(row, place, author, today, samples.Now));
        }

        await db.SaveChangesAsync(cancel);
    }

    private static Announcement Announce(TableRow row, Place place, Guid? author, DateOnly today, DateTimeOffset now)
    {
        var from = LocalTime.At(today.AddDays(Days(row, "from_day") ?? 0), new(8, 0));
        var draft = row["state"] == "draft";
        // What was written comes before what is shown, and nothing was written after the demo began.
        var written = Clock.ToMicroseconds(from < now ? from.AddHours(-1) : now.AddHours(-1));
        return new()
        {
            Id = Guid.CreateVersion7(written),
            Scope = place.Path.Value,
            TitleZh = row["title_zh"],
            TitleEn = row["title_en"] is { Length: > 0 } title ? title : null,
            TextZh = row["text_zh"],
            TextEn = row["text_en"] is { Length: > 0 } text ? text : null,
            Important = row["important"] == "yes",
            State = draft ? AnnouncementState.Draft : AnnouncementState.Published,
            From = from,
            Until = Days(row, "until_day") is { } until ? LocalTime.EndOfDay(today.AddDays(until)) : null,
            At = written,
            Author = author,
            PublishedAt = draft ? null : written,
            PublishedBy = draft ? null : author,
            Version = draft ? 1 : 2,
        };
    }

    private static int? Days(TableRow row, string column) =>
        int.TryParse(row[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) ? days : null;
}
