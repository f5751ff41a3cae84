using System.Net;
using System.Net.Http.Json;
using Linli.People.Care;
using Linli.People.Contact;
using Linli.People.Tests.Privacy;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Care;

/// <summary>Who opens what is kept of a child on a special-care list, and that the guardian reads it (R37, R38).</summary>
public class CareAccessTests
{
    [Fact]
    public async Task Child_IsApprovedByAnother_ForThisWorkerThisGroupAndATime_AndTheYearlyReportCountsNoLookWithout()
    {
        await using var place = await Nursery.Found();
        var secretary = await Secretary(place);
        var id = await Enter(place.Worker, place.Child, "child");
        (await Town.Problem(await Open(place.Worker, id), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        await Town.Body(await secretary.PostAsJsonAsync($"/api/v1/care/entries/{id}/decide", new { approve = true }));
        await Town.Body(await Open(place.Worker, id));
        (await Town.Problem(await Open(place.Colleague, id), HttpStatusCode.Forbidden)).ShouldBe("care.not_assigned");

        // Entering the child on another list gives nobody anything; the responsible puts somebody in charge.
        var other = await Enter(place.Colleague, place.Child, "sick");
        (await Town.Problem(await Open(place.Colleague, other), HttpStatusCode.Forbidden)).ShouldBe("care.not_assigned");
        await Town.Body(await secretary.PostAsJsonAsync($"/api/v1/care/entries/{id}/workers", new { account = await Account(place.Colleague) }));
        await Town.Body(await Open(place.Colleague, id));
        // The approval was for that list: it ends with it.
        await Town.Body(await secretary.PostAsJsonAsync($"/api/v1/care/entries/{id}/review", new { endReason = "父母已康复" }));
        (await Town.Problem(await Open(place.Colleague, other), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");

        var views = await Views(place);
        views.ShouldAllBe(v => v.OfChild);
        views.Where(v => v.Refused is null).ShouldAllBe(v => v.Approval != null);
        var report = await Town.Body(await place.Officer.GetAsync(new Uri("/api/v1/privacy/report/2026", UriKind.Relative)));
        (report.GetProperty("views").GetInt32(), report.GetProperty("viewsWithoutApproval").GetInt32()).ShouldBe((views.Count(v => v.Refused is null), 0));
    }

    [Fact]
    public async Task Approval_OfTheResponsible_IsAsked_AndHoldsForHours()
    {
        await using var place = await Nursery.Found();
        var secretary = await Secretary(place);
        var id = await Enter(place.Worker, place.Child, "child");
        await Town.Body(await secretary.PostAsJsonAsync($"/api/v1/care/entries/{id}/decide", new { approve = true }));
        var asked = (await Town.Body(await secretary.PostAsJsonAsync($"/api/v1/care/entries/{id}/ask", new { reason = "核对帮扶档案" }))).GetProperty("id").GetGuid();
        await Town.Body(await place.Officer.PostAsJsonAsync($"/api/v1/privacy/children/requests/{asked}/decide", new { approve = true, decision = "年度核对", hours = 2 }));
        await Town.Body(await Open(secretary, id));
        place.Town.Time.Move(TimeSpan.FromHours(2));
        (await Town.Problem(await Open(await place.Town.StaffClient("secretary"), id), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
    }

    private static async Task<HttpClient> Secretary(Nursery place)
    {
        await place.Town.Hire("secretary", Posts.PartySecretary, FakePlaces.First);
        await place.Town.InScope(s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Records<CareGroup>().AddRange(
                new CareGroup { Code = "child", NameZh = "困境儿童", NameEn = "Children in hardship", Icon = "mood-kid", ReviewMonths = 6 },
                new CareGroup { Code = "sick", NameZh = "大病家庭", NameEn = "Serious illness", Icon = "heart", ReviewMonths = 6 });
            return db.SaveChangesAsync();
        });
        return await place.Town.StaffClient("secretary");
    }

    private static async Task<Guid> Enter(HttpClient worker, Guid person, string group) =>
        (await Town.Body(await worker.PostAsJsonAsync("/api/v1/care/entries", new { person, group, reason = "父母重病", evidence = "医院证明" }))).GetProperty("id").GetGuid();

    private static Task<HttpResponseMessage> Open(HttpClient client, Guid entry) => client.GetAsync(new Uri($"/api/v1/care/entries/{entry}?reason=准备家访", UriKind.Relative));

    private static async Task<Guid> Account(HttpClient client) => (await Town.Body(await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative)))).GetProperty("account").GetGuid();

    private static Task<List<View>> Views(Nursery place) => place.Town.InScope(s =>
        s.GetRequiredService<LinliDb>().Records<View>().AsNoTracking().Where(v => v.PersonId == place.Child).ToListAsync());
}
