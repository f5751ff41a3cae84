using System.Net;
using Linli.Deliberation.Surveys;
using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Deliberation.Tests;

public sealed class SurveyTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S11")]
    public async Task Survey_IsBuiltPublishedAnsweredOnce_AndItsResultsArePublished_WithQuotasMetInPart(DatabaseKind kind)
    {
        await using var bed = await SurveyBed.Open(kind);
        var draft = SurveyBed.Draft();
        draft["quotas"] = new object[] { new { kind = "Age", key = "70+", target = 2 }, new { kind = "Relation", key = "Tenant", target = 4 }, new { kind = "Community", key = "hf-1", target = 8 } };
        var id = (await bed.Desk.Post("/surveys", draft).Good()).Id();

        // Nobody sees a draft; from its publication on its questions stay.
        (await bed.Desk.Get($"/surveys/{id}").Refused(HttpStatusCode.NotFound)).ShouldBe("survey.not_found");
        await bed.Desk.Post($"/surveys/{id}/publish").Good();
        (await bed.Desk.Put($"/surveys/{id}", draft).Refused(HttpStatusCode.Conflict)).ShouldBe("survey.published");

        var elder = await bed.Resident("13800000001", 0, born: new(1950, 3, 8));
        var tenant = await bed.Resident("13800000002", 1, HomeRelation.Tenant, new(2000, 1, 1));
        (await bed.Read(id, elder)).Text("home").ShouldNotBeEmpty();
        await elder.Post($"/surveys/{id}/answers", SurveyBed.Answer(place: 1, scale: 5, words: "谢谢")).Good();
        await tenant.Post($"/surveys/{id}/answers", SurveyBed.Answer(place: 2, scale: 2)).Good();

        // Once is enough, and what was said before stays.
        (await elder.Post($"/surveys/{id}/answers", SurveyBed.Answer(place: 2)).Refused(HttpStatusCode.Conflict)).ShouldBe("survey.answered");
        var running = await bed.Read(id, elder);
        running.GetProperty("answered").GetBoolean().ShouldBeTrue();
        running.GetProperty("results").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null, "nothing is published while it runs");

        var progress = (await bed.Desk.Get($"/desk/surveys/{id}").Good()).GetProperty("progress").EnumerateArray().Select(p => (p.Text("key"), p.Whole("answers"), p.Whole("target"))).ToList();
        progress.ShouldBe([("70+", 1, 2), ("Tenant", 1, 4), ("hf-1", 2, 8)]);

        await bed.Pass(TimeSpan.FromDays(3));
        (elder, tenant) = (await bed.Town.ResidentClient("13800000001"), await bed.Town.ResidentClient("13800000002"));
        (await tenant.Post($"/surveys/{id}/answers", SurveyBed.Answer()).Refused(HttpStatusCode.Conflict)).ShouldBe("survey.not_open");
        await bed.Desk.Post($"/surveys/{id}/outcome", new { text = "建在北门，下月开工" }).Good();
        var over = await (bed.Town.Client()).Get($"/surveys/{id}").Good();
        over.Text("outcome").ShouldContain("北门");
        var results = over.GetProperty("results").EnumerateArray().ToList();
        results[0].GetProperty("choices").EnumerateArray().Select(c => (c.Whole("count"), c.GetProperty("percent").GetDecimal())).ShouldBe([(1, 50m), (1, 50m)]);
        results[1].GetProperty("choices").EnumerateArray().Select(c => c.Whole("count")).ShouldBe([2, 0, 2]);
        results[2].GetProperty("average").GetDecimal().ShouldBe(3.5m);
        results[3].GetProperty("average").GetDecimal().ShouldBe(2m);
        results[4].Whole("answered").ShouldBe(1);
        over.ToString().ShouldNotContain("谢谢", Case.Sensitive, "words are not published");
        (await bed.Town.Client().Page($"/surveys/{id}")).ShouldContain("50%");

        // Staff read the words; no name stands beside them, in the table neither.
        (await bed.Desk.Get($"/desk/surveys/{id}").Good()).GetProperty("words").ToString().ShouldContain("谢谢");
        var csv = await bed.Desk.GetStringAsync(new Uri($"/api/v1/desk/surveys/{id}/answers.csv", UriKind.Relative));
        csv.ShouldContain("70 岁及以上,业主");
        csv.ShouldContain("消防；价格");

        // Those who answered hear of the results, once.
        int Told(string page) => page.Split("Results of a survey you answered").Length - 1;
        await TellResults();
        var told = Told(await elder.Page("/notices"));
        await TellResults();
        told.ShouldBeGreaterThan(0);
        Told(await elder.Page("/notices")).ShouldBe(told);

        Task<bool> TellResults() => bed.Town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<TellResults>(s).Run(CancellationToken.None);
            return true;
        });
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S11")]
    public async Task Household_AnswersOnce_WhoeverOfItIsFirst_AlsoAtTheSameMoment(DatabaseKind kind)
    {
        await using var bed = await SurveyBed.Open(kind);
        var id = await bed.Published(SurveyBed.Draft("Household"));
        var (wife, husband, next) = (await bed.Resident("13800000001", 0), await bed.Resident("13800000002", 0, HomeRelation.Family), await bed.Resident("13800000003", 1));
        var both = await Task.WhenAll(wife.Post($"/surveys/{id}/answers", SurveyBed.Answer()), husband.Post($"/surveys/{id}/answers", SurveyBed.Answer(place: 2)));
        both.Select(a => a.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
        await next.Post($"/surveys/{id}/answers", SurveyBed.Answer()).Good();
        (await bed.Read(id)).Whole("answers").ShouldBe(2);
        await bed.Town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            (await db.Records<SurveyAnswer>().CountAsync()).ShouldBe(await db.Records<SurveyPart>().CountAsync());
            return true;
        });

        // Who has two homes answers for both, and not for a third time.
        var two = await bed.Resident("13800000004", 2);
        await bed.MovesIn(two, 3);
        await two.Post($"/surveys/{id}/answers", SurveyBed.Answer()).Good();
        await two.Post($"/surveys/{id}/answers", SurveyBed.Answer()).Good();
        (await two.Post($"/surveys/{id}/answers", SurveyBed.Answer()).Refused(HttpStatusCode.Conflict)).ShouldBe("survey.answered");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S11")]
    public async Task Audience_IsThoseOfThePlaceTheTieAndTheAge_TheOthersHearWhy(DatabaseKind kind)
    {
        await using var bed = await SurveyBed.Open(kind);
        var draft = SurveyBed.Draft();
        (draft["minAge"], draft["relations"]) = (60, new[] { "Owner", "Family" });
        var id = await bed.Published(draft);
        var today = new DateOnly(2026, 11, 23);

        async Task<string?> Refusal(HttpClient who, HttpStatusCode status = HttpStatusCode.Forbidden) => await who.Post($"/surveys/{id}/answers", SurveyBed.Answer()).Refused(status);
        (await Refusal(await bed.Town.ResidentClient("13800000001"))).ShouldBe("survey.not_here");
        (await Refusal(await bed.Resident("13800000002", 0, community: "hf-2", born: new(1950, 1, 1)))).ShouldBe("survey.not_here");
        (await Refusal(await bed.Resident("13800000003", 0, HomeRelation.Tenant, new(1950, 1, 1)))).ShouldBe("survey.not_asked");
        (await Refusal(await bed.Resident("13800000004", 0))).ShouldBe("survey.age_unknown");
        // Sixty tomorrow is fifty-nine today.
        var tomorrow = await bed.Resident("13800000005", 0, born: today.AddDays(1).AddYears(-60));
        (await Refusal(tomorrow)).ShouldBe("survey.age");
        (await bed.Read(id, tomorrow)).GetProperty("whyNot").ToString().ShouldContain("60");
        await (await bed.Resident("13800000006", 0, HomeRelation.Family, today.AddYears(-60))).Post($"/surveys/{id}/answers", SurveyBed.Answer()).Good();
        await bed.Town.Client().Post($"/surveys/{id}/answers", SurveyBed.Answer()).Refused(HttpStatusCode.Unauthorized);
        (await bed.Read(id)).Whole("answers").ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Answers_ThatAreWrong_NameTheirQuestion_AndNothingIsKept(DatabaseKind kind)
    {
        await using var bed = await SurveyBed.Open(kind);
        var id = await bed.Published();
        var resident = await bed.Resident("13800000001", 0);
        async Task Wrong(string field, params object[] answers) => (await resident.Post($"/surveys/{id}/answers", new { answers }).RefusedAt(field)).ShouldNotBeNullOrEmpty();
        var (one, three) = (new { question = 1, choices = new[] { 1 } }, new { question = 3, choices = new[] { 4 } });
        await Wrong("q1", three);
        await Wrong("q1", new { question = 1, choices = new[] { 3 } }, three);
        await Wrong("q1", new { question = 1, choices = new[] { 1, 2 } }, three);
        await Wrong("q2", one, three, new { question = 2, choices = new[] { 1, 1 } });
        await Wrong("q3", one, new { question = 3, choices = new[] { 6 } });
        await Wrong("q4", one, three, new { question = 4, number = -1 });
        await Wrong("q5", one, three, new { question = 5, text = new string('长', 501) });
        await Wrong("answers", one, three, new { question = 9, text = "?" });
        await Wrong("answers", one, one, three);
        (await bed.Read(id)).Whole("answers").ShouldBe(0);

        // The same wish sent again is one answer, and hears the first answer again.
        var again = new { answers = new object[] { one, three }, idempotencyKey = "k1" };
        await resident.Post($"/surveys/{id}/answers", again).Good();
        await resident.Post($"/surveys/{id}/answers", again).Good();
        (await bed.Read(id)).Whole("answers").ShouldBe(1);

        // What knows the repetition knows the sender, and nothing of the answers: others with the same key hear the same.
        await resident.Post($"/surveys/{id}/answers", new { answers = new object[] { new { question = 1, choices = new[] { 2 } }, three }, idempotencyKey = "k1" }).Good();
        (await bed.Read(id)).Whole("answers").ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Drafts_ThatAreWrong_NameTheirField_AndPlacesOfOthersStayTheirs(DatabaseKind kind)
    {
        await using var bed = await SurveyBed.Open(kind);
        async Task Wrong(string field, string name, object? value)
        {
            var draft = SurveyBed.Draft();
            draft[name] = value;
            await bed.Desk.Post("/surveys", draft).RefusedAt(field);
        }

        await Wrong("title", "title", "x");
        await Wrong("place", "place", "hf-2");
        await Wrong("place", "place", null);
        await Wrong("closesAt", "closesAt", TestTown.Start);
        await Wrong("closesAt", "closesAt", TestTown.Start.AddDays(93));
        await Wrong("opensAt", "opensAt", null);
        await Wrong("minAge", "minAge", 13);
        await Wrong("maxAge", "maxAge", 13);
        await Wrong("target", "target", 0);
        await Wrong("quotas", "quotas", new object[] { new { kind = "Age", key = "5-9", target = 2 } });
        await Wrong("questions", "questions", new object[] { new { kind = "One", text = "您赞成吗", required = true, options = new[] { "赞成" } } });
        await Wrong("questions", "questions", new object[] { new { kind = "Scale", text = "几分", required = true, options = new[] { "1", "2" } } });
        await Wrong("questions", "questions", Enumerable.Repeat(new { kind = "Scale", text = "几分", required = true, options = Array.Empty<string>() }, 41).ToArray());

        var empty = SurveyBed.Draft();
        empty["questions"] = Array.Empty<object>();
        var id = (await bed.Desk.Post("/surveys", empty).Good()).Id();
        await bed.Desk.Post($"/surveys/{id}/publish").RefusedAt("questions");
        var neighbour = await bed.Town.StaffClient("worker2");
        (await neighbour.Put($"/surveys/{id}", SurveyBed.Draft()).Refused(HttpStatusCode.BadRequest)).ShouldBe("survey.place");
        (await neighbour.Post($"/surveys/{id}/publish").Refused(HttpStatusCode.NotFound)).ShouldBe("survey.not_found");
        (await neighbour.Get($"/desk/surveys/{id}").Refused(HttpStatusCode.NotFound)).ShouldBe("survey.not_found");
        await bed.Desk.Delete($"/surveys/{id}").Good();
        (await bed.Desk.Get("/desk/surveys").Good()).GetArrayLength().ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task End_CanBeMovedOrDrawnNear_ButWhatIsOverStaysOver(DatabaseKind kind)
    {
        await using var bed = await SurveyBed.Open(kind);
        var id = await bed.Published();
        (await bed.Desk.Post($"/surveys/{id}/outcome", new { text = "太早了" }).Refused(HttpStatusCode.Conflict)).ShouldBe("survey.not_over");
        await bed.Desk.Post($"/surveys/{id}/end", new { closesAt = TestTown.Start.AddDays(100) }).RefusedAt("closesAt");
        await bed.Desk.Post($"/surveys/{id}/end", new { closesAt = TestTown.Start.AddDays(9) }).Good();
        await bed.Pass(TimeSpan.FromDays(4));
        (await bed.Read(id)).Text("state").ShouldBe("open");
        await bed.Desk.Post($"/surveys/{id}/end", new { }).Good();
        (await bed.Read(id)).Text("state").ShouldBe("closed");
        (await bed.Desk.Post($"/surveys/{id}/end", new { closesAt = TestTown.Start.AddDays(9) }).Refused(HttpStatusCode.Conflict)).ShouldBe("survey.not_running");
    }
}
