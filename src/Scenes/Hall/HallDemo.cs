using System.Globalization;
using Linli.Bookings;
using Linli.Cases;
using Linli.Cases.Read;
using Linli.Hall.Accept;
using Linli.Hall.Keep;
using Linli.Hall.Queue;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;

namespace Linli.Hall;

/// <summary>
/// The hall of the demo: counters, one of them inside the neighbourhood centre, a month of tickets, a year of questions, the hall's files
/// beside cases that the demo has anyway, and people who wait now. Made by code, the same for the same day.
/// </summary>
internal sealed class HallDemo(LinliDb db, IScopeTree tree, IPeople people, IBookings bookings, SlotPlanner slots, UseCaseRunner run) : IDemoSeeder
{
    private const int Behind = 30;
    private const int PerDay = 110;
    private const int WaitingNow = 24;

    private static readonly string[] Names = ["沈**", "林**", "周**", "吴*", "郑**", "王**", "冯**", "陈*", "蒋**", "韩**", "朱**", "许*", "何**", "吕**", "张**", "孔*"];
    private static readonly string[] Words = ["窗口很耐心，材料一次说清", "叫号快", "手机上能看到前面几个人，很方便", "等得有点久", "不知道要带复印件，又跑了一趟"];

    private int made;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf") is not { } place || !File.Exists(samples.File("hall_items.csv")))
            return;
        var now = Clock.ToMicroseconds(samples.Now);
        var (hall, items) = (Hall(place, now), Items(samples, place).ToList());
        db.Insert(hall);
        var centre = tree.FindCode("hf-2") ?? place;
        db.Records<SiteRow>().Add(new() { Hall = hall.Id, Code = "hub", Scope = centre.Path.Value, NameZh = "映月湖党群服务中心", NameEn = "Yingyue Lake community centre", Address = "灯桥街 300 号" });
        var counters = await Counters(hall, place, centre, now, cancel);
        foreach (var (item, papers) in items)
        {
            db.Insert(item);
            db.Records<PaperRow>().AddRange(papers);
        }

        await Appointments(hall, cancel);
        var tickets = History(hall, counters, items, LocalTime.DateOf(now), cancel).Concat(Today(hall, counters, items, now)).ToList();
        await db.InsertMany(tickets, cancel);
        await db.InsertMany(Questions(hall, LocalTime.DateOf(now)), cancel);
        await Files(hall, items, now, cancel);
        var today = tickets.Where(t => t.Day == LocalTime.DateOf(now)).ToList();
        await Platform.Data.Counters.Reserve(db, $"hall/{hall.Code}/{LocalTime.DateOf(now):yyMMdd}", today.Count, cancel);
        foreach (var letter in today.GroupBy(t => t.Number[..1]))
            await Platform.Data.Counters.Reserve(db, $"hall/{hall.Code}/{LocalTime.DateOf(now):yyMMdd}/{letter.Key}", letter.Count(), cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private HallRow Hall(Place place, DateTimeOffset now) => new()
    {
        Id = NewId(now), Code = "hf", Scope = place.Path.Value, NameZh = "和风里政务服务大厅", NameEn = "Hefengli service hall", Address = "月桂街 86 号 1 楼", Hours = "Mo-Fr 08:30-17:00", Phone = "0571-55501007",
        Around = "咨询引导区|Reception\n自助服务区：自助打印、照相、复印|Self-service: printing, photos, copies\n母婴区、无障碍通道和轮椅|Nursing room, ramps and wheelchairs\n邮政寄递、公章刻制、体检预约|Post, seals, check-ups",
    };

    private async Task<List<CounterRow>> Counters(HallRow hall, Place place, Place centre, DateTimeOffset now, CancellationToken cancel)
    {
        var clerks = (await people.StaffFor(place.Path, [Posts.DeskClerk], cancel)).Select(m => m.Account).Distinct().ToList();
        var worker = (await people.StaffFor(centre.Path, [Posts.CommunityWorker], cancel)).Where(m => m.Scope == centre.Path).Select(m => m.Account).Except(clerks).FirstOrDefault();
        (CounterKind Kind, string Site, Guid? Clerk)[] plan =
        [
            (CounterKind.General, "", null), (CounterKind.General, "", clerks.ElementAtOrDefault(1)), (CounterKind.General, "", clerks.ElementAtOrDefault(2)), (CounterKind.Helping, "", null), (CounterKind.Elder, "", null),
            (CounterKind.Consultation, "", null), (CounterKind.General, "hub", worker),
        ];
        var rows = plan.Select((p, i) => new CounterRow
        {
            Id = NewId(now), Hall = hall.Id, Scope = p.Site.Length > 0 ? centre.Path.Value : hall.Scope, Number = i + 1, Kind = p.Kind, Site = p.Site, Clerk = p.Clerk == Guid.Empty ? null : p.Clerk, OpenedAt = p.Clerk is null || p.Clerk == Guid.Empty ? null : now.AddHours(-1),
        }).ToList();
        rows.ForEach(db.Insert);
        return rows;
    }

    private static IEnumerable<(ItemRow Item, List<PaperRow> Papers)> Items(DemoSamples samples, Place place)
    {
        using var stream = File.OpenRead(samples.File("hall_items.csv"));
        using var table = TableReader.Open(stream);
        var order = 0;
        foreach (var row in table.Rows())
            yield return (new()
            {
                Code = row["code"], Scope = place.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], AboutZh = row["about_zh"], AboutEn = row["about_en"], OfficeZh = row["office_zh"], OfficeEn = row["office_en"],
                Days = Number(row["days"]), Count = Enum.Parse<DayCount>(row["count"]), LegalDays = Number(row["legal_days"]), ByProxy = row["by_proxy"] == "yes", Source = row["source"], Shorter = row["shorter"], Keywords = row["keywords"],
                Order = ++order,
            }, [.. row["papers"].Split('|').Select((text, i) => Paper(row["code"], i + 1, text.Split('=')))]);
    }

