namespace Linli.Neighbours;

/// <summary>What an operator may decide: configuration section <c>Neighbours</c>.</summary>
public sealed class NeighboursOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Neighbours";

    /// <summary>How many neighbours one may greet on one local day.</summary>
    public int GreetingsPerDay { get; set; } = 5;

    /// <summary>Category of the case that a need found at a visit becomes; its type must not be public.</summary>
    public string NeedCategory { get; set; } = "disabled_help";

    /// <summary>After how many days without a contact a pairing is reminded of.</summary>
    public int PairingSilenceDays { get; set; } = 21;
}
