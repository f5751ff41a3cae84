using System.Net;
using System.Text.Json;
using Linli.Neighbours.Friends;
using Linli.Neighbours.Pairings;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Pairings of two kinds (S29): consent, reasons, names only when both agree, contact log, silence, ending.</summary>
[Trait("Feature", "S29")]
public class PairingTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Pairing_FromOptInToFarewell_ShowsNoNameBeforeBothAgree(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var (coordinator, volunteer, elder) = (await town.StaffClient("worker"), await town.VerifiedClient("13800000001"), await town.VerifiedClient("13800000002"));
        await town.Person("吴小红", "1967-05-12", 0, account: await Account(volunteer));
        await coordinator.Enter(await town.Person("沈桂芳", "1950-03-08", 1, account: await Account(elder)), "alone", "老伴去世后独居");
        await Offer(volunteer, "吴姐", "volunteer", "first").Good();
        await Offer(elder, "桂芳", "volunteer", "second").Good();

        var match = (await coordinator.Get("/pairings/matches?kind=volunteer").Good())[0];
        match.GetProperty("reasons").EnumerateArray().Select(r => r.Text("zh")).ShouldContain("都喜欢散步快走");
        var pair = (await coordinator.Post("/pairings", new { first = match.Id("first"), second = match.Id("second") }).Good()).Id();
        (await coordinator.Get("/pairings/matches?kind=volunteer").Good()).GetArrayLength().ShouldBe(0);
        (await coordinator.Post("/pairings", new { first = match.Id("first"), second = match.Id("second") }).Refused(HttpStatusCode.Conflict)).ShouldBe("pairings.paired_already");

        (await volunteer.Post($"/pairings/{pair}/decide", new { agree = true }).Good()).Text("state").ShouldBe("proposed");
        var before = (await volunteer.Get($"/pairings/{pair}").Good()).ToString();
        before.ShouldNotContain("沈桂芳");
        before.ShouldNotContain("独居");
        before.ShouldNotContain("13800000002");
        (await elder.Post($"/pairings/{pair}/decide", new { agree = true }).Good()).Text("state").ShouldBe("active");
        (await volunteer.Get($"/pairings/{pair}").Good()).ToString().ShouldContain("沈桂芳");
        (await (await town.VerifiedClient("13800000003")).Get($"/pairings/{pair}").Refused(HttpStatusCode.NotFound)).ShouldBe("pairings.not_found");

        await volunteer.Post($"/pairings/{pair}/contacts", new { way = "met", went = 5, text = "一起去湖边走走" }).Good();
        (await volunteer.Post($"/pairings/{pair}/contacts", new { way = "met", went = 6, text = "好" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("pairings.went");
        (await volunteer.Post($"/pairings/{pair}/contacts", new { way = "met", went = 5, text = "明天的事", on = "2026-11-24" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("pairings.on");
        foreach (var reader in new[] { elder, coordinator })
            (await reader.Get($"/pairings/{pair}").Good()).GetProperty("contacts")[0].Text("text").ShouldBe("一起去湖边走走");

        (await elder.Post($"/pairings/{pair}/end", new { reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.reason_length");
        await elder.Post($"/pairings/{pair}/end", new { reason = "搬去女儿家", farewell = "谢谢你陪我" }).Good();
        var after = await volunteer.Get($"/pairings/{pair}").Good();
        after.Text("farewell").ShouldBe("谢谢你陪我");
        after.ToString().ShouldNotContain("搬去女儿家");
        after.ToString().ShouldNotContain("沈桂芳", Case.Sensitive, "what was shown ends with the pairing");
        (await coordinator.Get($"/pairings/{pair}").Good()).Text("endReason").ShouldBe("搬去女儿家");
        (await volunteer.Post($"/pairings/{pair}/contacts", new { way = "met", went = 5, text = "再见" }).Refused(HttpStatusCode.NotFound)).ShouldBe("pairings.not_found");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Blocked_AreNeverMatched_AndNobodyIsInTwoPairingsOfAKind(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var coordinator = await town.StaffClient("worker");
        var (newcomer, old, second) = (await Adult(town, "13800000001", 0), await Adult(town, "13800000002", 1), await Adult(town, "13800000003", 2));
        var first = (await Offer(newcomer, "小何", "newcomer", "first").Good()).Id();
        var blocked = (await Offer(old, "高叔", "newcomer", "second").Good()).Id();
        var free = (await Offer(second, "阿静", "newcomer", "second").Good()).Id();
        var (me, other) = (await Account(old), await Account(newcomer));
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Records<Block>().Add(new() { Id = Guid.CreateVersion7(TestTown.Start), Account = me, Blocked = other, Nickname = "小何", At = TestTown.Start });
            return await db.SaveChangesAsync();
        });
        (await coordinator.Get("/pairings/matches?kind=newcomer").Good()).EnumerateArray().Select(m => m.Id("second")).ShouldBe([free]);
        (await coordinator.Post("/pairings", new { first, second = blocked }).Refused(HttpStatusCode.Conflict)).ShouldBe("pairings.no_match");

        var third = (await Offer(await Adult(town, "13800000004", 3), "小彭", "newcomer", "first").Good()).Id();
        var secretary = await town.StaffClient("secretary");
        var answers = await Task.WhenAll(coordinator.Post("/pairings", new { first, second = free }), secretary.Post("/pairings", new { first = third, second = free }));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Minor_IsMatchedOnlyOnceAGuardianHasAgreed(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (child, parent) = (await town.VerifiedClient("13800000001"), await town.VerifiedClient("13800000002"));
        var person = await town.Person("林安安", "2012-04-21", account: await Account(child));
        (await Offer(child, "安安", "newcomer", "first").Refused(HttpStatusCode.Forbidden)).ShouldBe("pairings.no_guardian");
        await town.Guardian(await Account(parent), person);
        var offered = await Offer(child, "安安", "newcomer", "first").Good();
        offered.Text("state").ShouldBe("waitingGuardian");
        await Offer(await Adult(town, "13800000003", 1), "高叔", "newcomer", "second").Good();
        var coordinator = await town.StaffClient("worker");
        (await coordinator.Get("/pairings/matches?kind=newcomer").Good()).GetArrayLength().ShouldBe(0);
        (await child.Post($"/pairings/offers/{offered.Id()}/guardian", new { agree = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("pairings.offer_not_found");
        (await parent.Get("/pairings/mine").Good()).GetProperty("forGuardian").GetArrayLength().ShouldBe(1);
        await parent.Post($"/pairings/offers/{offered.Id()}/guardian", new { agree = true }).Good();
        (await coordinator.Get("/pairings/matches?kind=newcomer").Good()).GetArrayLength().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Silence_IsRemindedOfOnceToTheTwoAndTheCoordinator(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var coordinator = await town.StaffClient("worker");
        var (newcomer, old) = (await Adult(town, "13800000001", 0), await Adult(town, "13800000002", 1));
        var (first, second) = ((await Offer(newcomer, "小何", "newcomer", "first").Good()).Id(), (await Offer(old, "高叔", "newcomer", "second").Good()).Id());
        var pair = (await coordinator.Post("/pairings", new { first, second }).Good()).Id();
        await newcomer.Post($"/pairings/{pair}/decide", new { agree = true }).Good();
        await old.Post($"/pairings/{pair}/decide", new { agree = true }).Good();
        foreach (var (days, told) in new[] { (20, 0), (1, 1), (1, 1), (20, 2) })
        {
            town.Time.Move(TimeSpan.FromDays(days));
            await town.InScope(async s =>
            {
                await s.GetRequiredService<PairingClock>().Run(CancellationToken.None);
                return true;
            });
            foreach (var reader in new[] { await town.ResidentClient("13800000001"), await town.ResidentClient("13800000002"), await town.StaffClient("worker") })
                (await reader.Get("/notices").Good()).GetProperty("items").EnumerateArray().Count(n => n.Text("kind") == "pairings.silent").ShouldBe(told);
        }
    }

    [Theory]
    [InlineData("", "zh", "walking", "weekday_day", 1, "nickname")]
    [InlineData("吴姐", "tlh", "walking", "weekday_day", 1, "languages")]
    [InlineData("吴姐", "zh", "gold", "weekday_day", 1, "interests")]
    [InlineData("吴姐", "zh", "walking", "never", 1, "times")]
    [InlineData("吴姐", "zh", "walking", "weekday_day", null, "consentVersion")]
    [InlineData("吴姐", "zh", "walking", "weekday_day", 99, "consentVersion")]
    public async Task OptIn_WithoutConsentOrWithWhatCannotBe_NamesTheField(string nickname, string language, string interest, string at, int? consentVersion, string field)
    {
        await using var town = await TestTown.Found();
        var resident = await Adult(town, "13800000001", 0);
        var answer = await resident.Post("/pairings/offers", new
        {
            kind = "newcomer",
            side = "first",
            nickname,
            languages = new[] { language },
            interests = new[] { interest },
            times = new[] { at },
            about = "刚搬来",
            contact = "微信 demo",
            consentVersion,
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task OptIn_TwiceOrForASideOneIsNotOn_IsRefused_AndWithdrawingIsAsEasy()
    {
        await using var town = await TestTown.Found();
        var resident = await Adult(town, "13800000001", 0);
        (await Offer(resident, "桂芳", "volunteer", "second").Refused(HttpStatusCode.Forbidden)).ShouldBe("pairings.not_listed");
        var id = (await Offer(resident, "吴姐", "volunteer", "first").Good()).Id();
        (await Offer(resident, "吴姐", "volunteer", "first").Refused(HttpStatusCode.Conflict)).ShouldBe("pairings.offered_already");
        await resident.Delete($"/pairings/offers/{id}").Good();
        (await resident.Get("/pairings/mine").Good()).GetProperty("offers").GetArrayLength().ShouldBe(0);
        await Offer(resident, "吴姐", "volunteer", "first").Good();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Consent_TakenBack_StopsTheSharingAtOnce_AndEndsThePairing(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (newcomer, old, pair) = await Paired(town);
        (await newcomer.Get($"/pairings/{pair}").Good()).ToString().ShouldContain("微信 demo");
        (await newcomer.Get("/me/consents").Good()).ToString().ShouldContain(PairingRules.Purpose);
        await old.Delete($"/me/consents/{PairingRules.Purpose}").Good();
        var shown = (await newcomer.Get($"/pairings/{pair}").Good()).ToString();
        shown.ShouldNotContain("居民02", Case.Sensitive, "before any event is delivered");
        shown.ShouldNotContain("微信 demo");
        await town.DeliverEvents();
        (await newcomer.Get($"/pairings/{pair}").Good()).Text("state").ShouldBe("ended");
        (await old.Get("/pairings/mine").Good()).GetProperty("offers").GetArrayLength().ShouldBe(0);
        (await (await town.StaffClient("worker")).Get("/notices").Good()).ToString().ShouldContain("pairings.ended");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Withdrawing_IsAsEasyAsOptingIn_AlsoWhilePaired(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (newcomer, old, pair) = await Paired(town);
        await newcomer.Delete($"/pairings/offers/{(await newcomer.Get("/pairings/mine").Good()).GetProperty("offers")[0].Id()}").Good();
        (await old.Get($"/pairings/{pair}").Good()).Text("state").ShouldBe("ended");
        (await newcomer.Get("/pairings/mine").Good()).GetProperty("consenting").GetBoolean().ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Block_EndsTheRunningPairing_TellsTheCoordinator_AndNotThatItWasABlock(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (newcomer, old, pair) = await Paired(town);
        await (await town.VerifiedClient("13800000009")).Post($"/pairings/{pair}/block").Refused(HttpStatusCode.NotFound);
        await newcomer.Post($"/pairings/{pair}/block").Good();
        var ended = await old.Get($"/pairings/{pair}").Good();
        ended.Text("state").ShouldBe("ended");
        ended.ToString().ShouldNotContain("屏蔽");
        var coordinator = await town.StaffClient("worker");
        (await coordinator.Get($"/pairings/{pair}").Good()).Text("endReason").ShouldContain("屏蔽");
        (await coordinator.Get("/notices").Good()).GetProperty("items").EnumerateArray().Count(n => n.Text("kind") == "pairings.ended").ShouldBe(1);
        (await coordinator.Get("/pairings/matches?kind=newcomer").Good()).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Agreeing_AtTheSameMoment_IsCountedForBoth()
    {
        await using var town = await TestTown.Found(Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES") is null ? DatabaseKind.Sqlite : DatabaseKind.Postgres);
        var (newcomer, old) = (await Adult(town, "13800000001", 0), await Adult(town, "13800000002", 1));
        var (first, second) = ((await Offer(newcomer, "小何", "newcomer", "first").Good()).Id(), (await Offer(old, "高叔", "newcomer", "second").Good()).Id());
        var pair = (await (await town.StaffClient("worker")).Post("/pairings", new { first, second }).Good()).Id();
        await Task.WhenAll(newcomer.Post($"/pairings/{pair}/decide", new { agree = true }), old.Post($"/pairings/{pair}/decide", new { agree = true }));
        (await newcomer.Get($"/pairings/{pair}").Good()).Text("state").ShouldBe("active");
    }

    [Fact]
    public async Task Resident_WhoMovedAway_LeavesTheMatching_AndTheOtherSideIsFree()
    {
        await using var town = await TestTown.Found();
        var (newcomer, old, pair) = await Paired(town);
        var gone = await Account(newcomer);
        await town.InScope(async s =>
        {
            var now = town.Time.GetUtcNow();
            var db = s.GetRequiredService<LinliDb>();
            await db.Unfiltered<Linli.People.Accounts.PostHeld>().Where(p => p.AccountId == gone).ExecuteUpdateAsync(p => p.SetProperty(x => x.To, now));
            await db.Unfiltered<Linli.People.Accounts.HomeTie>().Where(t => t.AccountId == gone).ExecuteUpdateAsync(t => t.SetProperty(x => x.To, now));
            s.GetRequiredService<Linli.People.Accounts.CallerDirectory>().Forget(gone);
            return true;
        });
        town.Time.Move(TimeSpan.FromMinutes(1));
        await town.InScope(async s =>
        {
            await s.GetRequiredService<MovedAwayClock>().Run(CancellationToken.None);
            return true;
        });
        (await old.Get($"/pairings/{pair}").Good()).Text("state").ShouldBe("ended");
        (await old.Get("/pairings/mine").Good()).GetProperty("offers").GetArrayLength().ShouldBe(1, "and can be matched anew");
    }

    [Fact]
    public async Task Guardian_WhoAgreedForAMinor_EndsThePairingToo()
    {
        await using var town = await TestTown.Found();
        var (child, parent) = (await town.VerifiedClient("13800000001"), await town.VerifiedClient("13800000002"));
        await town.Guardian(await Account(parent), await town.Person("林安安", "2012-04-21", account: await Account(child)));
        var first = (await Offer(child, "安安", "newcomer", "first").Good()).Id();
        await parent.Post($"/pairings/offers/{first}/guardian", new { agree = true }).Good();
        var old = await Adult(town, "13800000003", 1);
        var second = (await Offer(old, "高叔", "newcomer", "second").Good()).Id();
        var pair = (await (await town.StaffClient("worker")).Post("/pairings", new { first, second }).Good()).Id();
        foreach (var side in new[] { child, old })
            await side.Post($"/pairings/{pair}/decide", new { agree = true }).Good();
        await parent.Post($"/pairings/{pair}/end", new { reason = "孩子要备考" }).Good();
        (await old.Get($"/pairings/{pair}").Good()).Text("state").ShouldBe("ended");
    }

    [Theory]
    [InlineData("zh", "weekday_day", true)]
    [InlineData("en", "weekday_day", false)]
    [InlineData("zh", "weekend_day", false)]
    public void Reasons_NeedALanguageAndATimeInCommon(string language, string time, bool fit) =>
        (PairingRules.Reasons(new(" zh ", " chess ", " weekday_day ", null, "/a/"), new($" {language} ", " chess ", $" {time} ", null, "/a/")).Count > 0).ShouldBe(fit);

    private static async Task<(HttpClient First, HttpClient Second, Guid Pair)> Paired(TestTown town)
    {
        var (newcomer, old) = (await Adult(town, "13800000001", 0), await Adult(town, "13800000002", 1));
        var (first, second) = ((await Offer(newcomer, "小何", "newcomer", "first").Good()).Id(), (await Offer(old, "高叔", "newcomer", "second").Good()).Id());
        var pair = (await (await town.StaffClient("worker")).Post("/pairings", new { first, second }).Good()).Id();
        foreach (var side in new[] { newcomer, old })
            await side.Post($"/pairings/{pair}/decide", new { agree = true }).Good();
        return (newcomer, old, pair);
    }

    private static async Task<HttpClient> Adult(TestTown town, string phone, int home)
    {
        var client = await town.VerifiedClient(phone);
        await town.Person("居民" + phone[^2..], "1980-01-01", home, account: await Account(client));
        return client;
    }

    private static async Task<Guid> Account(HttpClient client) => (await client.Get("/me").Good()).Id("account");

    private static Task<HttpResponseMessage> Offer(HttpClient resident, string nickname, string kind, string side) => resident.Post("/pairings/offers", new
    {
        kind,
        side,
        nickname,
        languages = new[] { "zh" },
        interests = new[] { "walking", "chess" },
        times = new[] { "weekday_day" },
        about = "想一起走走",
        contact = "微信 demo",
        consentVersion = 1,
    });
}
