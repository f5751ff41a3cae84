using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.Ledger;
using Linli.Neighbours.Friends;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Neighbours.Volunteering;

/// <summary>Thirty invented volunteers with a month of hours, 吴姐's litter walk of today, and a few hours given back to elders.</summary>
internal sealed class VolunteerDemo(LinliDb db, IScopeTree tree, IPeople people, IHomeTies ties, ICareLists care, HoursBook hours, ILedger ledger, FieldCipher cipher) : IDemoSeeder
{
    private const string Leader = "和一-6-1-501";

    private static readonly string[] Cast = [Leader, "和二-11-1-301", "和三-7-1-402", "和二-6-2-401", "和二-9-1-401"];

    private DateTimeOffset last;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("volunteer_activities.csv")) || tree.FindCode("hf") is not { } town)
            return;
        last = Clock.ToMicroseconds(samples.Now.AddDays(-40));
        var volunteers = await Register(town.Path, cancel);
        if (volunteers.Count == 0)
            return;
        var shapes = Shapes(samples);
        var organiser = (await people.StaffFor(town.Path, [Posts.CommunityWorker], cancel)).Select(s => s.Account).FirstOrDefault();
        var number = 0;
        foreach (var row in Rows(samples))
            await Hold(row, ++number, town.Path, organiser, volunteers, shapes, samples.Now, cancel);
        await Exchange(town.Path, volunteers, samples.Now, cancel);
        await Counters.Reserve(db, "neighbours.volunteer-activity", number, cancel);
        await Counters.Reserve(db, "neighbours.volunteer", volunteers.Count, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<List<Volunteer>> Register(ScopePath town, CancellationToken cancel)
    {
        var accounts = new List<Guid>();
        foreach (var home in Cast)
            accounts.AddRange((await ties.AtHome(home, cancel)).OrderBy(t => t.Id).Take(1).Select(t => t.Account));
        accounts.AddRange((await people.ResidentsAt(town, cancel)).Except(accounts).Order().Where((_, i) => i % 7 == 3).Take(40));
        var (skills, times) = (VolunteerWords.Skills.Keys.ToList(), VolunteerWords.Times.Keys.ToList());
        var found = new List<Volunteer>();
        foreach (var account in accounts)
        {
            if (found.Count == 30)
                break;
            if (await care.PersonOf(account, cancel) is not { } person || await care.Facts(person, cancel) is not { Age: >= 18, IsAlive: true })
                continue;
            var i = found.Count;
            found.Add(new()
            {
                Id = Next(), Number = $"ZY-{i + 1:000000}", Scope = town.Value, Person = person, Account = account, Skills = Interests.Join(i == 0 ? ["environment", "elders"] : [skills[i % skills.Count]]),
                Times = Interests.Join([times[i % times.Count]]), WouldLead = i % 6 == 0, At = last,
            });
        }

        foreach (var volunteer in found)
            db.Insert(volunteer);
        return found;
    }

    private async Task Hold(
        TableRow r, int number, ScopePath town, Guid organiser, List<Volunteer> volunteers, Dictionary<string, string> shapes, DateTimeOffset now, CancellationToken cancel)
    {
        var day = LocalTime.DateOf(now).AddDays(int.Parse(r["days"], CultureInfo.InvariantCulture));
        var starts = LocalTime.At(day, TimeOnly.ParseExact(r["time"], "HH:mm", CultureInfo.InvariantCulture));
        var ends = starts.AddMinutes(Number(r["minutes"]));
        var activity = new VolunteerActivity
        {
            Id = Next(), Number = $"ZYHD-{day:yyMM}-{number:0000}", Scope = town.Value, Title = r["title"], About = r["about"], Meeting = r["meeting"], Zone = shapes[r["zone"]], Tolerance = 30,
            StartsAt = starts, EndsAt = ends, Capacity = Number(r["capacity"]), Equipment = r["equipment"], MinAge = Number(r["min_age"]), Dangerous = r["dangerous"] == "yes",
            Insurance = r["insurance"] is { Length: > 0 } policy ? policy : null, InsuredAt = r["insurance"].Length > 0 ? last : null, InsuredBy = r["insurance"].Length > 0 ? organiser : null,
            Team = r["team"] is { Length: > 0 } team ? team : null, Leader = volunteers[0].Account, State = ActivityState.Open, By = organiser, At = last,
            Secret = cipher.Seal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"demo-{number}")))),
        };
        db.Insert(activity);
        var count = Number(r["people"]);
        var settled = new List<SignUp>();
        for (var i = 0; i < count; i++)
        {
            // The leader walks along; the others come in turn, always the same.
            var volunteer = i == 0 && r["title"].StartsWith("湖边", StringComparison.Ordinal) ? volunteers[0] : volunteers[1 + (((number * 5) + (i * 3)) % (volunteers.Count - 1))];
            if (settled.Exists(s => s.Person == volunteer.Person))
                continue;
            var row = new SignUp { Id = Next(), Activity = activity.Id, Person = volunteer.Person, Account = volunteer.Account, State = i < activity.Capacity ? SignUpState.Taken : SignUpState.Waiting, At = last };
            if (starts.AddMinutes(-6 + i) is var inAt && inAt < now)
                (row.InAt, row.InWay) = (inAt, i % 4 == 3 ? PresenceWay.Code : PresenceWay.Position);
            // One of the newest forgot to check out: the leader's page shows what to do.
            if (ends.AddMinutes(i) is var outAt && outAt < now && !(day == LocalTime.DateOf(now).AddDays(-1) && i == count - 1))
                (row.OutAt, row.OutWay) = (outAt, row.InWay);
            settled.Add(row);
            db.Records<SignUp>().Add(row);
        }

        await db.SaveChangesAsync(cancel);
        foreach (var row in settled.Where(s => s.OutAt is not null))
            await hours.Settle(activity, row, VolunteerRules.Minutes(starts, ends, row.InAt!.Value, row.OutAt!.Value), null, ("签退", "Checked out"), cancel, quiet: true);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private async Task Exchange(ScopePath town, List<Volunteer> volunteers, DateTimeOffset now, CancellationToken cancel)
    {
        // Who is old enough and has given hours asks for an hour back; another volunteer comes.
        var today = LocalTime.DateOf(now);
        var made = 0;
        foreach (var giver in volunteers)
        {
            if (made == 3 || (await care.Facts(giver.Person, cancel))?.Age is not >= 60 || giver == volunteers[0])
                continue;
            var wallet = await hours.Wallet(giver.Person, cancel);
            if ((await ledger.Balance(wallet, cancel)).Available is not >= 60)
                continue;
            made++;
            var at = LocalTime.At(today.AddDays(made), new(9, 30));
            var id = Next();
            var hold = await ledger.Hold(
                new(wallet, Amount.Of(new VolunteerMinutes(60)), at.AddDays(30), TimeBankTransfers.Name, id.ToString("N"), ("时间银行：陪同就医", "Time bank: company to the doctor")) { Subject = $"SJYH-{today:yyMM}-{made:0000}" },
                cancel);
            db.Insert(new HoursExchange
            {
                Id = id, Number = $"SJYH-{today:yyMM}-{made:0000}", Scope = town.Value, Giver = giver.Person, Elder = giver.Person, Kin = ElderKin.Self, Account = giver.Account,
                Service = made % 2 == 0 ? "擦窗打扫" : "陪同就医", StartsAt = at, Minutes = 60, First = false, FromPool = false, State = made == 1 ? ExchangeState.Matched : ExchangeState.Asked,
                Hold = hold.Value, Volunteer = made == 1 ? volunteers[0].Person : null, VolunteerAccount = made == 1 ? volunteers[0].Account : null, At = now.AddHours(-made),
            });
        }

        await Counters.Reserve(db, "neighbours.hours-exchange", Math.Max(1, made), cancel);
    }

    private static Dictionary<string, string> Shapes(DemoSamples samples)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(samples.File("map.geojson")));
        var shapes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var feature in document.RootElement.GetProperty("features").EnumerateArray())
            if (feature.GetProperty("properties").TryGetProperty("name_zh", out var name) && feature.GetProperty("properties").GetProperty("layer").GetString() is "path" or "green")
                shapes.TryAdd(name.GetString()!, feature.GetProperty("geometry").GetRawText());
        return shapes;
    }

    private static List<TableRow> Rows(DemoSamples samples)
    {
        using var stream = File.OpenRead(samples.File("volunteer_activities.csv"));
        using var table = TableReader.Open(stream);
        return [.. table.Rows()];
    }

    private Guid Next() => Guid.CreateVersion7(last = last.AddSeconds(7));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