    private static PaperRow Paper(string item, int order, string[] parts) => new()
    {
        Item = item, Code = parts[0], Order = order, NameZh = parts[1], NameEn = parts[2], Lesser = parts[3].Contains('L', StringComparison.Ordinal), Droppable = parts[3].Contains('D', StringComparison.Ordinal), CoveredBy = parts[4],
    };

    private async Task Appointments(HallRow hall, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        var kept = await bookings.Keep(
            new(AppointmentKind.Code, ScopePath.Parse(hall.Scope, null), (hall.NameZh + "预约", hall.NameEn + ": appointment"), AppointmentKind.Kind.Terms)
            {
                Subject = hall.Code, Capacity = hall.SlotPlaces, About = $"{hall.Address}。请提前看清单备齐材料；到大厅后用手机取号，优先按预约时段叫号。",
            }, cancel);
        if (!kept.Ok)
            return;
        hall.Offering = kept.Value;
        await db.SaveChangesAsync(cancel);
        await slots.Plan(hall, cancel);
    }

    // Every tenth is old, every eighth had an appointment, every fiftieth did not come back; one in six rates.
    private IEnumerable<TicketRow> History(HallRow hall, List<CounterRow> counters, List<(ItemRow Item, List<PaperRow> Papers)> items, DateOnly today, CancellationToken cancel)
    {
        for (var day = today.AddDays(-Behind); day < today; day = day.AddDays(1))
        {
            cancel.ThrowIfCancellationRequested();
            if (!WorkingDayCalendar.China.IsWorkingDay(day))
                continue;
            var open = LocalTime.At(day, new(8, 30));
            var numbers = new Dictionary<string, int>();
            for (var i = 0; i < PerDay; i++)
            {
                var turn = (day.DayNumber * 31) + (i * 7);
                var ticket = Ticket(hall, items, day, numbers, open.AddMinutes(i * 4.2), turn, i);
                ticket.State = turn % 50 == 3 ? TicketState.Lapsed : TicketState.Done;
                (ticket.CalledAt, ticket.Calls, ticket.Counter) = (ticket.TakenAt.AddMinutes(4 + (turn % (ticket.Lane == Lane.WalkIn ? 19 : 9))), ticket.State == TicketState.Lapsed ? 3 : 1 + (turn % 2), counters[turn % 3].Id);
                ticket.EndedAt = ticket.CalledAt;
                if (ticket.State == TicketState.Lapsed)
                    ticket.AbsentAt = ticket.CalledAt;
                else
                    Serve(ticket, turn);
                yield return ticket;
            }
        }
    }

