namespace Linli.Hall.Queue;

/// <summary>
/// The queues of a hall, by its counters. Service and questions have each their own; where a room has no counter for one of them, its
/// other counters serve both in one order, so that nobody waits for a counter that is not there.
/// </summary>
internal sealed class Queues(IReadOnlyList<CounterRow> counters)
{
    /// <summary>Whether a room has a counter at all.</summary>
    public bool Any(string site) => counters.Any(c => c.Site == site);

    /// <summary>Whether a room has a counter for just this.</summary>
    public bool Has(Purpose purpose, string site) => counters.Any(c => c.Site == site && c.Purpose == purpose);

    /// <summary>The queue in which somebody stands who came for this.</summary>
    public Purpose Of(Purpose purpose, string site)
    {
        var other = purpose == Purpose.Service ? Purpose.Consultation : Purpose.Service;
        return !Has(purpose, site) && Has(other, site) ? other : purpose;
    }

    /// <summary>Counters open now for who came for this.</summary>
    public int Open(Purpose purpose, string site) => counters.Count(c => c.Clerk is not null && c.Site == site && c.Purpose == Of(purpose, site));

    /// <summary>A counter by its id.</summary>
    public CounterRow? Find(Guid? id) => counters.FirstOrDefault(c => c.Id == id);
}
