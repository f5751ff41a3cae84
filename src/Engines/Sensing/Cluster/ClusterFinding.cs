using System.Globalization;
using Linli.Platform.Operations;
using Linli.Sensing.Pipeline;

namespace Linli.Sensing.Cluster;

/// <summary>Whether this node shares in the readings, and which queues it keeps.</summary>
internal sealed class ClusterFinding(
    ClusterNode node, ClusterIntake intake, FiringDesk alarms, CoordinateWatch coordinates, IDevices devices, Figures figures, ClusterOptions options) : IHealthFinding
{
    public Task<IReadOnlyList<Finding>> Look(CancellationToken cancel)
    {
        var findings = new List<Finding>();
        if (intake.IsOpen)
            findings.Add(new(
                figures.TotalBusy > 0 ? Verdict.Note : Verdict.Good, ("监测数据接入", "intake of readings"),
                string.Create(CultureInfo.InvariantCulture, $"{figures.TotalAccepted} taken, {figures.TotalRefused} refused, {figures.TotalBusy} turned away; keeps {node.Kept.Count} of {options.Queues} queues, {node.Nodes} nodes")));
        findings.AddRange(IntakeFinding.Common(alarms, coordinates, devices));
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }
}
