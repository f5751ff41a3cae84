using System.Globalization;
using Linli.Bookings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>The centres of the demo with their services, elders who come, two plans that run and one that waits for an answer.</summary>
internal sealed class CareDemo(
    LinliDb db, IScopeTree tree, IHandler<KeepCareService, Guid> services, IBookings bookings, IHomeTies ties, CurrentCaller current, FieldCipher cipher) : IDemoSeeder
{
    private static readonly string[] Elders = ["和一-3-1-201", "和二-4-1-302", "茶亭人家-9-1501", "和二-11-1-301", "溪畔居-1-1-1601", "雨棠居-9-1-702"];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        foreach (var row in Rows(samples, "care_centres.csv"))
            db.Insert(new CareCentre
            {
                Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], About = row["about"], Facility = row["facility"], Space = row["space"].Length == 0 ? null : row["space"],
                AreaDm2 = Whole(row["area_m2"]) * 100, Beds = Whole(row["beds"]), Operator = row["code"],
            });
        await db.SaveChangesAsync(cancel);
        foreach (var row in Rows(samples, "care_centre_services.csv"))
            DemoResidents.Must(await services.Handle(
                new KeepCareService(
                    Enum.Parse<CareKind>(row["kind"]), row["name_zh"], [.. row["days"].Select(d => d - '0')], TimeOnly.ParseExact(row["from"], "HH:mm", CultureInfo.InvariantCulture), Whole(row["minutes"]), Whole(row["places"]), Whole(row["price_yuan"]) * 100L, row["name_en"])
                {
                    Centre = row["centre"],
                }, cancel), row["name_en"]);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        await Come(samples.Now, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    // Elders book every other day of care and an hour of what is free in the next week; every third comes to the smaller centre.
    private async Task Come(DateTimeOffset now, CancellationToken cancel)
    {
        var centres = await db.Unfiltered<CareCentre>().AsNoTracking().OrderByDescending(c => c.AreaDm2).ThenBy(c => c.Code).ToListAsync(cancel);
        if (centres.Count == 0)
            return;
        var free = await db.Unfiltered<CareService>().AsNoTracking().Where(s => s.PriceFen == 0).OrderBy(s => s.Id).ToListAsync(cancel);
        var turn = 0;
        foreach (var home in Elders)
            foreach (var tie in (await ties.AtHome(home, cancel)).Take(1))
            {
                var centre = centres[turn % 3 == 2 ? Math.Min(1, centres.Count - 1) : 0];
                foreach (var service in free.Where(s => s.Centre == centre.Code))
                {
                    // What is about to begin may have begun when it is its turn.
                    var sessions = (await bookings.Sessions([service.Offering], now, now.AddDays(7), cancel)).Where(s => s.Start > now.AddMinutes(30) && s.Left > 0).ToList();
                    foreach (var session in service.Kind == CareKind.DayCare ? sessions.Where((_, i) => (i + turn) % 2 == 0) : sessions.Skip(turn / 3).Take(1))
                        await DemoResidents.Book(db, bookings, current, tie, session, cancel);
                }

                if (turn is 0 or 1 or 3)
                    Plan(centre, tie, turn != 1, now);
                turn++;
            }
    }

    private void Plan(CareCentre centre, TieOfHome who, bool agreed, DateTimeOffset now)
    {
        var at = now.AddDays(agreed ? -20 : -1);
        var today = LocalTime.DateOf(now);
        var plan = new CarePlan
        {
            Id = Guid.CreateVersion7(at), Centre = centre.Code, Scope = centre.Scope, Person = who.Person, Level = cipher.Seal((agreed ? CareLevel.Mild : CareLevel.Able).ToString()),
            Goal = cipher.Seal(agreed ? "保持下肢力量，预防跌倒；每周有人陪着活动和洗澡。" : "每天有人说说话，按时吃午饭，坚持手指操。"), State = agreed ? PlanState.Agreed : PlanState.Proposed, From = LocalTime.DateOf(at),
            ReviewOn = today.AddDays(agreed ? 70 : 89), AgreedBy = agreed ? who.Account : null, AgreedAt = agreed ? at.AddHours(5) : null, At = at,
        };
        db.Insert(plan);
        foreach (var (what, times) in agreed ? (ReadOnlySpan<(string, int)>)[("助浴", 1), ("平衡训练", 3), ("血压测量", 5)] : [("午餐陪伴", 5), ("手指操", 3)])
        {
            var item = new CarePlanItem { Id = Guid.CreateVersion7(at.AddMilliseconds(times)), Plan = plan.Id, What = cipher.Seal(what), TimesPerWeek = times };
            db.Records<CarePlanItem>().Add(item);
            for (var day = today.AddDays(-14); agreed && day < today; day = day.AddDays(7 / times))
                if (times < 5 || day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                    db.Records<CareDone>().Add(new() { Id = Guid.CreateVersion7(LocalTime.At(day, new(10, 0))), Item = item.Id, Plan = plan.Id, Day = day, At = LocalTime.At(day, new(10, 0)) });
        }
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

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
