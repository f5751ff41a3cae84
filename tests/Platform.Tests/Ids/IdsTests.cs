using NewId = Linli.Platform.Ids.Ids;

namespace Linli.Platform.Tests.Ids;

public class IdsTests
{
    [Fact]
    public void New_IsAVersion7OfTheClocksMillisecond_AndSortsByTime()
    {
        var first = new DateTimeOffset(2026, 11, 3, 0, 0, 0, TimeSpan.Zero);
        var ids = Enumerable.Range(0, 50).Select(i => NewId.New(new StoppedClock(first.AddMilliseconds(i)))).ToList();
        ids.ShouldAllBe(id => id.Version == 7);
        ids.Select(id => id.ToString("D")).ShouldBe(ids.Select(id => id.ToString("D")).Order(StringComparer.Ordinal));
        Convert.ToInt64(ids[0].ToString("N")[..12], 16).ShouldBe(first.ToUnixTimeMilliseconds());
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
