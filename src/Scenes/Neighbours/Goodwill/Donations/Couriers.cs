using Linli.Platform.Text;

namespace Linli.Neighbours.Goodwill.Donations;

/// <summary>What a courier says of a parcel.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="State">Sent, on the way, delivered or lost.</param>
/// <param name="Where">Its own words: a depot, a town; no names.</param>
internal sealed record TrackedStep(DateTimeOffset At, ParcelState State, string Where);

/// <summary>Asks a courier where a parcel is (物流查询). One for each courier; without one a desk notes the steps by hand.</summary>
internal interface ICourierTracking
{
    /// <summary>Unique, such as <c>demo</c>.</summary>
    string Code { get; }

    /// <summary>What people call it.</summary>
    Phrase Name { get; }

    /// <summary>Whether a number looks like one of this courier.</summary>
    bool Knows(string tracking);

    /// <summary>All steps so far, the oldest first; empty while the courier knows nothing of it.</summary>
    Task<IReadOnlyList<TrackedStep>> Track(string tracking, DateTimeOffset sentAt, CancellationToken cancel);
}

/// <summary>
/// 模拟快递: no courier at all. It invents a way of two days for any number that begins with <c>SIM</c>, always the same for the same
/// number; <c>SIM…LOST</c> never arrives. For the demo and for tests.
/// </summary>
internal sealed class CourierSimulator(TimeProvider time) : ICourierTracking
{
    public string Code => "simulator";

    public Phrase Name => ("模拟快递（演示）", "Simulated courier (demo)");

    public bool Knows(string tracking) => tracking.StartsWith("SIM", StringComparison.Ordinal) && tracking.Length is >= 6 and <= 30;

    public Task<IReadOnlyList<TrackedStep>> Track(string tracking, DateTimeOffset sentAt, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        TrackedStep[] all = tracking.EndsWith("LOST", StringComparison.Ordinal)
            ? [new(sentAt.AddHours(5), ParcelState.OnTheWay, "江城分拨中心"), new(sentAt.AddHours(70), ParcelState.Lost, "多次查找未果")]
            : [new(sentAt.AddHours(5), ParcelState.OnTheWay, "江城分拨中心"), new(sentAt.AddHours(26), ParcelState.OnTheWay, "目的地网点"), new(sentAt.AddHours(44), ParcelState.Delivered, "已送达收发室")];
        return Task.FromResult<IReadOnlyList<TrackedStep>>([.. all.Where(s => s.At <= now)]);
    }
}
