using System.Text.Json;
using Linli.Market;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.MachineSimulator;

/// <summary>A machine that is simulated, with what would lie on its disk.</summary>
internal sealed class SimulatorRow
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required bool IsMill { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>The machine's key, encrypted.</summary>
    public required Sealed Key { get; init; }

    /// <summary>What is on the shelves, as JSON.</summary>
    public required string Shelves { get; init; }

    public required string Journal { get; set; }

    public IReadOnlyList<ShelfToSimulate> ReadShelves() => JsonSerializer.Deserialize<List<ShelfToSimulate>>(Shelves, Json.Options)!;

    public static void Map(ModelBuilder model, DatabaseKind kind) => model.Entity<SimulatorRow>(e =>
    {
        e.ToTable("machinesimulator_machine").HasKey(m => m.Id);
        e.Property(m => m.Code).HasMaxLength(12);
        e.HasIndex(m => m.Code).IsUnique();
    });
}

/// <summary>Takes the demo's machines over.</summary>
internal sealed class Adoption(LinliDb db, FieldCipher cipher) : IMachineSimulator
{
    public void Adopt(MachineToSimulate machine)
    {
        var journal = new MachineJournal { Seq = 0 };
        foreach (var shelf in machine.Shelves)
            journal.Shelves[shelf.Number] = shelf.Grams;
        db.Records<SimulatorRow>().Add(new()
        {
            Id = machine.Id, Code = machine.Code, IsMill = machine.IsMill, NameZh = machine.Name.Zh, NameEn = machine.Name.En, Key = cipher.Seal(machine.Key),
            Shelves = JsonSerializer.Serialize(machine.Shelves, Json.Options), Journal = journal.Write(),
        });
    }
}
