using System.Net;
using System.Net.Http.Headers;
using Linli.Ledger;
using Linli.Neighbours.Points;
using Linli.Cases;
using Linli.Platform.Events;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Volunteering;

/// <summary>The covenant (S33): clauses tied to rules, acts declared with a photo, points by event, and why something earned nothing.</summary>
[Trait("Feature", "S33")]
public class CovenantTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Clause_IsTiedToARule_AndADeclaredActEarnsOnceItIsConfirmed(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var secretary = await bed.Town.StaffClient("secretary");
        (await Save(secretary, 1, "unknown.act").Refused(HttpStatusCode.BadRequest)).ShouldBe("points.clause_rule");
        (await Save(secretary, 0, "volunteer.hour").Refused(HttpStatusCode.BadRequest)).ShouldBe("points.clause_number");
        (await Save(secretary, 1, "volunteer.hour", from: "2026-11-01").Refused(HttpStatusCode.BadRequest)).ShouldBe("points.clause_past");
        (await Save(secretary, 1, "volunteer.hour").Good()).GetProperty("version").GetInt32().ShouldBe(1);
        var clause = await Save(secretary, 1, "volunteer.hour", text: "做志愿，一小时也是情分").Good();
        clause.GetProperty("version").GetInt32().ShouldBe(2);

        var (resident, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var guide = await resident.Get("/points/guide").Good();
        guide.GetProperty("clauses").GetArrayLength().ShouldBe(1);
        guide.GetProperty("clauses")[0].GetProperty("rule").GetProperty("points").GetInt64().ShouldBe(10);
        (await resident.Post("/points/acts", new { clause = clause.Id(), day = "2026-11-23", text = "帮邻居搬家", photos = Array.Empty<Guid>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("points.act_photo");
        var photo = await Photo(resident);
        (await resident.Post("/points/acts", new { clause = clause.Id(), day = "2026-11-01", text = "帮邻居搬家", photos = new[] { photo } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("points.act_day");
        var act = await resident.Post("/points/acts", new { clause = clause.Id(), day = "2026-11-23", text = "帮邻居搬家", photos = new[] { photo } }).Good();
        (await resident.Post($"/points/acts/{act.Id()}/decide", new { good = true })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var waiting = (await bed.Desk.Get("/points/acts").Good())[0];
        (waiting.Text("who"), waiting.Text("text")).ShouldBe(("吴*", "帮邻居搬家"));
        (await bed.Desk.Post($"/points/acts/{act.Id()}/decide", new { good = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.word_length");
        await bed.Desk.Post($"/points/acts/{act.Id()}/decide", new { good = true }).Good();
        await bed.Desk.Post($"/points/acts/{act.Id()}/decide", new { good = true }).Good();
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(10);
        (await bed.Desk.Post($"/points/acts/{act.Id()}/decide", new { good = false, word = "不属实" }).Refused(HttpStatusCode.Conflict)).ShouldBe("points.act_decided");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Event_ThatIsDeliveredTwice_EarnsOnce_AndARefusalSaysWhy(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var secretary = await bed.Town.StaffClient("secretary");
        await secretary.Post("/ledger/earning-rules", new
        {
            programme = "volunteer",
            @event = EarnByCases.Report,
            nameZh = "反映的问题经核实",
            nameEn = "A report that proved right",
            points = 5,
            from = "2026-11-23",
            proof = "witness",
            timesPerDay = 1,
            source = "居民代表会议",
        }).Good();
        var (resident, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var account = (await resident.Get("/me").Good()).GetProperty("account").GetGuid();
        var (first, second) = (Moved(account), Moved(account));
        foreach (var moved in new[] { first, first, second, first with { Action = CaseAction.Answer }, first with { Outcome = CaseOutcome.Explained } })
            await bed.Town.InScope(async s =>
            {
                var db = s.GetRequiredService<LinliDb>();
                using var turn = await s.GetRequiredService<WriterQueue>().Enter(default);
                await using var transaction = await db.BeginTransaction(default);
                await s.GetRequiredService<EarnByCases>().Handle(new(Guid.CreateVersion7(), bed.Town.Time.GetUtcNow(), moved), default);
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                return true;
            });
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(5);
        var missed = (await resident.Get("/points/guide").Good()).GetProperty("missed");
        missed.GetArrayLength().ShouldBe(1);
        missed[0].GetProperty("why").Text("zh").ShouldContain("每天最多计 1 次");

        // The budget is spent: what is owed is given once there is one again.
        await secretary.Put("/ledger/programmes/volunteer/budgets/202611", new { points = 6 }).Good();
        bed.Town.Time.Move(TimeSpan.FromDays(1));
        (secretary, resident) = (await bed.Town.StaffClient("secretary"), await bed.Town.ResidentClient("13800000001"));
        await bed.Town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            using var turn = await s.GetRequiredService<WriterQueue>().Enter(default);
            await using var transaction = await db.BeginTransaction(default);
            await s.GetRequiredService<EarnByCases>().Handle(new(Guid.CreateVersion7(), bed.Town.Time.GetUtcNow(), Moved(account)), default);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        Task<bool> Give() => bed.Town.InScope(async s =>
        {
            await s.GetRequiredService<GiveOwedPoints>().Run(default);
            return true;
        });
        await Give();
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(5);
        (await resident.Get("/points/guide").Good()).GetProperty("missed")[0].GetProperty("why").Text("zh").ShouldContain("有预算后会自动补发");
        await secretary.Put("/ledger/programmes/volunteer/budgets/202611", new { points = 100 }).Good();

        // One that cannot be done at all holds nobody else up.
        await bed.Town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Records<MissedPoints>().Add(new() { Id = Guid.CreateVersion7(TestTown.Start), Person = Guid.CreateVersion7(), Event = "x", Day = new(2026, 11, 23), WhyZh = "", WhyEn = "", At = TestTown.Start.AddDays(-1), Key = "x", Place = "nowhere" });
            return await db.SaveChangesAsync();
        });
        await Give();
        await Give();
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(10);
        (await resident.Get("/points/guide").Good()).GetProperty("missed").GetArrayLength().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Act_ConfirmedWhileTheBudgetIsSpent_WaitsForTheNext_AndEarnsThen(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var secretary = await bed.Town.StaffClient("secretary");
        var clause = await Save(secretary, 1, "volunteer.hour").Good();
        var (resident, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var act = await resident.Post("/points/acts", new { clause = clause.Id(), day = "2026-11-23", text = "帮邻居搬家", photos = new[] { await Photo(resident) } }).Good();
        await secretary.Put("/ledger/programmes/volunteer/budgets/202611", new { points = 5 }).Good();
        (await bed.Desk.Post($"/points/acts/{act.Id()}/decide", new { good = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.budget_spent");

        // However long it takes: the day it was told of counts.
        bed.Town.Time.Move(TimeSpan.FromDays(40));
        (secretary, var desk) = (await bed.Town.StaffClient("secretary"), await bed.Town.StaffClient("worker"));
        (await desk.Post($"/points/acts/{act.Id()}/decide", new { good = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.no_budget");
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(0);
        (await desk.Get("/points/acts").Good())[0].Text("state").ShouldBe("waiting");
        await secretary.Put("/ledger/programmes/volunteer/budgets/202701", new { points = 100 }).Good();
        await desk.Post($"/points/acts/{act.Id()}/decide", new { good = true }).Good();
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(10);
    }

    private static CaseMoved Moved(Guid account) => new(
        new(Guid.CreateVersion7()), "HF-2611-0042", SmallTown.First, "report", CaseState.Confirmed, null, [account], false, CaseAction.Confirm)
    {
        Outcome = CaseOutcome.Solved, Reporters = [account],
    };

    private static Task<HttpResponseMessage> Save(HttpClient secretary, int number, string act, string from = "2026-11-23", string text = "做志愿") =>
        secretary.Put($"/covenant/clauses/{number}", new { place = "hf", textZh = text, textEn = "Volunteer", @event = act, declared = true, from, source = "居民代表会议" });

    private static async Task<Guid> Photo(HttpClient client)
    {
        using var file = new ByteArrayContent(SamplePhoto.Jpeg);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { file, "file", "act.jpg" } };
        return (await client.PostAsync(new Uri("/api/v1/files", UriKind.Relative), form).Good()).Id();
    }
}
