using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Walking.Entrances;

/// <summary>Where a house is entered (出入口): people walk to its doors and not to its middle.</summary>
internal sealed class EntranceRow
{
    /// <summary>The source of the network it came with, or <c>venue:</c> and the code of an indoor map.</summary>
    public required string Source { get; init; }

    public required int Number { get; init; }

    /// <summary>What the source calls it.</summary>
    public required string Ref { get; init; }

    /// <summary>Code of the building or facility it leads into, or id of the building on the base map.</summary>
    public required string Of { get; init; }

    public required double Longitude { get; init; }

    public required double Latitude { get; init; }

    public double? Level { get; init; }

    /// <summary>Whether one gets in without a step; <c>null</c> while nobody has looked.</summary>
    public bool? StepFree { get; init; }
}

/// <summary>The table of entrances.</summary>
internal static class EntranceTables
{
    public static void Map(ModelBuilder model) => model.Entity<EntranceRow>(e =>
    {
        e.ToTable("places_entrance").HasKey(n => new { n.Source, n.Number });
        e.Property(n => n.Source).HasMaxLength(80);
        e.Property(n => n.Ref).HasMaxLength(80);
        e.Property(n => n.Of).HasMaxLength(80);
    });

    /// <summary>Puts the entrances of a source in the place of those it brought before.</summary>
    public static async Task Replace(LinliDb db, string source, IEnumerable<EntranceRow> entrances, CancellationToken cancel)
    {
        await db.Records<EntranceRow>().Where(e => e.Source == source).ExecuteDeleteAsync(cancel);
        await db.InsertMany(entrances, cancel);
    }
}
