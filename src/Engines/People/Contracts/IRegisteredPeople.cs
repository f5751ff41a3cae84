using Linli.Platform.Data;

namespace Linli.People;

/// <summary>How many people the register knows to live at a place: what figures per head are divided by.</summary>
public interface IRegisteredPeople
{
    /// <summary>People who live within the place, each counted once; owners who live elsewhere and the dead are not among them.</summary>
    Task<int> Count(ScopePath place, CancellationToken cancel);
}
