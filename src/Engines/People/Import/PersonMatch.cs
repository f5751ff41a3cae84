using Linli.People.Accounts;
using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.Platform.Text;

namespace Linli.People.Import;

/// <summary>
/// Finds out who a row speaks of, in the file and in the register: by the document, else by phone and name, else by home and
/// name. Fills in what the register does not know, and asks where both contradict each other.
/// </summary>
internal sealed class PersonMatch(ImportTask task, RegisterBook book)
{
    private const int MayHaveAPhone = 14;

    private readonly Dictionary<string, (Person Person, ImportRow Row)> inFile = new(StringComparer.Ordinal);
    private readonly RegisterSnapshot known = task.Known;
    private readonly ImportPlan plan = task.Plan;
    private readonly DateOnly today = task.Today;
    private readonly Dictionary<string, ImportRow> phoneOwners = PhoneOwners(task.File, task.Today);
    private readonly Dictionary<string, Guid> takenPhones = task.Known.ByPhone.ToDictionary(p => p.Key, p => p.Value.Id, StringComparer.Ordinal);

    /// <summary>The person of a row; <c>null</c> when the row is refused or left out.</summary>
    /// <param name="row">A row with a home.</param>
    /// <param name="changed">Whether the register did not know all of it.</param>
    public Person? Of(ImportRow row, out bool changed)
    {
        changed = false;
        if (Earlier(row) is { } earlier)
        {
            if (row.IdentityHash is not null && earlier.Person.Name != row.Read.Name && earlier.Row.Read.Name != row.Read.Name)
            {
                row.Problem = new(ImportColumns.Identity, ($"证件号码与第 {earlier.Row.Read.Number} 行相同，姓名却不同", $"The document is that of row {earlier.Row.Read.Number}, under another name"));
                return null;
            }

            Add(earlier.Person, row);
            return earlier.Person;
        }

        var person = InRegister(row);
        if (person?.DiedOn is not null)
        {
            row.Problem = new(ImportColumns.Name, ("名册里此人已登记去世", "The register says that this person has died"));
            return null;
        }

        if (person is null)
        {
            person = book.NewPerson(Facts(row), task.Now);
            plan.NewPeople.Add(person);
            changed = true;
        }
        else if (!Complete(person, row, ref changed))
        {
            return null;
        }

        Remember(row, person);
        return person;
    }

    private PersonRead Facts(ImportRow row)
    {
        var read = row.Read;
        var own = row.PhoneHash is { } hash && MayHave(row, hash, null);
        if (own)
            takenPhones[row.PhoneHash!] = Guid.Empty;
        return new(read.Name, own ? read.Phone : null, own ? null : read.Phone, read.Identity, read.BirthDay, read.Sex);
    }

    // A phone that several rows or people share belongs to one of them; the others can be reached there.
    private bool MayHave(ImportRow row, string hash, Guid? self) =>
        takenPhones.TryGetValue(hash, out var holder) ? holder == self : phoneOwners[hash] == row;

    private (Person Person, ImportRow Row)? Earlier(ImportRow row) =>
        Keys(row).Select(k => inFile.TryGetValue(k, out var found) && Compatible(found.Row.Read, row.Read) ? found : ((Person Person, ImportRow Row)?)null)
            .FirstOrDefault(f => f is not null);

    // A row that repeats another one may bring the document that one lacks.
    private void Add(Person person, ImportRow again)
    {
        if (again.Read.Identity is not { } number || person.IdentityHash is not null || Locked(person) is not null || known.ByIdentity.ContainsKey(again.IdentityHash!))
            return;
        if (plan.NewPeople.Contains(person))
            Write();
        else
            (plan.PersonChanges.TryGetValue(person, out var changes) ? changes : plan.PersonChanges[person] = []).Add(Write);
        Remember(again, person);

        void Write()
        {
            book.SetIdentity(person, number);
            person.BirthDate ??= number.BirthDate;
            person.Sex ??= number.Sex;
        }
    }

    private void Remember(ImportRow row, Person person)
    {
        foreach (var key in Keys(row))
            inFile.TryAdd(key, (person, row));
    }

    private static IEnumerable<string> Keys(ImportRow row)
    {
        if (row.IdentityHash is { } identity)
            yield return "i" + identity;
        if (row.PhoneHash is { } phone)
            yield return "p" + phone + row.Read.Name;
        yield return "h" + row.Home!.Id.Value.ToString("N") + row.Read.Name;
    }

    private static bool Compatible(PersonRow one, PersonRow other) =>
        (one.Identity is null || other.Identity is null || one.Identity.Value == other.Identity.Value)
        && (one.BirthDay is null || other.BirthDay is null || one.BirthDay == other.BirthDay);

    private Person? InRegister(ImportRow row)
    {
        if (row.IdentityHash is { } identity && known.ByIdentity.TryGetValue(identity, out var byDocument))
            return byDocument;
        if (row.PhoneHash is { } phone && known.ByPhone.TryGetValue(phone, out var byPhone)
            && (byPhone.Name is null || byPhone.Name == row.Read.Name) && IdentityFits(byPhone, row))
            return byPhone;
        return known.Ties.GetValueOrDefault(row.Home!.Id.Value, []).Select(t => known.ById.GetValueOrDefault(t.PersonId))
            .FirstOrDefault(p => p is not null && p.Name == row.Read.Name && IdentityFits(p, row)
                && (p.BirthDate is null || row.Read.BirthDay is null || p.BirthDate == row.Read.BirthDay));
    }

