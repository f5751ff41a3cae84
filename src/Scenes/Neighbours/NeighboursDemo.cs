using Linli.Neighbours.Clubs;
using Linli.Neighbours.Friends;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;

namespace Linli.Neighbours;

/// <summary>Invented neighbours of the demo who want to be found, and their clubs.</summary>
internal sealed class NeighboursDemo(LinliDb db, IHomes homes, IPeople people, IScopeTree tree, FieldCipher cipher) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var last = Clock.ToMicroseconds(samples.Now.AddDays(-20));
        DateTimeOffset Next() => last = last.AddMinutes(90);
        var cards = new Dictionary<string, Card>(StringComparer.Ordinal);
        foreach (var row in Rows(samples, "friends.csv"))
            if (await At(row["home"], cancel) is var (account, community))
                cards[row["home"]] = new()
                {
                    Id = Guid.CreateVersion7(Next()), Account = account, Scope = community.Value, Nickname = row["nickname"],
                    Interests = Interests.Join(row["interests"].Split(' ')), About = row["about"], Contact = cipher.Seal(row["contact"]), At = last,
                };
        await db.InsertMany(cards.Values, cancel);

        var clubs = new List<Club>();
        var members = new List<Member>();
        foreach (var row in Rows(samples, "clubs.csv"))
        {
            if (!cards.TryGetValue(row["organiser"], out var organiser))
                continue;
            var waiting = row["state"] == "waiting";
            var club = new Club
            {
                Id = Guid.CreateVersion7(Next()), Scope = organiser.Scope, Name = row["name"], Interest = row["interest"], About = row["about"],
                Organiser = organiser.Account, State = waiting ? ClubState.Waiting : ClubState.Listed, At = last, DecidedAt = waiting ? null : last.AddHours(1),
            };
            clubs.Add(club);
            foreach (var card in row["members"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(home => cards.GetValueOrDefault(home)).OfType<Card>().Prepend(organiser))
                members.Add(new()
                {
                    Id = Guid.CreateVersion7(Next()), Club = club.Id, Account = card.Account, Nickname = card.Nickname, At = last, State = MemberState.Member,
                });
        }

        await db.InsertMany(clubs, cancel);
        await db.InsertMany(members, cancel);
    }

    // The demo's homes that are named here have one resident each.
    private async Task<(Guid Account, ScopePath Community)?> At(string label, CancellationToken cancel)
    {
        if (await homes.FindLabel(label, cancel) is not { } home || tree.CommunityOf(home.Building) is not { } community)
            return null;
        var residents = await people.ResidentsAt(home.Building, cancel);
        return residents.Count == 0 ? null : (residents[0], community.Path);
    }

    private static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }
}
