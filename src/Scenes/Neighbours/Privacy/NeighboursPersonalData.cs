using System.Globalization;
using Linli.Neighbours.Clubs;
using Linli.Neighbours.Friends;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Privacy;

/// <summary>What neighbours could find of a person: all of it goes but the clubs they started, which belong to their members.</summary>
internal sealed class NeighboursPersonalData(LinliDb db, FieldCipher cipher, ClubEnding clubs) : IPersonalData
{
    public string Module => "neighbours";

    public Phrase Title => ("邻里", "Neighbours");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var cards = await db.Unfiltered<Card>().AsNoTracking().Where(c => subject.Accounts.Contains(c.Account)).ToListAsync(cancel);
        var greetings = await db.Records<Greeting>().AsNoTracking().Where(g => subject.Accounts.Contains(g.From)).OrderBy(g => g.At).ToListAsync(cancel);
        var members = await db.Records<Member>().AsNoTracking().Where(m => subject.Accounts.Contains(m.Account)).OrderBy(m => m.At).ToListAsync(cancel);
        var clubs = await db.Unfiltered<Club>().AsNoTracking().Where(c => subject.Accounts.Contains(c.Organiser)).OrderBy(c => c.At).ToListAsync(cancel);
        return
        [
            new("card", ("交友名片", "My card"), [.. cards.Select(c => new DataValue[]
            {
                new("nickname", ("昵称", "Nickname"), c.Nickname),
                new("interests", ("兴趣", "Interests"), c.Interests.Trim()),
                new("about", ("介绍", "About"), c.About),
                new("contact", ("联系方式", "Contact"), cipher.Open(c.Contact)),
            })]),
            new("greetings", ("我的问候", "Greetings I sent"), [.. greetings.Select(g => new DataValue[]
            {
                new("text", ("内容", "Text"), g.Text),
                new("at", ("时间", "When"), Instant(g.At)),
            })]),
            new("clubs", ("我的社群", "My clubs"), [.. members.Select(m => new DataValue[]
            {
                new("club", ("社群编号", "Club"), m.Club.ToString()),
                new("nickname", ("昵称", "Nickname"), m.Nickname),
                new("word", ("留言", "Word"), m.Word),
                new("at", ("时间", "When"), Instant(m.At)),
            })]),
            new("started", ("我发起的社群", "Clubs I started"), [.. clubs.Select(c => new DataValue[]
            {
                new("name", ("名称", "Name"), c.Name),
                new("about", ("介绍", "About"), c.About),
                new("at", ("时间", "When"), Instant(c.At)),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        await db.Unfiltered<Club>().CountAsync(c => subject.Accounts.Contains(c.Organiser), cancel) is > 0 and var clubs
            ? [new(("您发起的社群，不再显示您", "Clubs you started, no longer with you"), ("社群属于全体成员", "A club belongs to its members"), clubs)]
            : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var account in subject.Accounts)
            await Forgetting.Forget(db, account, cancel);
        await db.Records<Block>().Where(b => subject.Accounts.Contains(b.Blocked)).ExecuteDeleteAsync(cancel);
        await db.Records<Member>().Where(m => subject.Accounts.Contains(m.Account)).ExecuteDeleteAsync(cancel);
        foreach (var club in await db.Unfiltered<Club>().AsNoTracking().Where(c => subject.Accounts.Contains(c.Organiser)).OrderBy(c => c.Id).ToListAsync(cancel))
        {
            await clubs.WithoutOrganiser(club.Id, cancel);
            await db.Unfiltered<Club>().Where(c => c.Id == club.Id).ExecuteUpdateAsync(
                c => c.SetProperty(x => x.Name, subject.Scrub(club.Name)).SetProperty(x => x.About, subject.Scrub(club.About)), cancel);
        }
    }

    private static string Instant(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
