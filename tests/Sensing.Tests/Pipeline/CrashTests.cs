using Linli.Platform.Data;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>Accepted is stored, and no alarm is lost or doubled, whenever the process dies.</summary>
public sealed class CrashTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Now = TestTown.Start;

    [Theory, MemberData(nameof(Both))]
    public async Task Killed_AtEveryPoint_NothingAcceptedIsLost_AndNoAlarmIsLostOrDoubled(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var devices = Enumerable.Range(0, 7).Select(i => bed.Devices.Add($"P-{i}")).ToList();
        var (accepted, round, raised) = (0, 0, 0);
        foreach (var trouble in new[] { Trouble.None, Trouble.Away, Trouble.BeforeCheckpoint, Trouble.AfterCheckpoint, Trouble.None, Trouble.BeforeCheckpoint, Trouble.Away, Trouble.AfterCheckpoint })
        {
            bed.AlarmTrouble.DatabaseIsAway = round % 3 == 1;
            var life = await bed.Live(s => s.Trouble = trouble);
            foreach (var device in devices)
            {
                var on = (round + devices.IndexOf(device)) % 2 == 0;
                Reading[] readings =
                [
                    new(device.Id, "heat", Now.AddSeconds(round * 10), round), new(device.Id, "heat", Now.AddSeconds((round * 10) + 1), round),
                    new(device.Id, "alarm", Now.AddSeconds(round * 10), on ? 1 : 0),
                ];
                raised += on ? 1 : 0;
                accepted += (await life.Take(readings)).Accepted;

                // The answer was lost on its way: the device sends all of it again.
                var again = await life.Take(readings);
                (again.Accepted, again.Repeated).ShouldBe((0, 3));
            }

            if (round % 2 == 0)
                await life.Alarms.DeliverAll(CancellationToken.None);
            await life.Pipeline.Store(CancellationToken.None);
            await life.Kill();
            round++;
        }

        bed.AlarmTrouble.DatabaseIsAway = false;
        var last = await bed.Live();
        (await last.Take(new Reading(devices[0].Id, "heat", Now.AddSeconds(10), 1))).Repeated.ShouldBe(1, "what was stored long ago is still known");
        await last.Stop();
        (await bed.Stored()).ShouldBe(accepted);
        var alarms = await bed.Alarms();
        alarms.Values.ShouldAllBe(times => times == 1);
        alarms.Keys.Count(k => k.StartsWith("alarm:raised:", StringComparison.Ordinal)).ShouldBe(raised);
        alarms.Keys.Count(k => k.StartsWith("alarm:cleared:", StringComparison.Ordinal)).ShouldBe(raised - devices.Count(d => last.Pipeline.Of(d.Id).Values["alarm"].Value > 0));
        (await bed.Read(db => db.Records<FiringRow>().CountAsync(f => f.DeliveredAt == null))).ShouldBe(0);
        Directory.GetFiles(Path.Combine(bed.Town.Folder, "sensing", "journal"), "*.log").Length.ShouldBeLessThan(3, "files that are stored are deleted");
    }

    [Fact]
    public async Task DatabaseAway_ReadingsAreTakenUpToTheBound_ThenItSaysSo_AndNothingIsLost()
    {
        await using var bed = await PipelineBed.Make(DatabaseKind.Sqlite);
        bed.Options.MostWaitingBytes = 600 * PipelineOptions.BytesEach;
        var device = bed.Devices.Add("P-1");
        var life = await bed.Live(s => s.Trouble = Trouble.Away);
        bed.AlarmTrouble.DatabaseIsAway = true;
        var accepted = 0;
        var busy = 0;

        // Five minutes at ten each five seconds, and a minute more.
        for (var second = 0; second < 360; second += 5)
        {
            bed.Town.Time.Move(TimeSpan.FromSeconds(5));
            var taken = await life.Take([.. Enumerable.Range(0, 10).Select(i => new Reading(device.Id, i == 0 ? "alarm" : "heat", Now.AddSeconds(second).AddMilliseconds(i), i == 0 ? second / 100 % 2 : i))]);
            accepted += taken.Accepted;
            busy += taken.Busy ? 1 : 0;
            if (second % 60 == 0)
                (await life.Pipeline.Store(CancellationToken.None)).ShouldBeFalse();
        }

        (accepted, busy).ShouldBe((600, 12));
        life.Pipeline.Lag.ShouldBeGreaterThan(TimeSpan.FromMinutes(5));
        life.Store.Trouble = Trouble.None;
        (await life.Pipeline.Store(CancellationToken.None)).ShouldBeTrue();
        (await life.Take(new Reading(device.Id, "heat", Now.AddMinutes(6), 1))).Accepted.ShouldBe(1, "there is room again");
        (await life.Alarms.DeliverAll(CancellationToken.None)).ShouldBeFalse("alarms wait for the database too");
        bed.AlarmTrouble.DatabaseIsAway = false;
        await life.Stop();
        (await bed.Stored()).ShouldBe(601);
        (await bed.Alarms()).Count.ShouldBe(2);
        (await life.Take(new Reading(device.Id, "heat", Now.AddMinutes(7), 1))).Busy.ShouldBeTrue("who has closed takes nothing");
    }
}
