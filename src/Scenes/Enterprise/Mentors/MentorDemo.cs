using Linli.Bookings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Time;

namespace Linli.Enterprise.Mentors;

/// <summary>The creativity centre of the demo: three mentors with hours, talks, a programme that runs with its projects, and one that takes applications.</summary>
internal sealed class MentorDemo(LinliDb db, IScopeTree tree, IBookings bookings, IConsentForms consents, MentorBook book, MentorAsking asking, IHomeTies ties, FieldCipher cipher, CurrentCaller current) : IDemoSeeder
{
    /// <summary>The job opens the second week at its first round: founding need not wait for it.</summary>
    private const int DaysAhead = 5;

    private static readonly (string Home, string Name, string Fields, string Languages, string About, string Days, int From, int Until)[] Mentors =
    [
        ("织云公寓-10-501", "许老师", "工商注册，财税，股权", "普通话，之江话", "做了二十年小企业财务，帮过三十多个团队走完注册和第一次报税。", "24", 14, 17),
        ("映月华庭-8-1-1803", "蒋工", "硬件样机，供应链，量产", "普通话，英语", "从样机到第一千台，少走弯路；可以看图纸和报价单。", "135", 19, 21),
        ("青砚府-1-1-1601", "任姐", "品牌，短视频，社区团购", "普通话", "陪过街坊开网店，也陪过设计工作室找第一批客户。", "36", 10, 12),
    ];

    private static readonly (string Home, string Title, string Pitch, ProjectState State, int Done, int Mentor)[] Projects =
    [
        ("半亩园-5-1-302", "竹里手作", "把竹编做成城里人用得上的小物件，已有网店和两位老师傅。", ProjectState.Accepted, 2, 2), ("柿园里-3-2-602", "大字遥控器", "给眼睛花的老人做的电视遥控器，样机第三版。", ProjectState.Accepted, 1, 1),
        ("竹笛里-11-1-302", "小店招牌计划", "给社区小店换一块看得清的招牌，收费做到最低。", ProjectState.Accepted, 2, 2), ("云巷-5-1-101", "纸鸢动画", "用本地故事做三分钟短动画，先从桥和河讲起。", ProjectState.Accepted, 1, 0),
        ("稻香坊-10-3-802", "夜宵地图", "把周边夜宵做成地图。", ProjectState.Rejected, 0, 0),
    ];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf") is not { } town)
            return;
        var mentors = new List<Mentor>();
        var before = current.Value;
        foreach (var one in Mentors)
            if (await ties.At([one.Home], cancel) is [var who])
            {
                current.Value = DemoFounders.As(who);
                mentors.Add(await List(one, who, town.Path, samples.Now.AddDays(-80 + mentors.Count), cancel));
                current.Value = before;
            }

        await db.SaveChangesAsync(cancel);
        await Programmes(samples, town.Path, mentors, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        await Ask(mentors, samples.Now, cancel);
        current.Value = before;
        db.ChangeTracker.Clear();
    }

    private async Task<Mentor> List(
        (string Home, string Name, string Fields, string Languages, string About, string Days, int From, int Until) one, TieOfHome who, ScopePath town, DateTimeOffset at, CancellationToken cancel)
    {
        DemoFounders.Must(await consents.Agree(who.Person, MentorRules.ConsentCode, (await consents.Text(MentorRules.ConsentCode, cancel))!.Version, cancel), one.Name);
        var mentor = new Mentor { Id = Guid.CreateVersion7(at), Scope = town.Value, Person = who.Person, Account = who.Account, Name = one.Name, Fields = one.Fields, Languages = one.Languages, About = one.About, State = MentorState.Listed, At = at };
        mentor.Offering = DemoFounders.Must(await bookings.Keep(MentorBook.Plan(mentor, true), cancel), one.Name);
        db.Insert(mentor);
        // The planner looks the offering up.
        await db.SaveChangesAsync(cancel);
        var hours = new MentorHours { Id = Guid.CreateVersion7(at), Mentor = mentor.Id, Scope = mentor.Scope, Days = one.Days, From = new(one.From, 0), Until = new(one.Until, 0), SlotMinutes = 60 };
        db.Insert(hours);
        return await book.PlanHours(mentor, hours, DaysAhead, cancel) is { } refused ? throw new InvalidDataException($"{one.Name}: {refused.Message.En}") : mentor;
    }

