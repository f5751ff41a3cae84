using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.Places;

namespace Linli.People.Import;

/// <summary>A household of the file: found in the register by its head or its members, or founded when the first member needs it.</summary>
internal sealed class ImportHousehold(ImportTask task, Home home, List<ImportMember> living)
{
    private Guid? id;

    public Guid Id() => id ??= Known() ?? Found();

    private Guid? Known()
    {
        var ties = task.Known.Ties.GetValueOrDefault(home.Id.Value, []);
        // A household whose last member leaves with this import ends, and takes nobody in.
        var there = task.Known.Households.GetValueOrDefault(home.Id.Value, [])
            .FindAll(h => ties.Exists(t => t.HouseholdId == h.Id && !task.Plan.Ended.ContainsKey(t)) || !ties.Exists(t => t.HouseholdId == h.Id));
        if (there.Count == 0)
            return null;
        var people = living.Select(m => m.Person!.Id).ToHashSet();
        return there.Find(h => h.HeadPersonId is { } head && people.Contains(head))?.Id
            ?? ties.Find(t => t.HouseholdId is not null && people.Contains(t.PersonId) && !task.Plan.Ended.ContainsKey(t))?.HouseholdId
            ?? (there is [{ HeadPersonId: null } only] || (there.Count == 1 && !living.Exists(m => m.Row.Read.ToHead == ToHead.Head)) ? there[0].Id : null);
    }

    private Guid Found()
    {
        var head = living.Find(m => m.Row.Read.ToHead == ToHead.Head) ?? living.Find(m => !GuardianRules.IsChild(m.Birth, task.Today));
        var founded = RegisterBook.NewHousehold(home, head?.Person?.Id, task.Now);
        task.Plan.NewHouseholds.Add(founded);
        return founded.Id;
    }
}
