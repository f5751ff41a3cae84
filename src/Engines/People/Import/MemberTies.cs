using Linli.People.Accounts;
using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.People.Register.Search;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.People.Import;

/// <summary>Ties the members of a home to it: new ties, changed leases and shares, contradictions with ties that run, guardians.</summary>
internal sealed class MemberTies(ImportTask task)
{
    private readonly ImportPlan plan = task.Plan;
    private readonly HouseholdGuardians guardians = new(task);

    /// <summary>Whoever has a row that is taken in.</summary>
    public HashSet<Guid> Accepted { get; } = [];

    public void Tie(List<ImportMember> members, Home home, bool ownersStay)
    {
        var letOut = members.Exists(m => m.IsIn && m.Relation == HomeRelation.Tenant);
        var seen = new HashSet<Guid>();
        // Where the owners of the register stay, whoever the file names is entered beside them, and in no household of theirs.
        var aside = ownersStay ? members.Where(m => m.IsIn && m.Relation == HomeRelation.Owner && task.TieOf(m, home, HomeRelation.Owner) is null).ToHashSet() : [];
        foreach (var member in aside)
            member.Relation = HomeRelation.Family;
        foreach (var group in members.GroupBy(m => m.Household))
        {
            var household = new ImportHousehold(task, home, [.. group.Where(m => m.IsIn && !(letOut && m.Relation == HomeRelation.Owner))]);
            foreach (var member in group.Where(m => m.IsIn))
            {
                if (!seen.Add(member.Person!.Id))
                {
                    plan.Repeated++;
                    continue;
                }

                var lives = !aside.Contains(member) && !(letOut && member.Relation == HomeRelation.Owner);
                if (!Tie(member, home, aside.Contains(member), () => lives ? household.Id() : null))
                    continue;
                Accepted.Add(member.Person.Id);
                if (!member.Changed)
                    plan.Unchanged++;
            }

            guardians.Enter([.. group.Where(m => m.IsIn)]);
        }
    }

    // False when the row is refused after all.
    private bool Tie(ImportMember member, Home home, bool isAside, Func<Guid?> household)
    {
        var row = member.Row;
        if (task.TieOf(member, home, member.Relation) is { } same)
        {
            Renew(member, same);
            return true;
        }

        if (task.TieOf(member, home) is { } other)
        {
            // What the row itself does not say contradicts nothing.
            if (row.Read.Relation is null || isAside)
                return true;
            if (!Settle(row, other, member.Relation))
                return row.Problem is null;
        }

        if (FactsOf(member) is not { } facts)
            return false;
        var community = task.Tree.CommunityOf(home.Building)?.Path;
        var account = task.Known.Accounts.TryGetValue(member.Person!.Id, out var found) ? found : (Guid?)null;
        var tie = RegisterBook.NewTie(member.Person, account, home, facts, household(), task.Now);
        plan.NewTies.Add(tie);
        if (account is not null && community is { } resident)
            plan.NewPosts.Add(Residency.Post(tie, resident, task.By, task.Now));
        plan.Places[member.Person] = SearchPlaces.After(plan.Places.GetValueOrDefault(member.Person, member.Person.SearchPlace), community ?? home.Building);
        member.Changed = true;
        return true;
    }

    // Nothing when the row is refused.
    private TieFacts? FactsOf(ImportMember member)
    {
        var row = member.Row;
        var openLease = member is { Relation: HomeRelation.Tenant, LeaseEnd: null };
        if (openLease)
            plan.OpenLeases++;
        if (openLease && task.Answers.Leases == LeaseAnswer.LeaveOut)
        {
            row.Problem = new(ImportColumns.LeaseEnd, ("租户没有租期截止日，按您的决定未导入", "A tenant without the end of the lease; left out, as you decided"));
            return null;
        }

        var facts = new TieFacts
        {
            Relation = member.Relation,
            LeaseEnd = openLease && task.Answers.Leases == LeaseAnswer.SameDay ? task.Answers.LeasesUntil : member.LeaseEnd,
            // Counted as unknown too while nobody has answered: nothing is written before.
            LeaseUnknown = openLease && task.Answers.Leases is LeaseAnswer.Unknown or null,
            Since = row.Read.From,
            Share = member.Relation == HomeRelation.Owner ? row.Read.Share : null,
        };
        if (TieRules.Check(facts, [], member.Birth, task.Today).FirstOrDefault() is not { } wrong)
            return facts;
        row.Problem = new(wrong.Field == "since" ? ImportColumns.From : ImportColumns.LeaseEnd, wrong.Message);
        return null;
    }

    private void Renew(ImportMember member, HomeTie tie)
    {
        var changes = new List<Action>();
        if (member is { Relation: HomeRelation.Tenant, LeaseEnd: { } end } && LocalTime.EndOfDay(end) is var until && tie.To != until)
            changes.Add(() => tie.To = until);
        if (member.Relation == HomeRelation.Owner && member.Row.Read.Share is { } share && TieRules.ShareOf(tie) != share)
            changes.Add(() => (tie.ShareNumerator, tie.ShareDenominator) = (share.Numerator, share.Denominator));
        if (changes.Count == 0)
            return;
        plan.TieChanges.TryAdd(tie, []);
        plan.TieChanges[tie].AddRange(changes);
        member.Changed = true;
    }

    // True when the file wins and a new tie is to be made.
    private bool Settle(ImportRow row, HomeTie other, HomeRelation relation)
    {
        var verdict = task.Ask(new(
            ConflictKind.Relation, row.Read.Number, Masked.Name(row.Read.Name), row.Home!.Label, RegistrationWords.Of(other.Relation), RegistrationWords.Of(relation)));
        if (verdict == Verdict.Replace)
            plan.Ended[other] = TieEnd.Mistake;
        if (verdict == Verdict.Skip)
            row.Problem = ImportTask.LeftOut(ConflictKind.Relation);
        return verdict == Verdict.Replace;
    }
}
