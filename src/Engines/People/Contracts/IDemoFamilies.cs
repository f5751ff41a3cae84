using Linli.Platform.Data;

namespace Linli.People;

/// <summary>A child of the demo with one of its guardians.</summary>
/// <param name="Person">Id of the child.</param>
/// <param name="Name">Its name.</param>
/// <param name="Guardian">Id of the guardian.</param>
/// <param name="Building">Where it lives.</param>
public sealed record DemoChild(Guid Person, string Name, Guid Guardian, ScopePath Building);

/// <summary>The invented families of the demo, for seeders that bring what families do; nobody else asks here.</summary>
public interface IDemoFamilies
{
    /// <summary>Children of given ages who have a guardian and a home, those of the story first, then in the order of their ids.</summary>
    /// <param name="from">The youngest, completed years.</param>
    /// <param name="to">The oldest, completed years.</param>
    /// <param name="today">Local day.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancel">Ends the search.</param>
    Task<IReadOnlyList<DemoChild>> Children(int from, int to, DateOnly today, int most, CancellationToken cancel);

    /// <summary>Writes down, with few statements, that the guardians agreed to a purpose whose text stands.</summary>
    Task Agree(IReadOnlyCollection<DemoChild> children, string purpose, CancellationToken cancel);
}
