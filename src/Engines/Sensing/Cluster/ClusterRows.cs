using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Cluster;

/// <summary>A queue of the cluster. Whoever takes it over counts up <see cref="Epoch"/>; each write locks the row and compares.</summary>
internal sealed class QueueRow
{
    public int Queue { get; set; }

    public long Epoch { get; set; }

    public DateTimeOffset? At { get; set; }
}

/// <summary>
/// Which queue a partition belongs to: the one by which it came first. Should the broker lead it elsewhere later, it is brought back, so
/// that two nodes never judge one device.
/// </summary>
internal sealed class PartitionRow
{
    public int Partition { get; set; }

    public int Queue { get; set; }
}

internal static class ClusterModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<QueueRow>(e =>
        {
            e.ToTable("sensing_queue").HasKey(q => q.Queue);
            e.Property(q => q.Queue).ValueGeneratedNever();
        });
        model.Entity<PartitionRow>(e =>
        {
            e.ToTable("sensing_partition").HasKey(p => p.Partition);
            e.Property(p => p.Partition).ValueGeneratedNever();
        });
    }
}
