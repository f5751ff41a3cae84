namespace Linli.Neighbours;

/// <summary>What an operator may decide: configuration section <c>Neighbours</c>.</summary>
public sealed class NeighboursOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Neighbours";

    /// <summary>How many neighbours one may greet on one local day.</summary>
    public int GreetingsPerDay { get; set; } = 5;
}