    private static bool IdentityFits(Person person, ImportRow row) =>
        person.IdentityHash is null || row.IdentityHash is null || person.IdentityHash == row.IdentityHash;

    // False when the row is left out by decision.
    private bool Complete(Person person, ImportRow row, ref bool changed)
    {
        var read = row.Read;
        var changes = new List<Action>();
        if (person.Identity is null && read.Identity is { } number)
            changes.Add(() => book.SetIdentity(person, number));
        if (person.Sex is null && read.Sex is { } sex)
            changes.Add(() => person.Sex = sex);
        if (person.Name is null)
            changes.Add(() => person.Name = read.Name);
        else if (person.Name != read.Name
            && !Settle(row, new(ConflictKind.Name, read.Number, Masked.Name(person.Name), row.Home!.Label, Masked.Name(person.Name), Masked.Name(read.Name), Locked(person)), () => person.Name = read.Name, changes))
            return false;
        if (!Birth(person, row, changes) || !Phone(person, row, changes))
            return false;
        // What is missing there is filled in there.
        if (Locked(person) is not null)
            changes.Clear();
        if (changes.Count > 0)
        {
            plan.PersonChanges.TryAdd(person, []);
            plan.PersonChanges[person].AddRange(changes);
            changed = true;
        }

        return true;
    }

    private bool Birth(Person person, ImportRow row, List<Action> changes)
    {
        if (row.Read.BirthDay is not { } born || person.BirthDate == born)
            return true;
        if (person.BirthDate is not { } before)
        {
            changes.Add(() => person.BirthDate = born);
            return true;
        }

        return Settle(
            row, new(ConflictKind.Birth, row.Read.Number, Masked.Name(person.Name), row.Home!.Label, $"{before.Year}-**-**", $"{born.Year}-**-**", Locked(person)),
            () => person.BirthDate = born, changes);
    }

    private bool Phone(Person person, ImportRow row, List<Action> changes)
    {
        if (row is not { PhoneHash: { } hash, Read.Phone: { } phone } || person.PhoneHash == hash)
            return true;
        // Somebody without a phone of their own is listed with the one by which they are reached.
        if (person.Phone is null && book.IsReachedBy(person, phone))
            return true;
        if (!MayHave(row, hash, person.Id))
        {
            // Somebody else's phone is where to ring for those who have none.
            if (person.Phone is null && person.ContactPhoneMask is null)
                changes.Add(() => book.SetContactPhone(person, phone));
            return true;
        }

        if (person.Phone is null && (!IsYoung(person, row) || person.ContactPhone is null))
        {
            takenPhones[hash] = person.Id;
            changes.Add(() => book.SetPhone(person, phone));
            return true;
        }

        return Settle(
            row, new(ConflictKind.Phone, row.Read.Number, Masked.Name(person.Name), row.Home!.Label, person.PhoneMask ?? person.ContactPhoneMask ?? "", phone.ToString(), LockedPhone(person)),
            () => book.SetPhone(person, phone), changes);
    }

    private bool IsYoung(Person person, ImportRow row) =>
        (person.BirthDate ?? row.Read.BirthDay) is { } born && born <= today && Platform.Time.LocalTime.AgeOn(born, today) < MayHaveAPhone;

    // People of other communities are changed there, not by a file that happens to name them.
    private Phrase? Locked(Person person) =>
        known.Elsewhere.Contains(person.Id) ? ("此人登记在其他社区，只能由那里修改", "This person is registered in another community, which alone may change it") : null;

    private Phrase? LockedPhone(Person person) =>
        known.HasAccount.Contains(person.Id) ? ("此人用这个手机号登录，只能本人修改", "This phone opens the person's account: only they may change it") : Locked(person);

    private bool Settle(ImportRow row, ImportConflict conflict, Action replace, List<Action> changes)
    {
        switch (task.Ask(conflict))
        {
            case Verdict.Skip:
                row.Problem = ImportTask.LeftOut(conflict.Kind);
                return false;
            case Verdict.Replace when conflict.Locked is { } reason:
                row.Problem = new(ImportTask.FieldOf(conflict.Kind), reason);
                return false;
            case Verdict.Replace:
                changes.Add(replace);
                return true;
            default:
                return true;
        }
    }

    private static Dictionary<string, ImportRow> PhoneOwners(ImportFile file, DateOnly today)
    {
        var owners = new Dictionary<string, ImportRow>(StringComparer.Ordinal);
        foreach (var row in file.Rows.Where(r => r is { PhoneHash: not null, Problem: null }))
            if (!owners.TryGetValue(row.PhoneHash!, out var first) || (GuardianRules.IsChild(first.Read.BirthDay, today) && !GuardianRules.IsChild(row.Read.BirthDay, today)))
                owners[row.PhoneHash!] = row;
        return owners;
    }
}