    private static void Serve(TicketRow ticket, int turn)
    {
        ticket.ServedAt = ticket.CalledAt!.Value.AddSeconds(40);
        ticket.EndedAt = ticket.ServedAt.Value.AddMinutes(3 + (turn % 11));
        if (turn % 6 != 0)
            return;
        var bad = turn % 90 == 0;
        (ticket.Rating, ticket.RatedAt, ticket.RatingText) = (bad ? 2 : 5 - (turn % 12 == 6 ? 1 : 0), ticket.EndedAt.Value.AddMinutes(5), bad ? Words[3 + (turn % 2)] : turn % 18 == 0 ? Words[turn % 3] : null);
        if (bad)
            (ticket.ContactedAt, ticket.SettledAt, ticket.SettledHow) = (ticket.RatedAt.Value.AddMinutes(35), ticket.RatedAt.Value.AddHours(turn % 180 == 0 ? 5 : 20), "已电话致歉，高峰时增开帮办窗口，清单加注复印件");
    }

    // Whatever the hour the demo is opened at: some were served, some wait now, two missed their call.
    private IEnumerable<TicketRow> Today(HallRow hall, List<CounterRow> counters, List<(ItemRow Item, List<PaperRow> Papers)> items, DateTimeOffset now)
    {
        var (day, begin) = (LocalTime.DateOf(now), LocalTime.StartOfDay(LocalTime.DateOf(now)));
        var numbers = new Dictionary<string, int>();
        for (var i = 0; i < 60; i++)
        {
            var taken = now.AddMinutes((i - 60) * 2.5);
            if (taken <= begin)
                continue;
            var ticket = Ticket(hall, items, day, numbers, taken, i * 7, i);
            if (i is 30 or 33)
                (ticket.State, ticket.Calls, ticket.CalledAt, ticket.AbsentAt, ticket.Counter) = (TicketState.Absent, 3, now.AddMinutes(-9), now.AddMinutes(-8), counters[1].Id);
            else if (i < 60 - WaitingNow)
            {
                (ticket.State, ticket.CalledAt, ticket.Calls, ticket.Counter) = (TicketState.Done, taken.AddMinutes(8), 1, counters[1 + (i % 2)].Id);
                Serve(ticket, i * 7);
                if (ticket.EndedAt > now)
                    ticket.EndedAt = now.AddMinutes(-1);
                (ticket.Rating, ticket.RatedAt, ticket.RatingText, ticket.ContactedAt, ticket.SettledAt, ticket.SettledHow) = (null, null, null, null, null, null);
            }
            else if (i % 8 == 5)
                ticket.Site = "hub";
            yield return ticket;
        }
    }

    private TicketRow Ticket(HallRow hall, List<(ItemRow Item, List<PaperRow> Papers)> items, DateOnly day, Dictionary<string, int> numbers, DateTimeOffset at, int turn, int order)
    {
        var purpose = turn % 13 == 5 ? Purpose.Consultation : Purpose.Service;
        PriorityReason? priority = turn % 10 == 4 ? (PriorityReason)(turn / 10 % 4) : null;
        var lane = TicketRules.LaneOf(priority, turn % 8 == 1);
        var letter = TicketRules.Letter(lane, purpose);
        numbers[letter] = numbers.GetValueOrDefault(letter) + 1;
        var taken = Clock.ToMicroseconds(at);
        return new()
        {
            Id = NewId(taken), Hall = hall.Id, Scope = hall.Scope, Day = day, Number = $"{letter}{numbers[letter]:000}", Purpose = purpose, Site = "", Lane = lane, Priority = priority,
            Item = purpose == Purpose.Service ? items[turn % items.Count].Item.Code : null, Name = turn % 5 == 0 ? null : Names[turn % Names.Length], Secret = TakeTicketHandler.NewSecret(), TakenAt = taken,
            Rank = (order + 1) * TicketRules.Step, State = TicketState.Waiting,
        };
    }

    private static IEnumerable<ConsultationRow> Questions(HallRow hall, DateOnly today)
    {
        for (var day = new DateOnly(today.Year, 1, 1); day <= today; day = day.AddDays(1))
            if (day == today || WorkingDayCalendar.China.IsWorkingDay(day))
                foreach (var topic in Enum.GetValues<ConsultationTopic>())
                    if ((day == today ? 8 : 28 + (((day.DayNumber * 17) + ((int)topic * 29)) % 30)) is var count)
                        yield return new() { Hall = hall.Id, Day = day, Topic = topic, Count = count };
    }

