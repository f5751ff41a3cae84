using Linli.People.Accounts;
using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.People.Import;

/// <summary>Decides what a file adds to the register, home by home. Asks nothing of the database: everything is in the snapshot.</summary>
internal sealed class ImportPlanner(
    ImportFile file, RegisterSnapshot known, RegisterBook book, IScopeTree tree, Guid? by, Decisions decisions, DateTimeOffset now)
{
    private readonly ImportPlan plan = new();
    private readonly HashSet<Guid> accepted = [];
    private readonly DateOnly today = LocalTime.DateOf(now);

    private sealed class Member(ImportRow row, int household)
    {
        public ImportRow Row { get; } = row;

        public int Household { get; } = household;

        public HomeRelation Relation { get; set; }

        public DateOnly? LeaseEnd { get; set; }

        public Person? Person { get; set; }

        public bool Changed { get; set; }

        public bool IsIn => Person is not null && Row.Problem is null;

        public DateOnly? Birth => Person?.BirthDate ?? Row.Read.BirthDay;
    }

    /// <summary>Plans the whole file; rows that are refused carry their problem afterwards.</summary>
    public ImportPlan Plan()
    {
        var people = new PersonMatch(file, known, book, plan, decisions, today, now);
        foreach (var home in file.Rows.Where(r => r is { Problem: null, Home: not null }).GroupBy(r => r.Home!.Id))
        {
            var members = Households(home);
            foreach (var household in members.GroupBy(m => m.Household))
                Relate([.. household], home.Key.Value);
            CheckGenerations(members);
            foreach (var member in members.Where(m => m.Row.Problem is null))
            {
                member.Person = people.Of(member.Row, out var changed);
                member.Changed = changed;
            }

            var keepOwners = CheckOwners(members, members[0].Row.Home!);
            Tie(members, members[0].Row.Home!, keepOwners);
        }

        // Whoever was made or changed for rows that were refused after all is not taken in.
        plan.NewPeople.RemoveAll(p => !accepted.Contains(p.Id));
        foreach (var person in plan.PersonChanges.Keys.Where(p => !accepted.Contains(p.Id)).ToList())
            plan.PersonChanges.Remove(person);
        return plan;
    }

    // Rows of a home are one household, unless numbers or several heads say otherwise.
    private static List<Member> Households(IEnumerable<ImportRow> rows)
    {
        var members = new List<Member>();
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

    // Where a row does not say it: the head and the first of those without a word own the home, the others belong to them.
    private void Relate(List<Member> household, Guid home)
    {
        var head = household.Find(m => m.Row.Read.ToHead == ToHead.Head) ?? household[0];
        var ownerKnown = known.Ties.GetValueOrDefault(home, []).Exists(t => t.Relation == HomeRelation.Owner);
        head.Relation = head.Row.Read.Relation ?? (head.Row.Read.ToHead is null && ownerKnown ? HomeRelation.Family : HomeRelation.Owner);
        var lease = household.Select(m => m.Row.Read.LeaseEnd).FirstOrDefault(l => l is not null);
        foreach (var member in household)
        {
            if (member != head)
                member.Relation = member.Row.Read.Relation ?? (head.Relation == HomeRelation.Tenant ? HomeRelation.Tenant : HomeRelation.Family);
            member.LeaseEnd = member.Relation == HomeRelation.Tenant ? member.Row.Read.LeaseEnd ?? lease : null;
        }
    }

    private static void CheckGenerations(List<Member> members)
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

    // True when the owners of the register stay and those of the file do not become owners.
    private bool CheckOwners(List<Member> members, Home home)
    {
        var owners = members.Where(m => m.IsIn && m.Relation == HomeRelation.Owner).DistinctBy(m => m.Person!.Id).ToList();
        if (owners.Count == 0)
            return false;
        var inFile = owners.Select(m => m.Person!.Id).ToHashSet();
        var others = known.Ties.GetValueOrDefault(home.Id.Value, []).Where(t => t.Relation == HomeRelation.Owner && !inFile.Contains(t.PersonId)).ToList();
        var companies = known.CompanyShares.GetValueOrDefault(home.Id.Value, []);
        var kept = others;
        var newcomers = owners.Where(m => !IsOwner(m, home)).ToList();
        var ownersStay = false;
        // Co-owners whose shares add up are no contradiction.
        if (others.Count > 0 && newcomers.Count > 0 && !Fits(owners, others, companies))
        {
            var verdict = Ask(newcomers[0].Row, others);
            ownersStay = verdict is Verdict.Keep or null;
            if (verdict == Verdict.Skip)
                newcomers.ForEach(m => m.Row.Problem = PersonMatch.LeftOut(ConflictKind.Owner));
            if (verdict == Verdict.Replace)
            {
                others.ForEach(t => plan.Ended[t] = TieEnd.Sold);
                kept = [];
            }
        }

        if (!ownersStay)
            CheckShares(owners, kept, companies, home);
        return ownersStay;
    }

    private Verdict? Ask(ImportRow row, List<HomeTie> others)
    {
        var names = string.Join('、', others.Select(t => Masked.Name(known.ById.GetValueOrDefault(t.PersonId)?.Name)));
        plan.Conflicts.Add(new(ConflictKind.Owner, row.Read.Number, Masked.Name(row.Read.Name), row.Home!.Label, names, Masked.Name(row.Read.Name)));
        var verdict = decisions.Of(ConflictKind.Owner, row.Read.Number);
        if (verdict is null)
            plan.Undecided++;
        return verdict;
    }

    private static bool Fits(List<Member> owners, List<HomeTie> others, List<Share> companies) =>
        owners.TrueForAll(m => m.Row.Read.Share is not null) && others.TrueForAll(t => TieRules.ShareOf(t) is not null)
        && !Exceed([.. owners.Select(m => m.Row.Read.Share!.Value), .. others.Select(t => TieRules.ShareOf(t)!.Value), .. companies]);

    private static bool Exceed(IEnumerable<Share> shares)
    {
        var (n, d) = Share.Sum(shares);
        return n > d;
    }

    private void CheckShares(List<Member> owners, List<HomeTie> kept, List<Share> companies, Home home)
    {
        var stated = owners.Where(m => m.Row.Read.Share is not null && m.Row.Problem is null).ToList();
        var stays = owners.Except(stated).Select(m => ShareInRegister(m, home)).OfType<Share>();
        var all = stated.Select(m => m.Row.Read.Share!.Value).Concat(stays).Concat(kept.Select(TieRules.ShareOf).OfType<Share>()).Concat(companies).ToList();
        if (stated.Count == 0 || !Exceed(all))
            return;
        var (n, d) = Share.Sum(all);
        var rows = string.Join('、', stated.Select(m => m.Row.Read.Number));
        foreach (var owner in stated)
            owner.Row.Problem = new(ImportColumns.Share, (
                $"这套房屋的份额合计 {n}/{d}，超过 100%（第 {rows} 行），请核对产权证",
                $"The shares of this home add up to {n}/{d}, more than the whole (rows {rows}): check the certificate"));
    }

    private HomeTie? TieOf(Member member, Home home, HomeRelation? relation = null) =>
        known.Ties.GetValueOrDefault(home.Id.Value, []).Find(t => t.PersonId == member.Person!.Id && (relation is null || t.Relation == relation) && !plan.Ended.ContainsKey(t));

    private bool IsOwner(Member member, Home home) => TieOf(member, home, HomeRelation.Owner) is not null;

    private Share? ShareInRegister(Member member, Home home) => TieOf(member, home, HomeRelation.Owner) is { } tie ? TieRules.ShareOf(tie) : null;

    private void Tie(List<Member> members, Home home, bool ownersStay)
    {
        var letOut = members.Exists(m => m.IsIn && m.Relation == HomeRelation.Tenant);
        var seen = new HashSet<Guid>();
        foreach (var group in members.GroupBy(m => m.Household))
        {
            var household = new HouseholdOf(plan, known, today, now, home, [.. group.Where(m => m.IsIn && !(letOut && m.Relation == HomeRelation.Owner))]);
            foreach (var member in group.Where(m => m.IsIn))
            {
                if (!seen.Add(member.Person!.Id))
                {
                    plan.Repeated++;
                    continue;
                }

                var lives = !(letOut && member.Relation == HomeRelation.Owner);
                if (!Tie(member, home, ownersStay, () => lives ? household.Id() : null))
                    continue;
                accepted.Add(member.Person.Id);
                if (!member.Changed)
                    plan.Unchanged++;
            }

            Guard([.. group.Where(m => m.IsIn)]);
        }
    }

    // False when the row is refused after all.
    private bool Tie(Member member, Home home, bool ownersStay, Func<Guid?> household)
    {
        var row = member.Row;
        if (TieOf(member, home, member.Relation) is { } same)
        {
            Renew(member, same);
            return true;
        }

        if (TieOf(member, home) is { } other)
        {
            if (row.Read.Relation is null && row.Read.ToHead != ToHead.Head)
                return true;
            if (!Settle(row, other, member.Relation))
                return row.Problem is null;
        }

        if (ownersStay && member.Relation == HomeRelation.Owner)
            return true;
        var facts = new TieFacts
        {
            Relation = member.Relation, LeaseEnd = member.LeaseEnd, Since = row.Read.From,
            Share = member.Relation == HomeRelation.Owner ? row.Read.Share : null,
        };
        if (TieRules.Check(facts, [], member.Birth, today).FirstOrDefault() is { } wrong)
        {
            row.Problem = new(wrong.Field == "since" ? ImportColumns.From : ImportColumns.LeaseEnd, wrong.Message);
            return false;
        }

        var account = known.Accounts.TryGetValue(member.Person!.Id, out var found) ? found : (Guid?)null;
        var tie = RegisterBook.NewTie(member.Person, account, home, facts, household(), now);
        plan.NewTies.Add(tie);
        if (account is not null && tree.CommunityOf(home.Building) is { } community)
            plan.NewPosts.Add(Residency.Post(tie, community.Path, by, now));
        member.Changed = true;
        return true;
    }

    private void Renew(Member member, HomeTie tie)
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
        plan.Conflicts.Add(new(
            ConflictKind.Relation, row.Read.Number, Masked.Name(row.Read.Name), row.Home!.Label, RegistrationWords.Of(other.Relation), RegistrationWords.Of(relation)));
        switch (decisions.Of(ConflictKind.Relation, row.Read.Number))
        {
            case Verdict.Replace:
                plan.Ended[other] = TieEnd.Mistake;
                return true;
            case Verdict.Skip:
                row.Problem = PersonMatch.LeftOut(ConflictKind.Relation);
                return false;
            case null:
                plan.Undecided++;
                return false;
            default:
                return false;
        }
    }

    // Parents answer for their children; who else does has to be named.
    private void Guard(List<Member> household)
    {
        var head = household.Find(m => m.Row.Read.ToHead == ToHead.Head);
        foreach (var child in household.Where(m => m.IsIn && GuardianRules.IsChild(m.Birth, today)))
        {
            var named = child.Row.Read.Guardian is { Length: > 0 } name ? household.Find(m => m.Row.Read.Name == name && m.IsIn) : null;
            var isParent = child.Row.Read.ToHead == ToHead.Child && head is { IsIn: true };
            if (isParent)
                Guard(child, head!, GuardianKind.Parent);
            if (named is not null && (!isParent || named != head))
                Guard(child, named, child.Row.Read.ToHead == ToHead.Child && named.Row.Read.ToHead == ToHead.Spouse ? GuardianKind.Parent : GuardianKind.Appointed);
        }
    }

    private void Guard(Member child, Member guardian, GuardianKind kind)
    {
        var (young, old) = (child.Person!.Id, guardian.Person!.Id);
        if (GuardianRules.Check((old, guardian.Birth), (young, child.Birth), kind, today) is not null || !known.Guardians.Add((young, old)))
            return;
        plan.NewGuardians.Add(new()
        {
            Id = Guid.CreateVersion7(now), GuardianId = old, ChildId = young, Kind = kind, From = now,
            To = LocalTime.StartOfDay(child.Birth!.Value.AddYears(GuardianRules.AdultAge)), Evidence = "名册导入", EnteredBy = by,
        });
    }

    // Found in the register by its head or its members, or founded when the first member needs it.
    private sealed class HouseholdOf(ImportPlan plan, RegisterSnapshot known, DateOnly today, DateTimeOffset now, Home home, List<Member> living)
    {
        private Guid? id;

        public Guid Id() => id ??= Known() ?? Found();

        private Guid? Known()
        {
            var there = known.Households.GetValueOrDefault(home.Id.Value, []);
            if (there.Count == 0)
                return null;
            var people = living.Select(m => m.Person!.Id).ToHashSet();
            return there.Find(h => h.HeadPersonId is { } head && people.Contains(head))?.Id
                ?? known.Ties.GetValueOrDefault(home.Id.Value, []).Find(t => t.HouseholdId is not null && people.Contains(t.PersonId))?.HouseholdId
                ?? (there is [{ HeadPersonId: null } only] || (there.Count == 1 && !living.Exists(m => m.Row.Read.ToHead == ToHead.Head)) ? there[0].Id : null);
        }

        private Guid Found()
        {
            var head = living.Find(m => m.Row.Read.ToHead == ToHead.Head) ?? living.Find(m => !GuardianRules.IsChild(m.Birth, today));
            var founded = RegisterBook.NewHousehold(home, head?.Person?.Id, now);
            plan.NewHouseholds.Add(founded);
            return founded.Id;
        }
    }
}
