using Linli.Platform.Data;

namespace Linli.Places;

/// <summary>How many people of which age live where, without saying who; implemented by the engine that knows people.</summary>
public interface IPopulation
{
    /// <summary>People by building; buildings nobody is registered in are left out.</summary>
    Task<IReadOnlyDictionary<ScopePath, PeopleByAge>> InBuildings(IReadOnlyCollection<ScopePath> buildings, CancellationToken cancel);
}

/// <summary>People counted by age on today's local date.</summary>
/// <param name="Under3">0 to 2 years.</param>
/// <param name="From3To5">3 to 5 years.</param>
/// <param name="From6To17">6 to 17 years.</param>
/// <param name="From18To59">18 to 59 years.</param>
/// <param name="From60To69">60 to 69 years.</param>
/// <param name="From70">70 years and older.</param>
public sealed record PeopleByAge(int Under3, int From3To5, int From6To17, int From18To59, int From60To69, int From70)
{
    /// <summary>Everybody.</summary>
    public int All => Under3 + From3To5 + From6To17 + From18To59 + From60To69 + From70;

    /// <summary>Both together.</summary>
    public PeopleByAge Plus(PeopleByAge other) => new(
        Under3 + other.Under3, From3To5 + other.From3To5, From6To17 + other.From6To17, From18To59 + other.From18To59,
        From60To69 + other.From60To69, From70 + other.From70);
}

internal sealed class NoPopulation : IPopulation
{
    public Task<IReadOnlyDictionary<ScopePath, PeopleByAge>> InBuildings(IReadOnlyCollection<ScopePath> buildings, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<ScopePath, PeopleByAge>>(new Dictionary<ScopePath, PeopleByAge>());
}
