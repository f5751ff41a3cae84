using System.Globalization;
using Linli.Ledger;

namespace Linli.Market.Machines.Buy;

/// <summary>Lines of a wallet that are purchases at machines lead to their receipt.</summary>
internal sealed class MachineLinks(OwnSessions own) : ISubjectLinks
{
    public bool Owns(string kind) => kind == "machine.sale";

    public async Task<IReadOnlyDictionary<string, SubjectLink>> Find(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var found = new Dictionary<string, SubjectLink>(StringComparer.Ordinal);
        foreach (var subject in subjects)
            if (Guid.TryParse(subject, CultureInfo.InvariantCulture, out var id) && await own.Find(id, cancel) is not null)
                found[subject] = new($"/machines/s/{id}");
        return found;
    }
}
