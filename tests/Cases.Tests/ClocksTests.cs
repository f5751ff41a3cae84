using Linli.Cases.ClockWork;
using Linli.Cases.Handle;
using Linli.Cases.Dispatch;
using Linli.Cases.Loop;
using Linli.Cases.Read;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Tests;

public class ClocksTests
{
    private static readonly WorkingDayCalendar China = WorkingDayCalendar.China;

    [Theory]
    [InlineData("2026-11-23T09:00:00+08:00", 5, "2026-11-30T16:00:00Z", "R06: five working days end with Monday the 30th")]
    [InlineData("2026-02-13T09:00:00+08:00", 1, "2026-02-14T16:00:00Z", "R52: Saturday 14 February 2026 is worked, before the festival")]
    [InlineData("2026-02-14T09:00:00+08:00", 1, "2026-02-24T16:00:00Z", "R52: nothing is worked until the 24th")]
    [InlineData("2026-09-30T23:30:00+08:00", 2, "2026-10-09T16:00:00Z", "R52: the holiday ends on the 7th, the 8th and 9th are worked")]
    public void DueAt_WorkingDays_EndsAtMidnightOfTheLastOne(string start, int days, string due, string why) =>
        Clocks.DueAt(Rule(days, ClockUnit.WorkingDays), DateTimeOffset.Parse(start, null), China).ShouldBe(DateTimeOffset.Parse(due, null), why);

    [Theory]
    [InlineData("2026-11-23T16:30:00+08:00", 4, "2026-11-24T11:30:00+08:00")]
    [InlineData("2026-11-27T17:00:00+08:00", 1, "2026-11-30T09:00:00+08:00")]
    [InlineData("2026-11-28T10:00:00+08:00", 2, "2026-11-30T10:30:00+08:00")]
    public void DueAt_WorkingHours_RestOvernightAndOverTheWeekend(string start, int hours, string due) =>
        Clocks.DueAt(Rule(hours, ClockUnit.WorkingHours), DateTimeOffset.Parse(start, null), China).ShouldBe(DateTimeOffset.Parse(due, null));

    [Fact]
    public void DueAt_CalendarDaysEndingOnASaturday_RollOverToMonday() =>
        Clocks.DueAt(Rule(5, ClockUnit.CalendarDays), new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero), China)
            .ShouldBe(new DateTimeOffset(2026, 11, 30, 16, 0, 0, TimeSpan.Zero), "Civil Code arts. 201 and 203");

    [Fact]
    public void Governing_TheNearestPlaceWins_ButAStatutoryTypeBeforeALocalHabit()
    {
        ClockRule[] rules =
        [
            Rule(5, jurisdiction: "/", type: "help"), Rule(4, jurisdiction: "/zj/hf/hf-3/", type: "help"),
            Rule(60, jurisdiction: "/", type: "petition"), Rule(2, jurisdiction: "/zj/hf/hf-3/"),
        ];
        Find("help", "/zj/hf/hf-1/").Amount.ShouldBe(5);
        Find("help", "/zj/hf/hf-3/hf-3-g01/").Amount.ShouldBe(4);
        Find("petition", "/zj/hf/hf-3/").Amount.ShouldBe(60);

        ClockRule Find(string type, string scope) =>
            Clocks.Governing(rules, CaseClock.Finish, scope, type, CasePriority.Normal, new(2026, 11, 23)).ShouldNotBeNull();
    }

    [Fact]
    public async Task RingClocks_WhenTheClockRunsOut_WarnsThenTellsTheCommunityThenTheStreetOnceEach()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        await town.Run(await town.Staff("dispatcher"), new DispatchCase { Case = receipt.Id, Team = "lighting" });
        await town.Run(await town.Staff("lamp1"), new StartCase { Case = receipt.Id, Message = "我们马上到现场。" });

        town.Time.SetTo(receipt.FinishDue!.Value.AddHours(-2));
        await Ring(town);
        town.Time.SetTo(receipt.FinishDue.Value.AddMinutes(1));
        await Ring(town);
        await Ring(town);
        town.Time.Move(TimeSpan.FromHours(25));
        await Ring(town);

        var seen = (await town.Ask(await town.Staff("desk"), new OpenCase(receipt.Id))).Value!;
        seen.Timeline.Select(l => l.Action).Where(a => a is CaseAction.Warn or CaseAction.Escalate)
            .ShouldBe([CaseAction.Warn, CaseAction.Escalate, CaseAction.Escalate]);
        seen.Line.Level.ShouldBe(CaseLevel.Street);
    }

    [Fact]
    public async Task CloseUnanswered_AfterFiveWorkingDaysOfSilence_ClosesWithoutARating()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        var desk = await town.Staff("desk");
        await town.Run(desk, new Accept.AcceptCase { Case = receipt.Id });
        await town.Run(desk, new Answer.AnswerCase { Case = receipt.Id, Text = "已经说明了情况。", Outcome = CaseOutcome.Explained });
        town.Time.Move(TimeSpan.FromDays(7));
        await Close(town);
        (await town.Ask(desk, new OpenCase(receipt.Id))).Value!.Line.State.ShouldBe(CaseState.Answered, "the fifth working day is not over");
        town.Time.Move(TimeSpan.FromDays(1));
        await Close(town);
        (await town.Ask(desk, new OpenCase(receipt.Id))).Value!.Line.ShouldSatisfyAllConditions(
            l => l.State.ShouldBe(CaseState.Confirmed), l => l.Rating.ShouldBeNull());
    }

    [Fact]
    public async Task AskExtension_OnTheLastDayOrBeyondTwentyDays_IsRefused()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        await town.Run(await town.Staff("dispatcher"), new DispatchCase { Case = receipt.Id, Team = "lighting" });
        var lamp = await town.Staff("lamp1");
        (await town.Run(lamp, new AskExtension { Case = receipt.Id, WorkingDays = 21, Reason = "等待灯具到货" })).Problem.Field.ShouldBe("workingDays");
        town.Time.SetTo(receipt.FinishDue!.Value.AddHours(-3));
        (await town.Run(lamp, new AskExtension { Case = receipt.Id, WorkingDays = 2, Reason = "等待灯具到货" })).Problem.Code.ShouldBe("cases.extension_too_late");
    }

    [Fact]
    public async Task DecideExtension_WhenGranted_MovesTheClockFromItsPresentEnd()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        var dispatcher = await town.Staff("dispatcher");
        await town.Run(dispatcher, new DispatchCase { Case = receipt.Id, Team = "lighting" });
        await town.Run(await town.Staff("lamp1"), new AskExtension { Case = receipt.Id, WorkingDays = 3, Reason = "等待灯具到货" });
        (await town.Run(dispatcher, new DecideExtension { Case = receipt.Id, Granted = true })).Ok.ShouldBeTrue();
        (await town.Ask(dispatcher, new OpenCase(receipt.Id))).Value!.FinishDue.ShouldBe(new DateTimeOffset(2026, 12, 3, 16, 0, 0, TimeSpan.Zero));
    }

    private static ClockRule Rule(int amount, ClockUnit unit = ClockUnit.WorkingDays, string jurisdiction = "/", string type = "*") => new()
    {
        Id = Guid.Empty, Jurisdiction = jurisdiction, Type = type, Clock = CaseClock.Finish, Amount = amount, Unit = unit,
        EffectiveFrom = new(2020, 1, 1), Source = "test",
    };

    private static Task<bool> Ring(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<RingClocks>().Run(CancellationToken.None);
        return true;
    });

    private static Task<bool> Close(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<CloseUnanswered>().Run(CancellationToken.None);
        return true;
    });
}
