using System.Globalization;
using System.Text.Json;
using Linli.Neighbours.Friends;
using Linli.Neighbours.Pairings;
using Linli.Neighbours.ServiceList;
using Linli.Neighbours.Visits;
using Linli.People;
using Linli.Places;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Neighbours;

/// <summary>Services, projects, rounds of visits and pairings of the demo: invented families, one round finished, one running.</summary>
internal sealed class CareLifeDemo(LinliDb db, IScopeTree tree, ICareLists care, IHomes homes, IPeople people, IConsentForms consents, FieldCipher cipher) : IDemoSeeder
{
    private DateTimeOffset last;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        last = Clock.ToMicroseconds(samples.Now.AddMonths(-2));
        if (!File.Exists(samples.File("care_services.csv")) || tree.FindCode("hf") is not { } group)
            return;
        await SeedServices(samples, group.Path, cancel);
        await SeedVisits(samples, group.Path, cancel);
        await SeedPairings(samples, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task SeedServices(DemoSamples samples, ScopePath group, CancellationToken cancel)
    {
        var order = 0;
        await db.InsertMany(
            Rows(samples, "projects.csv").Select(r => new Project
            {
                Code = r["code"], Scope = group.Value, Kind = Enum.Parse<ProjectKind>(r["kind"]), NameZh = r["name_zh"], NameEn = r["name_en"], AboutZh = r["about_zh"], AboutEn = r["about_en"],
                Icon = r["icon"], Order = order++,
            }),
            cancel);
        await db.InsertMany(
            Rows(samples, "care_services.csv").Select(r => new CareService
            {
                Id = Next(), Scope = group.Value, NameZh = r["name_zh"], NameEn = r["name_en"], WhatZh = r["what_zh"], WhatEn = r["what_en"], Provider = r["provider"],
                OftenZh = r["often_zh"], OftenEn = r["often_en"], Contact = r["contact"], Groups = EntitlementRules.Join(EntitlementRules.Split(r["groups"])),
                MinAge = Number(r["min_age"]), MaxAge = Number(r["max_age"]), Project = r["project"].Length == 0 ? null : r["project"], Source = r["source"], From = LocalTime.DateOf(last),
                PriceFen = Number(r["price"]) * 100L, MarketFen = Number(r["market"]) * 100L, MarketSource = r["market_source"].Length == 0 ? null : r["market_source"],
            }),
            cancel);
        var today = LocalTime.DateOf(samples.Now);
        await db.InsertMany(
            Rows(samples, "project_activities.csv").Select(r => new ProjectActivity
            {
                Id = Next(), Project = r["project"], StartsAt = LocalTime.At(today.AddDays(Number(r["days"])!.Value), TimeOnly.ParseExact(r["time"], "HH:mm", CultureInfo.InvariantCulture)),
                TitleZh = r["title_zh"], TitleEn = r["title_en"], Place = r["place"], Outcome = r["outcome"].Length == 0 ? null : r["outcome"],
            }),
            cancel);
        foreach (var (days, hour, adviser, places) in new[] { (2, 9, "方晓晴（调解员）", 3), (4, 14, "周菊（调解员）", 3), (7, 9, "程正律师", 4), (9, 14, "方晓晴（调解员）", 3) })
            db.Insert(new LegalSlot
            {
                Id = Next(), Scope = group.Value, StartsAt = LocalTime.At(today.AddDays(days), new(hour, 0)), EndsAt = LocalTime.At(today.AddDays(days), new(hour + 2, 0)), Adviser = adviser,
                Place = "和风里服务台二楼咨询室", Capacity = places,
            });
    }

    // Mid-Autumn is over with everybody visited; the winter round runs, and nine are still missing.
    private async Task SeedVisits(DemoSamples samples, ScopePath group, CancellationToken cancel)
    {
        var items = Rows(samples, "care_checklist.csv").ToList();
        await db.InsertMany(items.Select((r, i) => Item(r, i, null)), cancel);
        var answers = Rows(samples, "care_visits.csv").ToList();
        var families = await care.Members("child_hardship", group, cancel);
        var today = LocalTime.DateOf(samples.Now);
        if (families.Count == 0)
            return;
        await Round("中秋走访困境儿童家庭", today.AddDays(-58), today.AddDays(-44), "月饼、牛奶和文具", families.Count, closed: true);
        await Round("冬日暖心走访", today.AddDays(-9), today.AddDays(12), "羽绒背心和图书", 17, closed: false);

        async Task Round(string name, DateOnly start, DateOnly due, string gift, int visited, bool closed)
        {
            var plan = new VisitPlan
            {
                Id = Next(), Scope = group.Value, Name = name, Group = "child_hardship", Gift = gift, StartOn = start, DueOn = due, CreatedBy = families[0].Workers[0],
                At = LocalTime.StartOfDay(start), ClosedAt = closed ? LocalTime.EndOfDay(due) : null,
            };
            db.Insert(plan);
            db.Records<CheckItem>().AddRange(items.Where(r => r["group"] == "child_hardship").Select((r, i) => Item(r, i, plan.Id)));
            for (var i = 0; i < families.Count; i++)
            {
                var (one, row) = (families[i], answers[i % answers.Count]);
                var at = LocalTime.At(start.AddDays(1 + (i % 7)), new(15 + (i % 4), i % 60));
                var worker = one.Workers[0];
                var family = new VisitFamily
                {
                    Id = Next(), Plan = plan.Id, Person = one.Person, Home = one.Home, Scope = one.Building.Value, Grid = one.Grid?.Value, Worker = worker, DueOn = due,
                    VisitedAt = i < visited ? at : null, NextOn = !closed && i < visited && i % 6 == 0 ? today.AddDays(5 + i) : null,
                };
                db.Insert(family);
                if (i < visited)
                    db.Records<Visit>().Add(new()
                    {
                        Id = Next(), Family = family.Id, By = worker, VisitedAt = at, RecordedAt = at.AddHours(1), GiftGiven = true, NextOn = family.NextOn, Notes = cipher.Seal(row["notes"]),
                        Answers = cipher.Seal(JsonSerializer.Serialize(
                            new[] { "family", "study", "mood", "difficulties", "needs" }.Select(code => new CheckAnswer(code, row[code])), Json.Options)),
                    });
            }

            await Task.CompletedTask;
        }
    }

    private async Task SeedPairings(DemoSamples samples, CancellationToken cancel)
    {
        var offers = new Dictionary<string, PairingOffer>(StringComparer.Ordinal);
        var text = await consents.Text(PairingRules.Purpose, cancel) ?? throw new InvalidDataException("The purpose of pairings has no text.");
        foreach (var r in Rows(samples, "pairing_offers.csv"))
        {
            if (await homes.FindLabel(r["home"], cancel) is not { } home || tree.CommunityOf(home.Building) is not { } community
                || await Resident(home, cancel) is not { } account || await care.PersonOf(account, cancel) is not { } person)
                throw new InvalidDataException($"pairing_offers.csv, line {r.Number}: nobody with an account lives at {r["home"]}.");
            var offer = new PairingOffer
            {
                Id = Next(), Account = account, Person = person, Kind = Enum.Parse<PairingKind>(r["kind"]), Side = Enum.Parse<PairingSide>(r["side"]), Scope = community.Path.Value, Grid = home.Grid?.Value,
                Nickname = r["nickname"], Languages = Interests.Join(r["languages"].Split(' ')), Interests = Interests.Join(r["interests"].Split(' ')), Times = Interests.Join(r["times"].Split(' ')),
                About = r["about"], Contact = cipher.Seal(r["contact"]), ConsentVersion = text.Version, At = last, State = OfferState.Open,
            };
            db.Insert(offer);
            offers.Add(r["nickname"], offer);
            if (await consents.Agree(person, PairingRules.Purpose, text.Version, cancel) is { Ok: false } refused)
                throw new InvalidDataException($"pairing_offers.csv, line {r.Number}: {refused.Problem.Message.En}");
        }

        var coordinator = (await people.StaffFor(tree.FindCode("hf")!.Path, [Posts.CommunityWorker], cancel)).Select(s => s.Account).FirstOrDefault();
        var log = Rows(samples, "pairing_contacts.csv").ToList();
        foreach (var pairing in log.GroupBy(r => (First: r["first"], Second: r["second"])))
        {
            var (first, second) = (offers[pairing.Key.First], offers[pairing.Key.Second]);
            var agreed = Clock.ToMicroseconds(samples.Now.AddDays(-50));
            var pair = new Pair
            {
                Id = Next(), Kind = first.Kind, Scope = second.Scope, FirstOffer = first.Id, SecondOffer = second.Id, First = first.Account, Second = second.Account, Coordinator = coordinator,
                Reasons = Interests.Join(PairingRules.Reasons(ProposePairHandler.Of(first), ProposePairHandler.Of(second))), State = PairState.Active, At = agreed, FirstAgreedAt = agreed.AddHours(3), SecondAgreedAt = agreed.AddHours(20),
            };
            db.Insert(pair);
            foreach (var r in pairing)
            {
                var on = LocalTime.DateOf(samples.Now).AddDays(-Number(r["days_ago"])!.Value);
                pair.LastContactAt = pair.LastContactAt > LocalTime.StartOfDay(on) ? pair.LastContactAt : LocalTime.StartOfDay(on);
                db.Records<PairContact>().Add(new()
                {
                    Id = Next(), Pair = pair.Id, By = r["by"] == "first" ? first.Account : second.Account, On = on, Way = Enum.Parse<ContactWay>(r["way"]), Went = Number(r["went"])!.Value, Text = cipher.Seal(r["text"]),
                    At = LocalTime.At(on, new(20, 0)),
                });
            }
        }
    }

    private async Task<Guid?> Resident(Home home, CancellationToken cancel)
    {
        var here = await people.ResidentsAt(home.Building, cancel);
        return here.Count == 0 ? null : here[0];
    }

    private CheckItem Item(TableRow r, int order, Guid? plan) => new()
    {
        Id = Next(), Plan = plan, Group = plan is null ? r["group"] : null, Order = order, Code = r["code"], LabelZh = r["label_zh"], LabelEn = r["label_en"],
        ChoicesZh = r["choices_zh"].Length == 0 ? null : r["choices_zh"], ChoicesEn = r["choices_en"].Length == 0 ? null : r["choices_en"], Required = r["required"] == "yes",
    };

    private Guid Next() => Guid.CreateVersion7(last = last.AddSeconds(20));

    private static int? Number(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);

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
