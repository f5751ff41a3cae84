using Linli.Bookings;
using Linli.Neighbours.Clubs;
using Linli.Neighbours.Clubs.Meetings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Culture;

/// <summary>Evenings out of doors: a fitness team of more than a hundred in the park at seven, a troupe that rehearses four hours a night by the lake; an old house with visitors, a study trip, work nearby.</summary>
internal sealed class CultureDemo(LinliDb db, IBookings bookings, IPastBookings past, IScopeTree tree, IPeople people) : IDemoSeeder
{
    private const string Square = "sp-square";

    // How many evenings lie behind.
    private const int Evenings = 14;

    private DateTimeOffset last;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("clubs.csv")) || tree.FindCode("hf") is not { } town)
            return;
        last = Clock.ToMicroseconds(samples.Now.AddDays(-50));
        var today = LocalTime.DateOf(samples.Now);
        await SeedClubs(town.Path, samples, cancel);
        await SeedCulture(town.Path, today, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private async Task SeedClubs(ScopePath town, DemoSamples samples, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(samples.Now);
        var residents = (await people.ResidentsAt(town, cancel)).Order().ToList();
        if (residents.Count == 0 || !await past.Room(Square, 400, new() { MostParty = 400, OpensDaysBefore = 30, CancelHours = 2, WaitList = false, Quiet = new(new(22, 0), new(6, 0), ["event", "sport"]) }, cancel))
            return;
        // Of the demo, which has just made them.
        var troupe = await db.Unfiltered<Club>().FirstOrDefaultAsync(c => c.Name == "十八蝴蝶舞团", cancel);
        var fitness = new Club
        {
            Id = Next(), Scope = town.Child("hf-2").Value, Name = "迈动健身队", Interest = "walking", About = "每天晚上 7 点在望汐文化公园，三位教练带操，来了就跟着动；风雨停。", Organiser = residents[0], State = ClubState.Listed, At = last, DecidedAt = last.AddHours(2),
        };
        db.Insert(fitness);
        var members = residents.Take(118).Select((account, i) => new Member
        {
            Id = Next(), Club = fitness.Id, Account = account, Nickname = i == 0 ? "迈动队长" : $"动友{i:000}", At = last, State = MemberState.Member, Coach = i is 0 or 1 or 2,
        }).ToList();
        await db.SaveChangesAsync(cancel);
        await db.InsertMany(members, cancel);
        // In the park beside whoever else is there: it takes no room from anybody.
        await Regular(fitness, null, samples, new(19, 0), 60, cancel);
        if (troupe is not null)
            await Regular(troupe, Square, samples, new(18, 0), 240, cancel);
        var start = LocalTime.At(today.AddDays(5), new(19, 30));
        var talk = await Keep(new(MeetingRules.EventKind, town, ("线上讲座：运动前先热身", "Online: warm up first"), new() { OpensDaysBefore = 90, CancelHours = 2, MostParty = 2 }) { Subject = fitness.Id.ToString(), About = "教练讲半小时，再答疑。", Capacity = 200 }, cancel);
        await bookings.Plan(talk, start, start.AddMinutes(60), null, null, cancel);
        db.Insert(new ClubMeeting
        {
            Id = talk.Value, Scope = fitness.Scope, Club = fitness.Id, Kind = ClubMeetingKind.Event, Title = "线上讲座：运动前先热身", FirstDay = today.AddDays(5), From = new(19, 30), Minutes = 60, Link = "https://meet.example.org/maidong", At = last,
        });
    }

    private async Task Regular(Club club, string? room, DemoSamples samples, TimeOnly from, int minutes, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(samples.Now);
        var id = await Keep(
            new(MeetingRules.RegularKind, ScopePath.Parse(club.Scope, null), (club.Name, club.Name), new() { OpensDaysBefore = 90, CancelHours = 2, Quiet = MeetingRules.Quiet, Conditions = [$"{MembersOfClub.ConditionCode}:{club.Id}"] })
            {
                Subject = club.Id.ToString(), Resources = room is null ? [] : [room], Use = room is null ? null : "event", Capacity = 300, Times = new(today, from, minutes, $"FREQ=WEEKLY;BYDAY={MeetingRules.EveryDay};UNTIL={today.AddDays(45):yyyyMMdd}", HolidayRule.AsWritten),
            },
            cancel);
        db.Insert(new ClubMeeting
        {
            Id = id.Value, Scope = club.Scope, Club = club.Id, Kind = ClubMeetingKind.Regular, Title = club.Name, Room = room, FirstDay = today.AddDays(-Evenings), From = from, Minutes = minutes, Days = MeetingRules.EveryDay, Until = today.AddDays(45), At = last,
        });
        for (var back = Evenings; back > 0; back--)
        {
            var start = LocalTime.At(today.AddDays(-back), from);
            await bookings.Plan(id, start, start.AddMinutes(minutes), null, null, cancel);
        }

        // Most come, not always the same; the organiser ticks them off.
        var held = await past.Held(id, samples.Now, cancel);
        var members = await db.Records<Member>().AsNoTracking().Where(m => m.Club == club.Id && m.State == MemberState.Member).OrderBy(m => m.Id).Select(m => m.Account).ToListAsync(cancel);
        await db.InsertMany(
            held.SelectMany((session, evening) => members.Where((_, i) => ((i * 7) + (evening * 3)) % 9 != 0).Select(account => new ClubPresence
            {
                Session = session.Value, Account = account, Club = club.Id, At = LocalTime.At(today.AddDays(evening - held.Count), from), By = club.Organiser,
            })),
            cancel);
    }

    private async Task SeedCulture(ScopePath town, DateOnly today, CancellationToken cancel)
    {
        foreach (var (kind, zh, en, about, places, days, hour, minutes) in new[]
        {
            ("culture-tour", "沈家老宅讲解", "The old house of the Shen family", "讲解员带看三进院子、戏台和家训墙，约一个半小时。", 20, 3, 9, 90),
            ("study-trip", "鹭湾湿地研学半日", "Half a day in the wetland", "观鸟、测水质、写自然笔记；小学生须家长同行。", 24, 6, 8, 240),
            ("exhibit", "“从前这里是田”照片展导赏", "When this was fields: photographs", "四十年前后的同一个角度。", 30, 4, 14, 60),
            ("exhibit", "周末辩论：养老靠家还是靠社区", "A debate: ageing at home or with the community", "两支居民队，现场观众投票。", 60, 7, 19, 100),
        })
            await Keep(new(kind, town, (zh, en), new() { OpensDaysBefore = 60, MostParty = 10, CancelHours = 24 }) { About = about, Capacity = places, Times = new(today.AddDays(days), new(hour, 0), minutes, $"FREQ=WEEKLY;UNTIL={today.AddDays(days + 35):yyyyMMdd}") }, cancel);
        foreach (var (code, zh, en, about, usual) in new[]
        {
            ("old-house", "沈家老宅", "Old house of the Shen family", "清末三进院落，免费开放，周一闭馆。", 320), ("lake", "映月湖景区", "Yingyue Lake", "湖西、湖东两个入口的客流。", 2900),
        })
        {
            db.Insert(new VisitorSite { Code = code, Scope = town.Value, NameZh = zh, NameEn = en, About = about });
            // Every day of the year so far: weekends are busier.
            await db.InsertMany(Enumerable.Range(0, today.DayOfYear).Select(back => today.AddDays(-back)).Select(day => new VisitorCount
            {
                Id = Next(), Site = code, Scope = town.Value, Day = day, Count = (usual * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 17 : 9) / 10) + (day.DayNumber * 37 % (usual / 4)), Key = $"demo-{day:yyyyMMdd}", At = LocalTime.At(day, new(18, 0)),
            }), cancel);
        }

        foreach (var (title, employer, pay, places, filled, about) in new[]
        {
            ("景区讲解员", "映湖文旅公司", "4800–6500 元/月", 6, 2, "会本地话优先，培训一个月。"), ("食堂配菜工", "和风里幸福食堂", "4200 元/月，包两餐", 3, 1, "须有健康证。"), ("民宿管家", "湖西民宿合作社", "5000 元/月", 4, 0, "轮班，和客人打交道有耐心。"),
            ("周末研学助教", "鹭湾自然学堂", "220 元/天", 10, 4, "大学生、退休教师都欢迎。"), ("非遗工坊学徒", "和风里手作社", "3800 元/月起", 2, 0, "学剪纸和竹编。"),
        })
            db.Insert(new JobPost { Id = Next(), Scope = town.Value, Title = title, Employer = employer, Pay = pay, About = about, Phone = "0571-55501333", Places = places, Filled = filled, Until = today.AddDays(40), At = last });
    }

    private async Task<OfferingId> Keep(OfferingPlan plan, CancellationToken cancel)
    {
        var kept = await bookings.Keep(plan, cancel);
        return kept.Ok ? kept.Value : throw new InvalidDataException($"{plan.Title.En}: {kept.Problem.Message.En}");
    }

    private Guid Next() => Guid.CreateVersion7(last = last.AddSeconds(20));
}
