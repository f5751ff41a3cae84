using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.Platform.Time;

namespace Linli.People.Import;

/// <summary>Parents answer for their children; who else does has to be named.</summary>
internal sealed class HouseholdGuardians(ImportTask task)
{
    public void Enter(List<ImportMember> household)
    {
        var head = household.Find(m => m.Row.Read.ToHead == ToHead.Head);
        foreach (var child in household.Where(m => m.IsIn && GuardianRules.IsChild(m.Birth, task.Today)))
        {
            var named = child.Row.Read.Guardian is { Length: > 0 } name ? household.Find(m => m.Row.Read.Name == name && m.IsIn) : null;
            var isParent = child.Row.Read.ToHead == ToHead.Child && head is { IsIn: true };
            if (isParent)
                Enter(child, head!, GuardianKind.Parent);
            if (named is not null && (!isParent || named != head))
                Enter(child, named, child.Row.Read.ToHead == ToHead.Child && named.Row.Read.ToHead == ToHead.Spouse ? GuardianKind.Parent : GuardianKind.Appointed);
        }
    }

    private void Enter(ImportMember child, ImportMember guardian, GuardianKind kind)
    {
        var (young, old) = (child.Person!.Id, guardian.Person!.Id);
        if (GuardianRules.Check((old, guardian.Birth), (young, child.Birth), kind, task.Today) is not null || !task.Known.Guardians.Add((young, old)))
            return;
        task.Plan.NewGuardians.Add(new()
        {
            Id = Guid.CreateVersion7(task.Now), GuardianId = old, ChildId = young, Kind = kind, From = task.Now,
            To = LocalTime.StartOfDay(GuardianRules.OfAgeOn(child.Birth!.Value)), Evidence = "名册导入", EnteredBy = task.By,
        });
    }
}
