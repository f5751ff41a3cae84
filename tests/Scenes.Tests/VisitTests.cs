using System.Net;
using System.Text.Json;
using Linli.Neighbours.Visits;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Visits of the social-work station (S17): plan, check-list, notes of assigned workers, reminders, coverage, hand-over.</summary>
[Trait("Feature", "S17")]
public class VisitTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Round_GoesFromTheListToFullCoverage_AndNotesStayWithTheWorker(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (worker, steward, secretary) = (await town.StaffClient("worker"), await town.StaffClient("steward"), await town.StaffClient("secretary"));
        var plan = await Plan(town, worker, 2);
        var detail = await worker.Get($"/visits/plans/{plan}").Good();
        Coverage(detail).ShouldBe((0, 2));
        detail.GetProperty("missing").GetArrayLength().ShouldBe(2);
        var family = detail.GetProperty("families")[0].Id();

        var recorded = await worker.Post($"/visits/families/{family}/visits", Visit("奶奶血压高", need: "家中电线老化，请帮忙检查", wish: "想要一盏台灯", nextOn: "2026-12-07")).Good();
        recorded.Text("caseNumber").ShouldStartWith("HF-");
        recorded.GetProperty("visited").GetInt32().ShouldBe(1);
        Coverage(await secretary.Get($"/visits/plans/{plan}").Good()).ShouldBe((1, 2));

        var seen = await steward.Get($"/visits/families/{family}").Good();
        seen.GetProperty("visits").GetArrayLength().ShouldBe(1, "the office sees that a visit took place");
        seen.GetProperty("name").ValueKind.ShouldBe(JsonValueKind.Null);
        var visit = seen.GetProperty("visits")[0].Id();
        foreach (var other in new[] { steward, secretary })
            (await other.Get($"/visits/{visit}/notes").Refused(HttpStatusCode.Forbidden)).ShouldBe("visits.not_assigned");
        (await (await town.StaffClient("worker2")).Get($"/visits/{visit}/notes").Refused(HttpStatusCode.NotFound)).ShouldBe("visits.family_not_found");
        var notes = await worker.Get($"/visits/{visit}/notes").Good();
        notes.Text("notes").ShouldBe("奶奶血压高");
        notes.GetProperty("answers").GetArrayLength().ShouldBe(2);
        (await town.ViewsOf()).Count(v => v is "visits.not_assigned" or "visits.family_not_found").ShouldBe(3);
        (await town.ViewsOf()).ShouldContain("home health");

        (await secretary.Post($"/visits/plans/{plan}/close", new { }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.reason_length");
        await worker.Post($"/visits/families/{detail.GetProperty("families")[1].Id()}/visits", Visit("一切都好")).Good();
        await secretary.Post($"/visits/plans/{plan}/close", new { }).Good();
        (await secretary.Post($"/visits/plans/{plan}/close", new { }).Refused(HttpStatusCode.Conflict)).ShouldBe("visits.plan_closed");
        (await worker.Get("/wishes").Good())[0].Text("publicText").ShouldBe("想要一盏台灯");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Round_Of26Families_ShowsCoverage26Of26_AndNamesWhoIsMissingUntilThen(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.StaffClient("worker");
        var plan = await Plan(town, worker, 26);
        var families = (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("families").EnumerateArray().Select(f => f.Id()).ToList();
        foreach (var family in families.Take(25))
            await worker.Post($"/visits/families/{family}/visits", Visit("好")).Good();
        var running = await worker.Get($"/visits/plans/{plan}").Good();
        Coverage(running).ShouldBe((25, 26));
        running.GetProperty("missing")[0].Id().ShouldBe(families[25]);
        await worker.Post($"/visits/families/{families[25]}/visits", Visit("好")).Good();
        Coverage(await worker.Get($"/visits/plans/{plan}").Good()).ShouldBe((26, 26));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task HandOver_TakesTheNotesAlong(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (worker, steward) = (await town.StaffClient("worker"), await town.StaffClient("steward"));
        var plan = await Plan(town, worker, 2);
        var families = (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("families").EnumerateArray().Select(f => f.Id()).ToList();
        await worker.Post($"/visits/families/{families[0]}/visits", Visit("孩子怕生")).Good();
        var visit = (await worker.Get($"/visits/families/{families[0]}").Good()).GetProperty("visits")[0].Id();
        (await steward.Post($"/visits/families/{families[0]}/visits", Visit("好")).Refused(HttpStatusCode.Forbidden)).ShouldBe("visits.not_yours");

        var (from, to) = (await town.Staff("worker"), await town.Staff("steward"));
        (await worker.Post($"/visits/plans/{plan}/hand-over", new { from, to, reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.reason_length");
        (await worker.Post($"/visits/plans/{plan}/hand-over", new { from, to = await town.Staff("worker2"), reason = "调离" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("care.worker_unknown");
        (await worker.Post($"/visits/plans/{plan}/hand-over", new { to, reason = "调离" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("visits.family_or_worker");
        (await worker.Post($"/visits/plans/{plan}/hand-over", new { from, to, reason = "调离" }).Good()).GetProperty("families").GetInt32().ShouldBe(2);
        (await steward.Get($"/visits/{visit}/notes").Good()).Text("notes").ShouldBe("孩子怕生");
        (await worker.Get($"/visits/{visit}/notes").Refused(HttpStatusCode.Forbidden)).ShouldBe("visits.not_assigned");
    }

    [Fact]
    public async Task Record_SentTwiceAfterALostAnswer_CountsOnce()
    {
        await using var town = await TestTown.Found();
        var worker = await town.StaffClient("worker");
        var plan = await Plan(town, worker, 1);
        var family = (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("families")[0].Id();
        var visit = new { answers = Answers, notes = "好", idempotencyKey = "offline-1" };
        var first = (await worker.Post($"/visits/families/{family}/visits", visit).Good()).Id();
        (await worker.Post($"/visits/families/{family}/visits", visit).Good()).Id().ShouldBe(first);
        (await worker.Get($"/visits/families/{family}").Good()).GetProperty("visits").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("", "正常", null, null, null, "answers.family")]
    [InlineData("奶奶照看", "很差", null, null, null, "answers.study")]
    [InlineData("奶奶照看", "正常", "2026-11-23", null, null, "nextOn")]
    [InlineData("奶奶照看", "正常", null, "2026-11-20T08:00:00Z", null, "visitedAt")]
    [InlineData("奶奶照看", "正常", null, "2026-12-20T08:00:00Z", null, "visitedAt")]
    [InlineData("奶奶照看", "正常", null, null, "帮", "need")]
    public async Task Record_WithWhatCannotBe_NamesTheField(string family, string study, string? nextOn, string? visitedAt, string? need, string field)
    {
        await using var town = await TestTown.Found();
        var worker = await town.StaffClient("worker");
        var plan = await Plan(town, worker, 1);
        var id = (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("families")[0].Id();
        var answer = await worker.Post($"/visits/families/{id}/visits", new { answers = new[] { new { code = "family", value = family }, new { code = "study", value = study } }, nextOn, visitedAt, need });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Theory]
    [InlineData("", "hf-1", "child", "2026-12-10", "name")]
    [InlineData("冬日走访", "hf-2", "child", "2026-12-10", "place")]
    [InlineData("冬日走访", "hf-1", "gold", "2026-12-10", "group")]
    [InlineData("冬日走访", "hf-1", "alone", "2026-12-10", "group")]
    [InlineData("冬日走访", "hf-1", "child", "2026-11-01", "dueOn")]
    public async Task Plan_ThatCannotBe_NamesTheField(string name, string place, string group, string dueOn, string field)
    {
        await using var town = await TestTown.Found();
        var worker = await town.StaffClient("worker");
        await Plan(town, worker, 1);
        var answer = await worker.Post("/visits/plans", new { name, place, group, dueOn, items = Items });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Reminders_ComeOnceForWhatIsDueSoonOverdueAndPromised(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.StaffClient("worker");
        var plan = await Plan(town, worker, 2);
        var families = (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("families").EnumerateArray().Select(f => f.Id()).ToList();
        await worker.Post($"/visits/families/{families[0]}/visits", Visit("好", nextOn: "2026-12-15")).Good();

        (await Told(town, worker)).ShouldBe(0, "the round ends on 10 December, more than three working days ahead");
        town.Time.SetTo(new(2026, 12, 7, 1, 0, 0, TimeSpan.Zero));
        (await Told(town, await town.StaffClient("worker"))).ShouldBe(1, "three working days before the end");
        (await Told(town, await town.StaffClient("worker"))).ShouldBe(1, "once");
        town.Time.SetTo(new(2026, 12, 14, 1, 0, 0, TimeSpan.Zero));
        (await Told(town, await town.StaffClient("worker"))).ShouldBe(3, "overdue, and the next visit is tomorrow");
    }

    [Theory]
    [InlineData(false, "2026-09-30", null, "2026-09-25", VisitReminder.DueSoon)] // Friday; Mid-Autumn is a holiday
    [InlineData(false, "2026-12-10", null, "2026-12-04", null)]
    [InlineData(false, "2026-12-10", null, "2026-12-11", VisitReminder.Overdue)]
    [InlineData(true, "2026-12-10", null, "2026-12-11", null)]
    [InlineData(true, "2026-12-10", "2026-12-14", "2026-12-11", VisitReminder.Next)] // Friday before Monday
    [InlineData(true, "2026-12-10", "2026-12-15", "2026-12-11", null)]
    public void Remind_CountsWorkingDays(bool visited, string due, string? next, string today, object? expected) =>
        VisitRules.Remind(visited, Day(due), next is null ? null : Day(next), Day(today), WorkingDayCalendar.China)?.Kind.ShouldBe(expected);

    internal static readonly object[] Items =
    [
        new { code = "family", labelZh = "家庭情况", required = true }, new { code = "study", labelZh = "学习情况", choicesZh = "很好|正常|有些吃力", required = true },
        new { code = "needs", labelZh = "想要的帮助" },
    ];

    private static readonly object[] Answers = [new { code = "family", value = "奶奶照看" }, new { code = "study", value = "正常" }];

    internal static object Visit(string notes, string? need = null, string? wish = null, string? nextOn = null) => new { answers = Answers, notes, need, wish, nextOn };

    internal static async Task<Guid> Plan(TestTown town, HttpClient worker, int families)
    {
        await town.Groups();
        for (var i = 0; i < families; i++)
            await worker.Enter(await town.Person($"孩子{i}", "2010-01-01", i % 6), "child");
        return (await worker.Post("/visits/plans", new { name = "冬日走访", place = "hf-1", group = "child", dueOn = "2026-12-10", gift = "棉衣", items = Items }).Good()).Id();
    }

    private static (int, int) Coverage(JsonElement plan) => (plan.GetProperty("line").GetProperty("visited").GetInt32(), plan.GetProperty("line").GetProperty("families").GetInt32());

    private static async Task<int> Told(TestTown town, HttpClient worker)
    {
        await town.InScope(async s =>
        {
            await s.GetRequiredService<VisitClock>().Run(CancellationToken.None);
            return true;
        });
        return (await worker.Get("/notices").Good()).GetProperty("items").EnumerateArray().Count(n => n.Text("kind") == "visits.due");
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
