using System.Globalization;
using Linli.Platform.Operations;

namespace Linli.Sensing.Pipeline;

/// <summary>Whether readings come in and get stored, and which devices send degrees of another system than they say (R51).</summary>
internal sealed class IntakeFinding(ReadingPipeline pipeline, FiringDesk alarms, CoordinateWatch coordinates, Figures figures, IDevices devices) : IHealthFinding
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    public Task<IReadOnlyList<Finding>> Look(CancellationToken cancel)
    {
        var findings = new List<Finding>();
        if (pipeline.IsOpen)
            findings.Add(Store());
        if (pipeline.LaidAside is > 0 and var files)
            findings.Add(new(
                Verdict.Fault, ("监测数据日志", "journal of readings"),
                $"{files} file(s) were written by another version and laid aside (sensing/journal/*.unreadable): let that version take them up, then delete them"));
        findings.AddRange(Common(alarms, coordinates, devices));
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }

    /// <summary>What is looked at on one node as in a cluster.</summary>
    public static IEnumerable<Finding> Common(FiringDesk alarms, CoordinateWatch coordinates, IDevices devices)
    {
        if (alarms.Stuck > 0)
            yield return new(Verdict.Fault, ("告警写入", "alarms"), $"{alarms.Stuck} wait because they cannot be written: look at the database");
        if (coordinates.Found is { Count: > 0 } found)
            yield return new(
                Verdict.Note, ("坐标系可疑的设备", "devices with doubtful coordinates"),
                "they say WGS-84 and look like GCJ-02, 500 m off; set their coordinate system: " + string.Join(", ", found.Select(d => devices.Find(d)?.Code).Order().Take(20)));
    }

    private Finding Store()
    {
        var waits = pipeline.Lag > Long;
        return new(
            waits ? Verdict.Fault : figures.TotalBusy > 0 ? Verdict.Note : Verdict.Good,
            ("监测数据接入", "intake of readings"),
            string.Create(CultureInfo.InvariantCulture, $"{figures.TotalAccepted} taken, {figures.TotalRefused} refused, {figures.TotalLate} late, {figures.TotalBusy} turned away; {figures.Waiting} wait for the database")
                + (waits ? string.Create(CultureInfo.InvariantCulture, $", for {pipeline.Lag.TotalSeconds:0} s: look at the database") : ""));
    }
}
