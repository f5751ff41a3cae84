using System.Globalization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Bookings;

/// <summary>
/// Rooms of the sample's spaces that can be booked, with three weeks behind and a week ahead, and what comes every week. Made by code, the
/// same for the same day.
/// </summary>
internal sealed class BookingsDemo(LinliDb db, ILentSpaces spaces, IScopeTree tree, IHomeTies ties, ISpaceUse use) : IDemoSeeder
{
    private const int Behind = 21;
    private const int Ahead = 7;

    private static readonly string[] Homes = ["和一-3-1-201", "和二-4-1-302", "和二-9-1-401", "和三-2-1-301", "和一-6-1-501", "和二-11-1-301", "和三-7-1-402", "和二-6-2-401"];

    private static readonly DemoRoom[] Rooms =
    [
        new("sp-parlour", 40, 30, []), new("sp-hub-council", 30, 15, []), new("sp-hub-school", 60, 20, [new(6000, PricePer.Hour, "event", NotForResidents: true)]),
        new("sp-growth", 25, 30, []), new("sp-fitness", 80, 15, [new(12_000, PricePer.Hour, NotForResidents: true)]), new("sp-culture", 300, 30, [], Quiet: true),
        new("sp-axis", 40, 30, []), new("sp-hub-maker", 12, 15, [new(2000, PricePer.Hour) { Points = 40 }]), new("sp-forest", 50, 30, []), new("sp-courtyard", 60, 15, [], Quiet: true),
        new("sp-banquet", 240, 60, [new(30_000, PricePer.Booking, "dining")]),
    ];

    private static readonly EveryWeek[] Weeklies =
    [
        new(OfferingKind.Event, DayOfWeek.Friday, new(19, 0), 110, 60, 12, 8, ("周五露天电影", "Friday film in the open"), Kinds.Event.Terms with { MostParty = 4 },
            "每周五晚在望汐文化公园放映，自带小板凳；下雨改期，会提前通知。"),
        new(Kinds.OpenDay.Code, DayOfWeek.Saturday, new(9, 30), 90, 20, 20, 3, ("房屋改造方案讲解", "Plans for your building, explained"), Kinds.OpenDay.Terms,
            "加装电梯、外墙保温、管线更新，由驻点建筑师按楼栋讲解，可以带图纸来问。"),
    ];

    private static readonly (string Use, string What, int Party)[] Wishes =
    [
        ("meeting", "楼道议事", 12), ("event", "银龄合唱排练", 26), ("exhibition", "邻里摄影展布展", 8), ("class", "手机课堂", 18), ("sport", "太极拳练习", 30), ("play", "亲子手工", 14),
        ("garden", "花友会换苗", 16), ("meeting", "业主碰头会", 9), ("event", "社团例会", 20), ("class", "八段锦入门", 22), ("startup", "项目路演排练", 8), ("office", "小团队集中办公", 6),
        ("service", "便民理发磨刀", 20),
    ];

    private int count;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var found = await spaces.Find([.. Rooms.Select(r => r.Space)], cancel);
        if (found.Count == 0 || tree.FindCode("hf") is not { } town)
            return;
        var people = new List<TieOfHome>();
        foreach (var home in Homes)
            people.AddRange((await ties.AtHome(home, cancel)).Take(1));
        people = [.. people.DistinctBy(p => p.Person)];
        if (people.Count == 0)
            return;
        var today = LocalTime.DateOf(samples.Now);
        var founded = LocalTime.At(today.AddDays(-Behind - 7), new(9, 0));
        foreach (var room in Rooms.Where(r => found.ContainsKey(r.Space)))
            await Seed(room, found[room.Space], people, today, founded, samples.Now, cancel);
        foreach (var plan in Weeklies)
            Weekly(plan, town.Path, people, today, founded, samples.Now);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private async Task Seed(DemoRoom plan, SpaceFacts space, List<TieOfHome> people, DateOnly today, DateTimeOffset founded, DateTimeOffset now, CancellationToken cancel)
    {
        var offering = Offering(OfferingKind.Room, space.Place, space.Name, plan.People, founded, Kinds.Room.Terms with
        {
            Prices = plan.Prices,
            Quiet = plan.Quiet ? new(new(20, 30), new(7, 0), ["event", "sport", "play"]) : null,
        });
        offering.Resources = space.Code;
        var uses = space.Uses.Select(u => u.Code).ToList();
        db.Insert(new ResourceRow
        {
            Code = space.Code, Kind = ResourceKinds.Space, Space = space.Code, Scope = space.Place.Value, NameZh = space.Name.Zh, NameEn = space.Name.En, Capacity = plan.People,
            SetUpMinutes = plan.SetUp, Uses = string.Join('|', uses), Lending = offering.Id, Version = 1,
        });
        var wishes = Wishes.Where(w => uses.Contains(w.Use)).ToList();
        for (var day = today.AddDays(-Behind); wishes.Count > 0 && day <= today.AddDays(Ahead); day = day.AddDays(1))
            foreach (var (hour, slot) in new[] { (9, 0), (14, 1), (18, 2) })
            {
                // Different rooms on different days, but always the same for the same day.
                var turn = (day.DayNumber * 5) + (slot * 3) + plan.Space.Sum(c => (int)c);
                var (wanted, what, party) = wishes[turn % wishes.Count];
                var open = OpeningTimes.TryParse(space.OpeningHours, out var times) ? times.SpansOn(day, WorkingDayCalendar.China) : [];
                if (turn % 4 == 0 || !open.Any(s => s.From <= hour * 60 && (hour + 2) * 60 <= s.To))
                    continue;
                await Held(offering, space, people[turn % people.Count], day, hour, wanted, what, Math.Min(party, plan.People), turn, now, cancel);
            }
    }

