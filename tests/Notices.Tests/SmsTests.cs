using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Notices.Sms;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Notices.Tests;

/// <summary>Text messages for those whose phone does not ring (T16).</summary>
public class SmsTests
{
    private const string Phone = "13800001111";

    [Theory, MemberData(nameof(Both))]
    public async Task News_NotReadInTenMinutes_IsWrittenOnceAndSaysNothing(DatabaseKind kind)
    {
        var box = new Box();
        await using var town = await Found(box, kind);
        var (client, account) = await Resident(town);
        (await client.PutAsync("/api/v1/notices/sms", null)).EnsureSuccessStatusCode();
        await Tell(town, account, "a");
        await Tell(town, account, "b");
        town.Time.Move(TimeSpan.FromMinutes(9));
        await Send(town);
        box.Sent.ShouldBeEmpty();
        town.Time.Move(TimeSpan.FromMinutes(1));
        await Send(town);
        await Send(town);
        var (to, text) = box.Sent.ShouldHaveSingleItem();
        to.ShouldBe(account);
        text.Zh.ShouldContain("2条新消息");
        text.ToString().ShouldNotContain("沈桂芳");

        // News of the next minutes waits for four hours, and is not written about when it was read by then.
        await Tell(town, account, "c");
        town.Time.Move(TimeSpan.FromHours(3.9));
        await Send(town);
        box.Sent.Count.ShouldBe(1);
        (await (await town.ResidentClient(Phone)).PostAsync("/api/v1/notices/read-all", null)).EnsureSuccessStatusCode();
        town.Time.Move(TimeSpan.FromHours(1));
        await Send(town);
        box.Sent.Count.ShouldBe(1);
    }

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Fact]
    public async Task Gateway_ThatFails_IsTriedAgain()
    {
        var box = new Box { Refusal = Problem.Conflict("sms_failed", "没有发出去", "not sent") };
        await using var town = await Found(box);
        var (client, account) = await Resident(town);
        await client.PutAsync("/api/v1/notices/sms", null);
        await Tell(town, account, "a");
        town.Time.Move(SmsRules.Grace);
        await Send(town);
        box.Refusal = null;
        await Send(town); // not due yet
        box.Sent.ShouldBeEmpty();
        town.Time.Move(SmsRules.Grace);
        await Send(town);
        box.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Person_WhoseBrowserRings_GetsNoMessage()
    {
        await using var maker = await PushService.Start();
        var box = new Box();
        await using var town = await Found(box);
        var (client, account) = await Resident(town);
        await client.PutAsync("/api/v1/notices/sms", null);
        (await client.PostAsJsonAsync("/api/v1/notices/push/subscriptions", maker.Subscribe().Subscription)).EnsureSuccessStatusCode();
        await Tell(town, account, "a");
        town.Time.Move(SmsRules.Grace);
        await Send(town);
        box.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sms_IsWrittenToThoseOnlyWhoAskedForIt()
    {
        var box = new Box();
        await using var town = await Found(box);
        var (client, account) = await Resident(town);
        await client.PutAsync("/api/v1/notices/sms", null);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/notices/sms")).GetProperty("wanted").GetBoolean().ShouldBeTrue();
        await client.DeleteAsync("/api/v1/notices/sms");
        await Tell(town, account, "a");
        town.Time.Move(SmsRules.Grace);
        await Send(town);
        box.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sms_WhereNoneCanBeSent_IsRefusedWithTheReason()
    {
        await using var town = await TestTown.Found();
        var (client, _) = await Resident(town);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/notices/sms")).GetProperty("available").GetBoolean().ShouldBeFalse();
        var refused = await client.PutAsync("/api/v1/notices/sms", null);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("sms_unavailable");
    }

    [Theory]
    [InlineData("2026-11-23T10:00", null, "2026-11-23T10:10")]
    [InlineData("2026-11-23T10:00", "2026-11-23T09:00", "2026-11-23T13:00")]
    [InlineData("2026-11-23T20:55", null, "2026-11-24T08:00")]
    [InlineData("2026-11-23T20:49", null, "2026-11-23T20:59")]
    [InlineData("2026-11-23T18:00", "2026-11-23T17:30", "2026-11-24T08:00")]
    [InlineData("2026-11-23T03:00", null, "2026-11-23T08:00")]
    public void DueAt_IsSoonSeldomAndNotAtNight(string now, string? last, string due)
    {
        static DateTimeOffset At(string local) => DateTimeOffset.Parse(local + "+08:00", System.Globalization.CultureInfo.InvariantCulture);
        SmsRules.DueAt(At(now), last is null ? null : At(last)).ShouldBe(At(due));
    }

    private static Task<TestTown> Found(Box box, DatabaseKind kind = DatabaseKind.Sqlite) => TestTown.Found(kind, builder =>
    {
        builder.Configuration["Push:AllowPrivate"] = "true";
        builder.Services.AddSingleton<IPersonalSms>(box);
    });

    private static async Task<(HttpClient Client, Guid Account)> Resident(TestTown town)
    {
        var client = await town.ResidentClient(Phone);
        return (client, (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid());
    }

    private static Task<int> Tell(TestTown town, Guid account, string key) => town.InScope(async s =>
    {
        await s.GetRequiredService<INotices>().Tell(account, "case.answer", ("沈桂芳", "沈桂芳"), ("沈桂芳", "沈桂芳"), "/my", key, default);
        return await s.GetRequiredService<LinliDb>().SaveChangesAsync();
    });

    private static async Task Send(TestTown town)
    {
        await town.DeliverEvents();
        await town.InScope(async s =>
        {
            await s.GetRequiredService<SendSms>().Run(default);
            return true;
        });
    }

    /// <summary>Simulator of a gateway that keeps what it is given.</summary>
    private sealed class Box : IPersonalSms
    {
        public List<(Guid To, Phrase Text)> Sent { get; } = [];

        public Problem? Refusal { get; set; }

        public Task<bool> CanReach(Guid account, CancellationToken cancel) => Task.FromResult(true);

        public Task<Problem?> Send(Guid account, Phrase text, CancellationToken cancel)
        {
            if (Refusal is null)
                Sent.Add((account, text));
            return Task.FromResult(Refusal);
        }
    }
}
