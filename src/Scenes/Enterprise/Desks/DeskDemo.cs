using System.Globalization;
using Linli.Bookings;
using Linli.Ledger;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Time;

namespace Linli.Enterprise.Desks;

/// <summary>The maker space of the demo: desks, two rooms, plans, three teams in the middle of their months, one that applied, and some bookings.</summary>
internal sealed class DeskDemo(LinliDb db, ILentSpaces spaces, IBookings bookings, DeskPlanner planner, IHomeTies ties, ILedger ledger, IPastPostings past, CurrentCaller current) : IDemoSeeder
{
    // What is in the demo's wallets came in before anybody looked.
    private const string PastPoster = "demo";

    private const string Code = "sp-hub-maker";

    /// <summary>The job opens the second week at its first round: founding need not wait for it.</summary>
    private const int DaysAhead = 3;

    private static readonly (string Home, string Team, string Purpose, PlanKind Kind, int Ago, int Months)[] Teams =
    [
        ("半亩园-5-1-302", "织云手作工作室", "竹编和扎染的线上小店", PlanKind.Fixed, 40, 3), ("柿园里-3-2-602", "稻禾智能", "给老人用的大字遥控器", PlanKind.Fixed, 24, 1), ("竹笛里-11-1-302", "潮生视觉", "给社区小店做招牌设计", PlanKind.Flex, 12, 2),
    ];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!(await spaces.Find([Code], cancel)).TryGetValue(Code, out var place))
            return;
        var space = new DeskSpace
        {
            Code = Code, Scope = place.Place.Value, NameZh = place.Name.Zh, NameEn = place.Name.En, About = "邻里中心三楼，有打印、网络和茶水。半天起订，随时可以走。", HotDesks = 24, GuestFen = 1500, From = new(9, 0), Noon = new(13, 0), Until = new(18, 0),
        };
        space.Offering = DemoFounders.Must(await bookings.Keep(KeepDeskSpaceHandler.Plan(space), cancel), Code);
        db.Insert(space);
        var rooms = new List<MeetingRoom>();
        foreach (var (zh, en, seats, fen) in new[] { ("听潮小间", "Tide room", 4, 3000L), ("观湖会议室", "Lake room", 10, 6000L) })
        {
            var room = new MeetingRoom { Id = Guid.CreateVersion7(samples.Now.AddMilliseconds(seats)), Space = Code, Scope = space.Scope, NameZh = zh, NameEn = en, Seats = seats, GuestFen = fen, From = new(9, 0), Until = new(18, 0), Open = true };
            room.Offering = DemoFounders.Must(await bookings.Keep(KeepMeetingRoomHandler.Plan(space, room), cancel), zh);
            db.Insert(room);
            rooms.Add(room);
        }

        // The planner looks the offerings up.
        await db.SaveChangesAsync(cancel);
        if (await planner.Plan(space, DaysAhead, cancel) is { } refused)
            throw new InvalidDataException(refused.Message.En);
        foreach (var room in rooms)
            if (await planner.Plan(space, room, DaysAhead, cancel) is { } no)
                throw new InvalidDataException(no.Message.En);
        await db.SaveChangesAsync(cancel);
        await Join(space, samples.Now, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        await Book(space, rooms, samples.Now, cancel);
    }

    private async Task Join(DeskSpace space, DateTimeOffset now, CancellationToken cancel)
    {
        DeskPlan Plan(PlanKind kind, string zh, string en, long fee, int hours, long desk, long room, int seats)
        {
            var plan = new DeskPlan { Id = Guid.CreateVersion7(now.AddMilliseconds(fee)), Space = Code, Scope = space.Scope, Kind = kind, NameZh = zh, NameEn = en, FeeFen = fee, RoomHours = hours, DeskFen = desk, RoomFen = room, Seats = seats, Open = true };
            db.Insert(plan);
            return plan;
        }

        var (flex, own) = (Plan(PlanKind.Flex, "流动会员", "Hot desks", 26_000, 4, 0, 1500, 3), Plan(PlanKind.Fixed, "固定工位", "A desk of one's own", 58_000, 10, 0, 1000, 5));
        var desks = Enumerable.Range(1, 12).Select(n => new FixedDesk { Id = Guid.CreateVersion7(now.AddMilliseconds(n)), Space = Code, Scope = space.Scope, Number = n, Since = LocalTime.DateOf(now).AddMonths(-6) }).ToList();
        foreach (var desk in desks)
            db.Insert(desk);
        var (number, today) = (0, LocalTime.DateOf(now));
        foreach (var (home, team, purpose, kind, ago, months) in Teams)
        {
            if ((await ties.At([home], cancel)) is not [var who])
                continue;
            var (plan, from, at) = (kind == PlanKind.Fixed ? own : flex, today.AddDays(-ago), LocalTime.At(today.AddDays(-ago), new(9, 30)));
            var membership = Applied(plan, who, team, purpose, at);
            (membership.State, membership.From, membership.Until, membership.DecidedAt, membership.Invite) = (MembershipState.Active, from, DeskRules.LastOf(from, months), at, $"DEMO{++number:0000}");
            if (kind == PlanKind.Fixed)
                (desks[number + 1].Membership, membership.Desk) = (membership.Id, desks[number + 1].Number);
            db.Insert(new MembershipTerm
            {
                Id = Guid.CreateVersion7(at), Membership = membership.Id, Space = Code, Scope = space.Scope, From = from, Until = membership.Until.Value, Months = months, FeeFen = plan.FeeFen,
                Posting = await Pay(membership, plan, months, at, cancel), At = at,
            });
        }

        if ((await ties.At(["云巷-5-1-101"], cancel)) is [var asks])
            Applied(flex, asks, "纸鸢动画", "用本地故事做短动画，想先试两个月", now.AddHours(-20));
    }

    private Membership Applied(DeskPlan plan, TieOfHome who, string team, string purpose, DateTimeOffset at)
    {
        var membership = new Membership
        {
            Id = Guid.CreateVersion7(at), Space = Code, Plan = plan.Id, Kind = plan.Kind, Scope = plan.Scope, Person = who.Person, Account = who.Account, Team = team, Purpose = purpose, Wished = LocalTime.DateOf(at), State = MembershipState.Applied,
            FeeFen = plan.FeeFen, RoomHours = plan.RoomHours, DeskFen = plan.DeskFen, RoomFen = plan.RoomFen, Seats = plan.Seats, At = at,
        };
        db.Insert(membership);
        db.Insert(new TeamMember { Id = Guid.CreateVersion7(at), Membership = membership.Id, Scope = plan.Scope, Person = who.Person, Account = who.Account, At = at });
        return membership;
    }

    // Whoever pays had paid into their wallet the day before.
    private async Task<Guid?> Pay(Membership membership, DeskPlan plan, int months, DateTimeOffset at, CancellationToken cancel)
    {
        if (await ledger.Bank(cancel) is not { } bank)
            return null;
        var fen = new Fen(plan.FeeFen * months);
        var wallet = await ledger.Wallet(membership.Person!.Value, LedgerUnit.Fen, cancel);
        var takings = await ledger.Open(new(new(OwnerKind.Operator, DeskBook.OperatorOf(Code)), LedgerUnit.Fen, "takings", ScopePath.Parse(membership.Scope, null), null) { Label = ("共享办公收入", "Takings of the shared office") }, cancel);
        var posted = DemoFounders.Must(await past.PostAll(
            [
                new(PastPoster, $"desk-{membership.Id:N}", "wallet.top-up", ("现金充值", "Cash at the desk"), [Entry.From(bank, fen), Entry.To(wallet, fen)]),
                new(DeskBook.Poster, $"{membership.Id:N}-{membership.From:yyyyMMdd}", DeskBook.Fee, ($"共享办公会员费：{plan.NameZh}，{months} 个月", $"Shared office: {months.ToString(CultureInfo.InvariantCulture)} months of membership"),
                    [Entry.From(wallet, fen), Entry.To(takings, fen)]) { Subject = membership.Id.ToString() },
            ], at, cancel), membership.Team);
        return posted[1].Id.Value;
    }

    // Everybody books by themselves, as they would; what is about to begin may have begun when it is its turn.
    private async Task Book(DeskSpace space, List<MeetingRoom> rooms, DateTimeOffset now, CancellationToken cancel)
    {
        var sessions = (await bookings.Sessions([space.Offering, .. rooms.Select(r => r.Offering)], now, now.AddDays(DaysAhead + 1), cancel)).Where(s => s.Start > now.AddMinutes(30)).ToLookup(s => s.Offering);
        var before = current.Value;
        var turn = 0;
        foreach (var who in await ties.At(Teams.Select(t => t.Home), cancel))
        {
            current.Value = DemoFounders.As(who);
            foreach (var session in sessions[space.Offering].Skip(turn).Take(2).Concat(sessions[rooms[turn % 2].Offering].Skip(3 + (turn * 5)).Take(1)))
                DemoFounders.Must(await bookings.Reserve(new(session.Id), cancel), who.HomeLabel);
            await db.SaveChangesAsync(cancel);
            turn++;
        }

        current.Value = before;
        db.ChangeTracker.Clear();
    }
}