    private async Task Held(
        OfferingRow offering, SpaceFacts space, TieOfHome who, DateOnly day, int hour, string wanted, string what, int party, int turn, DateTimeOffset now, CancellationToken cancel)
    {
        var start = LocalTime.At(day, new(hour, 0));
        var session = Session(offering, start, start.AddHours(2), party, wanted, now);
        session.Taken = party;
        var came = session.Settled && turn % 11 != 0;
        Reservation(session, who, party, session.Settled ? came ? ReservationState.Attended : ReservationState.NoShow : ReservationState.Confirmed, what, start.AddDays(-2));
        db.Insert(new OccupancyRow { Id = NewId(start.AddDays(-2)), Resource = space.Code, Scope = space.Place.Value, From = start, Until = session.End, Use = wanted, Session = session.Id, At = start.AddDays(-2) });
        if (came)
            await use.Record(new(space.Code, day, 120, party, $"booking-{session.Id.Value:N}-{space.Code}", Note: what), cancel);
    }

    // Something of every week, on one weekday, made up to the horizon by the planner later.
    private void Weekly(EveryWeek plan, ScopePath place, List<TieOfHome> people, DateOnly today, DateTimeOffset founded, DateTimeOffset now)
    {
        var first = today.AddDays(((int)plan.Day - (int)today.DayOfWeek + 7) % 7);
        var offering = Offering(plan.Kind, place, plan.Title, plan.Places, founded, plan.Terms);
        offering.About = plan.About;
        (offering.FirstDay, offering.From, offering.Minutes, offering.Rule, offering.PlannedUntil) = (first, plan.From, plan.Minutes, "FREQ=WEEKLY", first.AddDays(49));
        for (var week = 0; week < 8; week++)
        {
            var start = LocalTime.At(first.AddDays(7 * week), plan.From);
            var session = Session(offering, start, start.AddMinutes(plan.Minutes), week == 0 ? plan.FirstPlaces : plan.Places, null, now, string.Create(CultureInfo.InvariantCulture, $"{first.AddDays(7 * week):yyyyMMdd}T{plan.From:HHmm}"));
            for (var i = 0; week == 0 && i < people.Count && i < plan.Come; i++)
            {
                var party = (i % 3) + 1;
                var fits = session.Taken + party <= session.Capacity;
                Reservation(session, people[i], party, fits ? ReservationState.Confirmed : ReservationState.Waiting, null, now.AddHours(-20 + i), fits ? null : ++session.LastTurn);
                (session.Taken, session.Waiting) = fits ? (session.Taken + party, session.Waiting) : (session.Taken, session.Waiting + party);
            }
        }
    }

    private OfferingRow Offering(string kind, ScopePath place, Phrase title, int capacity, DateTimeOffset at, BookingTerms terms)
    {
        var row = new OfferingRow
        {
            Id = new(NewId(at)), Kind = kind, Scope = place.Value, TitleZh = title.Zh, TitleEn = title.En, Resources = "", Capacity = capacity, Terms = "{}", Open = true, At = at, Version = 1,
        };
        row.WriteTerms(terms);
        db.Insert(row);
        return row;
    }

    private SessionRow Session(OfferingRow offering, DateTimeOffset start, DateTimeOffset end, int capacity, string? wanted, DateTimeOffset now, string? slot = null)
    {
        var over = end < now.AddMinutes(-30);
        var session = new SessionRow
        {
            Id = new(NewId(start.AddDays(-2))), Offering = offering.Id, Kind = offering.Kind, Scope = offering.Scope, Start = start, End = end, Day = LocalTime.DateOf(start), Slot = slot, Capacity = capacity,
            Taken = 0, Waiting = 0, LastTurn = 0, State = over ? SessionState.Held : SessionState.Planned, Use = wanted, Sequence = 0, Settled = over, ChangedAt = start.AddDays(-2),
        };
        db.Insert(session);
        return session;
    }

    private void Reservation(SessionRow session, TieOfHome who, int party, ReservationState state, string? what, DateTimeOffset at, int? turn = null)
    {
        var row = new ReservationRow
        {
            Id = new(NewId(at)), Session = session.Id, Offering = session.Offering, Kind = session.Kind, Scope = session.Scope, Person = who.Person, By = who.Account, SeatKey = who.Person,
            Party = party, State = state, Day = session.Day, Code = $"D{count:00000}"[..6], Note = what, PriceFen = 0, DepositFen = 0, Turn = turn, At = at, ChangedAt = at,
        };
        db.Insert(row);
        if (state == ReservationState.Attended)
            db.Records<AttendanceRow>().Add(new() { Meeting = session.Id, Reservation = row.Id, Present = true, At = session.Start, Scanned = count % 2 == 0 });
    }

    private Guid NewId(DateTimeOffset at) => Guid.CreateVersion7(at.AddTicks(10_000L * ++count));

    private sealed record EveryWeek(
        string Kind, DayOfWeek Day, TimeOnly From, int Minutes, int Places, int FirstPlaces, int Come, Phrase Title, BookingTerms Terms, string About);

    private sealed record DemoRoom(string Space, int People, int SetUp, IReadOnlyList<BookingPrice> Prices, bool Quiet = false);
}
