using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Live;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Cluster;

public sealed class LiveOnAllNodesTests
{
    [Fact]
    public async Task AlarmRaisedOnOneNode_IsHeardLiveOnTheOther_Once()
    {
        await using var one = await TestTown.Found(DatabaseKind.Postgres, builder =>
        {
            // The test relays itself.
            foreach (var host in builder.Services.Where(s => s.ImplementationType?.Name == "RelayService").ToList())
                builder.Services.Remove(host);
        });
        await using var other = await one.Beside();
        var overhearing = other.Services.GetRequiredService<Relay>();
        await Raise(one, "before");
        await overhearing.Overhear(CancellationToken.None);
        using var browser = other.Services.GetRequiredService<LiveHub>().Listen(null);
        await Raise(one, "now");
        await overhearing.Overhear(CancellationToken.None);
        await overhearing.Overhear(CancellationToken.None);
        var heard = new List<string>();
        while (browser.Messages.TryRead(out var message))
            heard.Add(message.Type);
        heard.Count(t => t.Contains("alarm", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static async Task Raise(TestTown town, string key)
    {
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            await s.GetRequiredService<IAlarms>().Raise(new("test", key, ("试", "Test"), SmallTown.First, AlarmSeverity.Major, TestTown.Start), CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        await town.Services.GetRequiredService<Relay>().DeliverWaiting(CancellationToken.None);
    }
}
