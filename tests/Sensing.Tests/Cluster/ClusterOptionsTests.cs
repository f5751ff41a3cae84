using Linli.Sensing.Cluster;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Cluster;

public sealed class ClusterOptionsTests
{
    [Fact]
    public void From_WithoutABroker_IsOneNode() => From(("Queues", "-3")).IsOn.ShouldBeFalse();

    [Fact]
    public void From_SeveralBrokers_AreTriedInTurn() =>
        From(("Broker", "amqp://u:p@one:5672/x, amqps://u:p@two")).Brokers.Select(b => b.Host).ShouldBe(["one", "two"]);

    [Theory]
    [InlineData("Broker", "localhost:5672")]
    [InlineData("Broker", "http://localhost")]
    [InlineData("Broker", " , ")]
    [InlineData("Queues", "0")]
    [InlineData("Queues", "65")]
    [InlineData("Name", "Has Blanks")]
    [InlineData("MostQueuedBytes", "100")]
    [InlineData("MostTaken", "1")]
    [InlineData("ConfirmWithin", "00:00:00.1")]
    public void From_WrongSetting_IsNamed(string setting, string value)
    {
        var problem = Should.Throw<InvalidOperationException>(() => From(("Broker", "amqp://guest:secret@localhost/"), (setting, value)));
        problem.Message.ShouldStartWith("Sensing:Cluster:" + setting);
        problem.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void Partitions_AreTheSameForEver_AndEven()
    {
        // States lie in the database by these numbers.
        Partitions.Of(new(new("0193c000-0000-7000-8000-000000000101"))).ShouldBe(Partitions.Of(new(new("0193c000-0000-7000-8000-000000000101"))));
        var counts = new int[Partitions.Count];
        for (var i = 0; i < 64_000; i++)
            counts[Partitions.Of(new(Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddMilliseconds(i))))]++;
        counts.ShouldAllBe(c => c > 800 && c < 1200);
    }

    private static ClusterOptions From(params (string Setting, string Value)[] settings) => ClusterOptions.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.GroupBy(s => s.Setting).Select(g => new KeyValuePair<string, string?>("Sensing:Cluster:" + g.Key, g.Last().Value)))
        .Build());
}
