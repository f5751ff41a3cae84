using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.Places;

namespace Linli.People.Import;

/// <summary>Decides what a file adds to the register, home by home. Asks nothing of the database: everything is in the snapshot.</summary>
internal sealed class ImportPlanner(ImportTask task, RegisterBook book)
{
    private readonly MemberOwners owners = new(task);
    private readonly MemberTies ties = new(task);

    /// <summary>Plans the whole file; rows that are refused carry their problem afterwards.</summary>
    public ImportPlan Plan()
    {
        var (plan, people) = (task.Plan, new PersonMatch(task, book));
        foreach (var rows in task.File.Rows.Where(r => r is { Problem: null, Home: not null }).GroupBy(r => r.Home!.Id))
        {
            var members = Households(rows);
            var home = members[0].Row.Home!;
            CheckGenerations(members);
            foreach (var member in members.Where(m => m.Row.Problem is null))
            {
                member.Person = people.Of(member.Row, out var changed);
                member.Changed = changed;
            }

            foreach (var household in members.GroupBy(m => m.Household))
                Relate([.. household], home);
            ties.Tie(members, home, ownersStay: owners.Check(members, home));
        }

        // Whoever was made or changed for rows that were refused after all is not taken in.
        plan.NewPeople.RemoveAll(p => !ties.Accepted.Contains(p.Id));
        foreach (var person in plan.PersonChanges.Keys.Where(p => !ties.Accepted.Contains(p.Id)).ToList())
            plan.PersonChanges.Remove(person);
        return plan;
    }

    // Rows of a home are one household, unless numbers or several heads say otherwise.
    private static List<ImportMember> Households(IEnumerable<ImportRow> rows)
    {
        var members = new List<ImportMember>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (current, count, hasHead) = (0, 0, false);
        foreach (var row in rows)
        {
            if (row.Read.Household is { Length: > 0 } number)
            {
                if (!numbers.TryGetValue(number, out current))
                    numbers[number] = current = ++count;
            }
            else if (row.Read.ToHead == ToHead.Head && hasHead)
            {
                current = ++count;
            }

            hasHead |= row.Read.ToHead == ToHead.Head;
            members.Add(new(row, current));
        }

        return members;
    }

    private static void CheckGenerations(List<ImportMember> members)
    {
        foreach (var household in members.GroupBy(m => m.Household))
            if (household.FirstOrDefault(m => m.Row.Read.ToHead == ToHead.Head) is { } head)
                foreach (var one in household)
                {
                    var (parent, child) = one.Row.Read.ToHead == ToHead.Parent ? (one, head) : (head, one);
                    if (one.Row.Read.ToHead is ToHead.Child or ToHead.Parent && GuardianRules.Older(parent.Row.Read.BirthDay, child.Row.Read.BirthDay) is not null)
                        one.Row.Problem = new(ImportColumns.Birth, (
                            $"子女比父母年长：请核对与第 {head.Row.Read.Number} 行的关系和双方出生日期",
                            $"A child older than the parent: check the relation to row {head.Row.Read.Number} and both birth dates"));
                }
    }

    // Where a row does not say it, the register does; where it does not either, somebody answers for the head, and the others belong to them.
    private void Relate(List<ImportMember> household, Home home)
    {
        var head = household.Find(m => m.Row.Read.ToHead == ToHead.Head) ?? household[0];
        head.Relation = head.Row.Read.Relation ?? HeadRelation(head, home);
        var lease = household.Select(m => m.Row.Read.LeaseEnd).FirstOrDefault(l => l is not null);
        foreach (var member in household)
        {
            if (member != head)
                member.Relation = member.Row.Read.Relation ?? (head.Relation == HomeRelation.Tenant ? HomeRelation.Tenant : HomeRelation.Family);
            member.LeaseEnd = member.Relation == HomeRelation.Tenant ? member.Row.Read.LeaseEnd ?? lease : null;
        }
    }

    private HomeRelation HeadRelation(ImportMember head, Home home)
    {
        if (!head.IsIn)
            return HomeRelation.Owner;
        if (task.TieOf(head, home) is { } known)
            return known.Relation;
        if (head.Row.Read.ToHead is null && task.Known.Ties.GetValueOrDefault(home.Id.Value, []).Exists(t => t.Relation == HomeRelation.Owner))
            return HomeRelation.Family;
        task.Plan.Heads++;
        if (task.Answers.Heads == HeadAnswer.LeaveOut)
            head.Row.Problem = new(ImportColumns.Relation, (
                "文件没有写明户主是不是业主，按您的决定未导入", "The file does not say whether the head of the household owns the home; left out, as you decided"));
        return task.Answers.Heads == HeadAnswer.Family ? HomeRelation.Family : HomeRelation.Owner;
    }
}