    // The files lie beside cases that residents brought to the desk: paperwork of people who could not come.
    private async Task Files(HallRow hall, List<(ItemRow Item, List<PaperRow> Papers)> items, DateTimeOffset now, CancellationToken cancel)
    {
        var cases = (await run.Ask(new Inbox { Box = InboxBox.All, Category = "paperwork", From = now.AddDays(-Behind), Take = 40 }, cancel)).Value?.Items ?? [];
        var receipts = new Dictionary<string, int>();
        foreach (var line in cases)
        {
            if (line.State is CaseState.Reported or CaseState.Merged or CaseState.Withdrawn or CaseState.HandedOver || (await run.Ask(new OpenCase(line.Id), cancel)).Value is not { } detail)
                continue;
            var (turn, ended) = (made, detail.AnsweredAt);
            var visit = detail.Visits.FirstOrDefault(v => v.EndedAt is not null);
            db.Insert(new FileRow
            {
                Case = line.Id, Number = line.Number, Hall = hall.Id, Scope = hall.Scope, Name = Names[turn % Names.Length], At = line.OpenedAt, FinishedAt = ended, VisitAt = visit?.PlannedAt ?? (line.Mode == HandlingMode.HomeVisit ? line.OpenedAt.AddHours(4) : null),
                VisitFrom = visit?.StartedAt, VisitUntil = visit?.EndedAt,
            });
            for (var i = 0; i < 1 + (turn % 3); i++)
                Matter(hall, items[(turn + i) % items.Count], line, ended, turn + i, i + 1, receipts);
            foreach (var way in WaysOf(line, turn))
                db.Records<WayRow>().Add(new() { Case = line.Id, Way = way, Reason = way == HallWay.GreenChannel ? PriorityReason.Disabled : null, AppointmentAt = way == HallWay.Special ? line.OpenedAt.AddHours(4) : null, At = line.OpenedAt });
            made++;
        }

        foreach (var (month, count) in receipts)
            await Platform.Data.Counters.Reserve(db, $"hall/{hall.Code}/receipt/{month}", count, cancel);
    }

    private void Matter(HallRow hall, (ItemRow Item, List<PaperRow> Papers) item, CaseLine line, DateTimeOffset? ended, int turn, int order, Dictionary<string, int> receipts)
    {
        var day = LocalTime.DateOf(line.OpenedAt);
        var month = day.ToString("yyMM", CultureInfo.InvariantCulture);
        receipts[month] = receipts.GetValueOrDefault(month) + 1;
        var matter = new HallMatter
        {
            Id = NewId(line.OpenedAt), Case = line.Id, Scope = hall.Scope, Item = item.Item.Code, Order = order, State = ended is null ? MatterState.InHand : MatterState.Granted, Receipt = $"HF-SL-{month}-{receipts[month]:0000}", TakenInAt = line.OpenedAt,
            DueOn = Acceptance.DueOn(item.Item, day, WorkingDayCalendar.China), EndedAt = ended is { } at && Acceptance.DueOn(item.Item, day, WorkingDayCalendar.China) < LocalTime.DateOf(at) && turn % 9 != 0 ? line.OpenedAt.AddHours(6) : ended,
            Outcome = ended is null ? null : "已办结，结果已送达",
        };
        var later = ended is null && turn % 2 == 0 && item.Papers.Exists(p => p.Lesser);
        if (later)
            (matter.PromisedAt, matter.LaterUntil) = (line.OpenedAt, WorkingDayCalendar.China.AddWorkingDays(day, hall.LaterDays));
        db.Insert(matter);
        db.Records<MatterPaper>().AddRange(item.Papers.Select(p => new MatterPaper
        {
            Matter = matter.Id, Paper = p.Code, State = later && p.Lesser ? PaperState.Later : p.Covers.Count > 0 && turn % 2 == 1 ? PaperState.Shared : PaperState.Brought, At = line.OpenedAt,
        }));
    }

    private static HallWay[] WaysOf(CaseLine line, int turn) => line.Mode == HandlingMode.HomeVisit ? [HallWay.Special, HallWay.Helped]
        : (turn % 4) switch { 0 => [HallWay.GreenChannel], 1 => [HallWay.Shorter], 2 => [HallWay.Helped], _ => [] };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private Guid NewId(DateTimeOffset at) => Guid.CreateVersion7(at.AddTicks(10_000L * ++sequence));

    private int sequence;
}