    private async Task Programmes(DemoSamples samples, ScopePath town, List<Mentor> mentors, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(samples.Now);
        var runs = Programme(town, "象群青年创业营·第三期", "Elephant Herd, third cohort", "十二周，从想法到第一批客户：每组一位导师，每月一次路演。", 8, today.AddDays(-60), samples.Now.AddDays(-90),
            ("想法打磨", today.AddDays(-55), today.AddDays(-30)), ("样品与试卖", today.AddDays(-29), today.AddDays(5)), ("路演与对接", today.AddDays(6), today.AddDays(30)));
        Programme(town, "象群青年创业营·第四期", "Elephant Herd, fourth cohort", "名额十个，带着一个想法来就行；不收费，不占股。", 10, today.AddDays(20), samples.Now.AddDays(-5),
            ("想法打磨", today.AddDays(25), today.AddDays(50)), ("样品与试卖", today.AddDays(51), today.AddDays(85)), ("路演与对接", today.AddDays(86), today.AddDays(110)));
        var turn = 0;
        foreach (var one in Projects)
        {
            if (await ties.At([one.Home], cancel) is not [var who])
                continue;
            var at = LocalTime.At(today.AddDays(-80), new(10, 0)).AddHours(turn * 9);
            var project = new FounderProject
            {
                Id = Guid.CreateVersion7(at), Programme = runs.Id, Scope = town.Value, Person = who.Person, Account = who.Account, Title = one.Title, Pitch = one.Pitch, State = one.State, StagesDone = one.Done,
                Mentor = one.State == ProjectState.Accepted && one.Mentor < mentors.Count ? mentors[one.Mentor].Id : null, Reason = one.State == ProjectState.Rejected ? "想法还早，欢迎先约一次导师再报下一期。" : null, At = at, DecidedAt = at.AddDays(12),
            };
            db.Insert(project);
            if (one.State == ProjectState.Accepted)
                Became(project, turn, today, samples.Now);
            turn++;
        }
    }

    private void Became(FounderProject project, int turn, DateOnly today, DateTimeOffset now)
    {
        foreach (var (kind, count, evidence, days, state) in new[]
        {
            (OutcomeKind.Company, 1, $"营业执照 91330000DEMO{turn:0000}", 30, OutcomeState.Confirmed), (OutcomeKind.Jobs, turn + 2, $"社保缴纳证明（演示）{turn + 1}", 14, turn == 3 ? OutcomeState.Reported : OutcomeState.Confirmed),
            (OutcomeKind.Product, 1, $"上架页面截图（演示）{turn + 1}", 8, OutcomeState.Confirmed),
        })
            db.Insert(new ProjectOutcome
            {
                Id = Guid.CreateVersion7(now.AddDays(-days).AddMinutes(turn)), Project = project.Id, Programme = project.Programme, Scope = project.Scope, Kind = kind, Count = count, Day = today.AddDays(-days), Evidence = evidence, State = state,
                By = project.Account, At = now.AddDays(-days).AddMinutes(turn),
            });
    }

    private FounderProgramme Programme(ScopePath town, string zh, string en, string about, int places, DateOnly apply, DateTimeOffset at, params (string Title, DateOnly From, DateOnly Until)[] stages)
    {
        var programme = new FounderProgramme { Id = Guid.CreateVersion7(at), Scope = town.Value, NameZh = zh, NameEn = en, About = about, Places = places, ApplyUntil = apply, From = stages[0].From, Until = stages[^1].Until, At = at };
        db.Insert(programme);
        foreach (var (stage, position) in stages.Select((s, i) => (s, i)))
            db.Insert(new ProgrammeStage { Id = Guid.CreateVersion7(at.AddMilliseconds(position)), Programme = programme.Id, Scope = town.Value, Position = position, Title = stage.Title, From = stage.From, Until = stage.Until });
        return programme;
    }

    // Founders book by themselves, as they would; what is about to begin may have begun when it is their turn.
    private async Task Ask(List<Mentor> mentors, DateTimeOffset now, CancellationToken cancel)
    {
        var turn = 0;
        asking.IsAsking = true;
        foreach (var who in await ties.At(Projects.Take(3).Select(p => p.Home), cancel))
        {
            var mentor = mentors[turn % mentors.Count];
            if ((await bookings.Sessions([mentor.Offering], now, now.AddDays(DaysAhead + 1), cancel)).FirstOrDefault(s => s.Start > now.AddMinutes(30) && s.Left > 0) is { } slot)
            {
                current.Value = DemoFounders.As(who);
                var reserved = DemoFounders.Must(await bookings.Reserve(new(slot.Id), cancel), who.HomeLabel);
                db.Insert(new Consultation
                {
                    Id = Guid.CreateVersion7(now.AddMinutes(-turn)), Mentor = mentor.Id, Scope = mentor.Scope, Reservation = reserved.Id, Session = slot.Id, Start = slot.Start, Person = who.Person, Account = who.Account,
                    About = cipher.Seal("想听听下一步先做哪件事，附上目前的进展。"), At = now.AddMinutes(-turn),
                });
                await db.SaveChangesAsync(cancel);
            }

            turn++;
        }

        asking.IsAsking = false;
    }
}
