using Linli.Platform.Text;

namespace Linli.Market;

/// <summary>A machine that a simulator is to be.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">What its QR code holds.</param>
/// <param name="IsMill">A rice mill; otherwise a cabinet.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Key">Its key.</param>
/// <param name="Shelves">What lies on each shelf.</param>
public sealed record MachineToSimulate(Guid Id, string Code, bool IsMill, Phrase Name, string Key, IReadOnlyList<ShelfToSimulate> Shelves);

/// <summary>A shelf of a simulated machine.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">What is on it.</param>
/// <param name="Grams">How much.</param>
/// <param name="PieceGrams">What one piece weighs; 0 for goods sold by weight.</param>
public sealed record ShelfToSimulate(int Number, Phrase Name, long Grams, int PieceGrams);

/// <summary>Is the demo's machines where no metal stands. Registered by nobody but the simulator, and used in the demo only.</summary>
public interface IMachineSimulator
{
    /// <summary>Becomes a machine, in the current transaction.</summary>
    void Adopt(MachineToSimulate machine);
}
