using Linli.Cases.Channel;
using Linli.Cases.Demo;
using Linli.Cases.Loop;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Files;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Cases;

/// <summary>
/// Categories, clocks, announcements and a month of cases for the demo community, made by code from stories, places and
/// people: the same for the same day.
/// </summary>
internal sealed class CasesDemo(
    LinliDb db, IScopeTree tree, IGridMap grids, IPeople people, CaseTypes types, Categories categories, CaseClocks clocks,
    TextIndex search, IManyFiles files, FieldCipher cipher) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (StoryBook.Read(samples) is not { } book)
            return;
        await db.InsertMany(book.Categories, cancel);
        await db.InsertMany(book.Clocks, cancel);
        db.AfterCommit(categories.Forget);
        db.AfterCommit(clocks.Forget);

        var draw = new Draw(LocalTime.DateOf(samples.Now).DayNumber);
        var town = await DemoTown.Gather(tree, grids, people, book.Map, cancel);
        var lives = new DemoMonth(book, town, types, cipher, draw, Clock.ToMicroseconds(samples.Now)).Live(clocks.Calendar);
        await Write(lives, cancel);
        await Photos(lives, book, draw, cancel);
        await Announce(book, samples.Now, draw, cancel);
    }

    private async Task Write(IReadOnlyList<CaseLife> lives, CancellationToken cancel)
    {
        await db.InsertMany(lives.Select(l => l.Item), cancel);
        await db.InsertMany(lives.SelectMany(l => l.Entries), cancel);
        await db.InsertMany(lives.SelectMany(l => l.Followers), cancel);
        await db.InsertMany(lives.SelectMany(l => l.CoHandlers), cancel);
        await db.InsertMany(lives.SelectMany(l => l.Extensions), cancel);
        await db.InsertMany(lives.SelectMany(l => l.Visits), cancel);
        await db.InsertMany(lives.SelectMany(l => l.Parties), cancel);
        await db.InsertMany(lives.Where(l => l.Agreement is not null).Select(l => l.Agreement!), cancel);
        foreach (var (counter, count) in DemoMonth.Numbers(lives))
            await Counters.Reserve(db, counter, count, cancel);
        await search.AddMany(
            CaseSearch.Kind,
            lives.Select(l => (l.Item.Id.Value, $"{l.Item.Title} {l.Item.Text} {l.Item.PlaceText} {l.Item.Number}"))
                .Concat(lives.SelectMany(l => l.Entries).Where(e => e is { Action: CaseAction.Answer, Text: not null }).Select(e => (e.Case.Value, e.Text!))),
            cancel);
    }

    private async Task Photos(IReadOnlyList<CaseLife> lives, StoryBook book, Draw draw, CancellationToken cancel)
    {
        var pictures = await DemoPictures.Draw(files, cancel);
        var groups = book.Categories.ToDictionary(c => c.Code, c => c.Parent, StringComparer.Ordinal);
        var photos = (from life in lives
                      from photo in life.Photos
                      let line = photo.Phase == EvidencePhase.Report ? null
                          : life.Entries.Find(e => e.Action is CaseAction.AddEvidence or CaseAction.Answer && e.At >= photo.At)
                      select (life.Item, photo.Phase, photo.At, photo.By, Id: new FileId(draw.Id(photo.At)), Entry: line?.Id)).ToList();
        await files.Attach(
            photos.Select(p => new FileCopy(
                p.Id, pictures.Of(groups[p.Item.Category], p.Phase), CaseFileGuard.Kind, p.Item.Id.Value, p.Item.Scope, p.By, p.At)),
            cancel);
        await db.InsertMany(photos.Select(p => new CaseEvidence { Case = p.Item.Id, File = p.Id, Phase = p.Phase, At = p.At, AddedBy = p.By, Entry = p.Entry }), cancel);
    }

    private async Task Announce(StoryBook book, DateTimeOffset now, Draw draw, CancellationToken cancel)
    {
        var messages = new List<ChannelMessage>();
        foreach (var said in book.Announcements)
        {
            var at = LocalTime.At(LocalTime.DateOf(now).AddDays(-said.DaysAgo), said.At);
            if (at >= now || tree.FindCode(said.Scope) is not { } place)
                continue;
            var staff = await people.StaffFor(place.Path, Levels.Posts(said.From), cancel);
            if ((staff.FirstOrDefault(s => s.Name == said.Author) ?? (staff.Count > 0 ? staff[0] : null)) is { } author)
                messages.Add(new()
                {
                    Id = draw.Id(at),
                    Scope = place.Path.Value,
                    From = said.From,
                    To = said.To,
                    Title = said.Title,
                    Text = said.Text,
                    Author = author.Account,
                    At = at,
                });
        }

        await db.InsertMany(messages, cancel);
        await db.InsertMany(await Receipts(messages, draw, now, cancel), cancel);
    }

    // Most of those who were told have taken note.
    private async Task<List<ChannelReceipt>> Receipts(List<ChannelMessage> messages, Draw draw, DateTimeOffset now, CancellationToken cancel)
    {
        var receipts = new List<ChannelReceipt>();
        foreach (var message in messages)
        {
            var place = ScopePath.Parse(message.Scope, null);
            var told = message.To == ChannelLevel.Resident
                ? (await people.ResidentsAt(place, cancel)).Distinct().Order()
                : (await people.StaffFor(place, Levels.Posts(message.To), cancel)).Select(s => s.Account).Distinct();
            foreach (var account in told.Where(a => a != message.Author))
                if (draw.Chance(0.7) && Clock.ToMicroseconds(message.At + draw.Around(TimeSpan.FromHours(3))) is var at && at < now)
                    receipts.Add(new() { Message = message.Id, Account = account, At = at });
        }

        return receipts;
    }
}
