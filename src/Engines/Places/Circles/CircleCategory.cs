using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Places.Circles;

/// <summary>Where and when a rule of the circles holds, and where it comes from.</summary>
/// <param name="Jurisdiction">The place it holds at and below.</param>
/// <param name="EffectiveFrom">First local date.</param>
/// <param name="EffectiveTo">Last local date; <c>null</c> while none is known.</param>
/// <param name="Source">Where it was taken from.</param>
public sealed record RuleTerm(ScopePath Jurisdiction, DateOnly EffectiveFrom, DateOnly? EffectiveTo, string Source)
{
    /// <summary>Whether it holds at a place on a day.</summary>
    public bool Holds(ScopePath place, DateOnly day) => Jurisdiction.Contains(place) && EffectiveFrom <= day && !(EffectiveTo < day);
}

/// <summary>What a home should have within reach.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kinds">Kinds of facilities that serve it.</param>
/// <param name="Minutes">Which circle it belongs to: 5, 10 or 15 minutes.</param>
/// <param name="Metres">The longest way on foot, where the standard gives metres; along the network, not as the crow flies.</param>
/// <param name="Profile">Who walks.</param>
/// <param name="SquareMetresPer100Homes">Square metres asked for a hundred homes.</param>
/// <param name="Term">Where and when this holds, and where it comes from.</param>
public sealed record CircleCategory(
    string Code, Phrase Name, IReadOnlyList<string> Kinds, int Minutes, int? Metres, string Profile, int? SquareMetresPer100Homes, RuleTerm Term)
{
    /// <summary>Where it was taken from.</summary>
    public string Source => Term.Source;
}

/// <summary>One of the circles (生活圈) of GB 50180-2018 (R22). A wider circle does not replace a narrower one.</summary>
/// <param name="Minutes">5, 10 or 15.</param>
/// <param name="MetresFrom">How far it reaches at least.</param>
/// <param name="MetresTo">How far it reaches at most.</param>
/// <param name="PeopleFrom">Fewest people it is planned for.</param>
/// <param name="PeopleTo">Most people it is planned for.</param>
/// <param name="HomesFrom">Fewest homes it is planned for.</param>
/// <param name="HomesTo">Most homes it is planned for.</param>
/// <param name="Term">Where and when this holds, and where it comes from.</param>
public sealed record CircleLevel(int Minutes, int MetresFrom, int MetresTo, int PeopleFrom, int PeopleTo, int HomesFrom, int HomesTo, RuleTerm Term)
{
    /// <summary>Where the figures were taken from.</summary>
    public string Source => Term.Source;

    /// <summary>How many circles of this width so many homes make; 0 where they are fewer than one needs.</summary>
    public int CirclesFor(int homes) => homes / HomesFrom;
}
