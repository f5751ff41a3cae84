using System.Globalization;
using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Privacy.Consents;
using Linli.People.Register;
using Linli.People.Registrations;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>What this engine keeps of a person. The row of a deleted person stays, empty: what others keep points at nobody.</summary>
internal sealed class PeoplePersonalData(LinliDb db, FieldCipher cipher, ConsentDesk consents, OwnRecords records, IFileStore files, TimeProvider time) : IPersonalData
{
    public string Module => "people";

    public Phrase Title => ("个人资料", "About me");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var person = await db.Records<Person>().AsNoTracking().SingleAsync(p => p.Id == subject.Person, cancel);
        var ties = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.PersonId == subject.Person).OrderBy(t => t.From).ToListAsync(cancel);
        var asked = await db.Unfiltered<Registration>().AsNoTracking().Where(r => subject.Accounts.Contains(r.AccountId)).OrderBy(r => r.At).ToListAsync(cancel);
        var given = await db.Records<Consent>().AsNoTracking().Where(c => c.PersonId == subject.Person).OrderBy(c => c.GivenAt).ToListAsync(cancel);
        var views = await db.Records<View>().AsNoTracking().Where(v => v.PersonId == subject.Person).OrderBy(v => v.At).ToListAsync(cancel);
        var family = await Family(subject.Person, cancel);
        return
        [
            new("profile", ("基本信息", "Profile"), [Profile(person)]),
            new("homes", ("我的房屋", "My homes"), [.. ties.Select(t => new DataValue[]
            {
                new("home", ("房屋", "Home"), t.HomeLabel),
                new("relation", ("关系", "Relation"), t.Relation.ToString().ToLowerInvariant()),
                new("share", ("产权份额", "Share"), t.ShareNumerator is { } n ? $"{n}/{t.ShareDenominator}" : null),
                new("from", ("开始", "From"), Instant(t.From)),
                new("to", ("结束", "To"), t.To is { } to ? Instant(to) : null),
            })]),
            new("family", ("监护与代办", "Guardians and agents"), family),
            new("registrations", ("认证申请", "Requests to be verified"), [.. asked.Select(r => new DataValue[]
            {
                new("home", ("房屋", "Home"), r.HomeLabel),
                new("name", ("姓名", "Name"), r.Name),
                new("note", ("说明", "Note"), r.Note),
                new("at", ("时间", "When"), Instant(r.At)),
                new("state", ("结果", "State"), r.State.ToString().ToLowerInvariant()),
                new("reason", ("原因", "Reason"), r.Reason),
            })]),
            new("consents", ("授权记录", "Consents"), [.. given.Select(c => new DataValue[]
            {
                new("purpose", ("用途", "Purpose"), c.Purpose),
                new("version", ("文本版本", "Version of the text"), c.TextVersion.ToString(CultureInfo.InvariantCulture)),
                new("textHash", ("文本校验", "Hash of the text"), c.TextHash),
                new("givenAt", ("同意时间", "Given"), Instant(c.GivenAt)),
                new("way", ("方式", "Way"), c.Way.ToString().ToLowerInvariant()),
                new("withdrawnAt", ("撤回时间", "Withdrawn"), c.WithdrawnAt is { } at ? Instant(at) : null),
            })]),
            await Papers(subject.Person, cancel),
            new("views", ("谁看过我的信息", "Who viewed my data"), [.. views.Select(v => new DataValue[]
            {
                new("viewer", ("谁", "Who"), v.ViewerName),
                new("post", ("岗位", "Post"), v.ViewerPost is { } post ? PostNames.Of(post).Zh : null),
                new("what", ("内容", "What"), v.What),
                new("reason", ("原因", "Why"), v.Reason),
                new("at", ("时间", "When"), Instant(v.At)),
                new("refused", ("未获准", "Refused"), v.Refused is null ? null : "yes"),
            })]),
            .. await records.Export(subject.Person, cancel),
        ];
    }

    private async Task<DataSection> Papers(Guid person, CancellationToken cancel)
    {
        var papers = await db.Records<ConsentPaper>().AsNoTracking().Where(p => p.PersonId == person).OrderBy(p => p.At).ToListAsync(cancel);
        var scans = new List<StoredFile>();
        foreach (var paper in papers)
            scans.AddRange(await files.Of(ConsentPaper.Files, paper.Id, cancel));
        return new("papers", ("书面同意与撤回", "Consents on paper"), [.. papers.Select(p => new DataValue[]
        {
            new("kind", ("内容", "Kind"), p.Withdraws ? "withdrawal" : "consent"),
            DataValue.Day("signedOn", ("签署日期", "Signed"), p.SignedOn),
            new("reference", ("材料编号", "Paper"), p.Reference),
            new("witness", ("见证人", "Seen by"), p.Witness),
            new("recordedBy", ("登记人", "Written down by"), p.RecordedByName),
            DataValue.Instant("at", ("登记时间", "Written down"), p.At),
        })])
        {
            Files = scans,
        };
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var stays = new List<DataThatStays>();
        if (await db.Records<Consent>().CountAsync(c => c.PersonId == subject.Person, cancel) is > 0 and var given)
            stays.Add(new(("同意与撤回的记录，不含姓名", "Records of consents, without the name"),
                ("须能证明当时是否同意，撤回后保存三年", "It must be provable for three years whether one agreed"), given));
        if (await db.Records<View>().CountAsync(v => v.PersonId == subject.Person, cancel) is > 0 and var views)
            stays.Add(new(("谁查看过的记录，不含姓名", "Records of who looked, without the name"),
                ("监督工作人员查看行为，保存至少六个月", "They keep staff accountable, for at least six months"), views));
        if (await db.Unfiltered<HomeTie>().CountAsync(t => t.PersonId == subject.Person, cancel) is > 0 and var homes)
            stays.Add(new(("房屋住过人的时间段，不含姓名", "That somebody lived in the home, without the name"),
                ("物业管理与表决结果须可追溯；住户关系随之结束", "Votes and management must stay traceable; the tie to the home ends"), homes));
        stays.AddRange(await records.Stays(subject.Person, cancel));
        return stays;
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var person = await db.Records<Person>().SingleAsync(p => p.Id == subject.Person, cancel);
        foreach (var purpose in await db.Records<Consent>().Where(c => c.PersonId == person.Id && c.WithdrawnAt == null).Select(c => c.Purpose).ToListAsync(cancel))
            await consents.Withdraw(person.Id, purpose, ConsentWay.Erasure, null, cancel);
        // That a paper was signed stays with the consent; the scan shows a name and a hand, and goes.
        var papers = await db.Records<ConsentPaper>().Where(p => p.PersonId == person.Id).Select(p => p.Id).ToListAsync(cancel);
        await files.Discard(ConsentPaper.Files, papers, cancel);
        await db.Records<ConsentPaper>().Where(p => p.PersonId == person.Id)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Witness, "").SetProperty(x => x.Reference, ""), cancel);
        await db.Records<Phone.PhoneChange>().Where(c => c.PersonId == person.Id).ExecuteDeleteAsync(cancel);
        await EraseAccounts(subject, person, now, cancel);
        await EraseTies(subject, now, cancel);
        await ForgetNumberElsewhere(subject, cancel);
        Blank(person, now);
    }

    private async Task EraseAccounts(DataSubject subject, Person person, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var account in await db.Records<Account>().Where(a => a.PersonId == person.Id).ToListAsync(cancel))
        {
            account.EndSignIns(time);
            account.SuspendedAt ??= now;
            (account.TotpKey, account.TotpOffered, account.PasswordHash) = (null, null, null);
            (account.UserName, account.NormalizedUserName) = (account.Id.ToString("N"), Logins.Normal(account.Id.ToString("N")));
        }

        await db.Records<IdentityUserPasskey<Guid>>().Where(p => subject.Accounts.Contains(p.UserId)).ExecuteDeleteAsync(cancel);
        await db.Records<RecoveryCode>().Where(c => subject.Accounts.Contains(c.AccountId)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<PostHeld>().Where(p => subject.Accounts.Contains(p.AccountId)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Registration>().Where(r => subject.Accounts.Contains(r.AccountId)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Correction>().Where(c => c.PersonId == person.Id).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Children.ChildAccess>().Where(a => a.ChildId == person.Id && a.State == Children.ChildAccessState.Open).ExecuteDeleteAsync(cancel);
        if (person.PhoneHash is { } hash)
            await db.Records<SignInCode>().Where(c => c.PhoneHash == hash).ExecuteDeleteAsync(cancel);
    }

    private async Task EraseTies(DataSubject subject, DateTimeOffset now, CancellationToken cancel)
    {
        await db.Unfiltered<HomeTie>().Where(t => t.PersonId == subject.Person && (t.To == null || t.To > now))
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.To, now).SetProperty(x => x.EndedBy, TieEnd.MovedOut), cancel);
        await db.Unfiltered<Household>().Where(h => h.HeadPersonId == subject.Person)
            .ExecuteUpdateAsync(h => h.SetProperty(x => x.HeadPersonId, (Guid?)null), cancel);
        await db.Records<Guardianship>().Where(g => g.GuardianId == subject.Person || g.ChildId == subject.Person).ExecuteDeleteAsync(cancel);
        await db.Records<FamilyAgency>().Where(a => a.AgentId == subject.Person || a.PrincipalId == subject.Person).ExecuteDeleteAsync(cancel);
    }

    // A child may have been entered with the parent's number.
    private async Task ForgetNumberElsewhere(DataSubject subject, CancellationToken cancel)
    {
        if (subject is not { Phone: { } phone, PhoneMask: { } mask })
            return;
        foreach (var other in await db.Records<Person>().Where(p => p.Id != subject.Person && p.ContactPhoneMask == mask).ToListAsync(cancel))
            if (other.ContactPhone is { } number && cipher.Open(number) == phone)
                (other.ContactPhone, other.ContactPhoneMask) = (null, null);
    }

    private static void Blank(Person person, DateTimeOffset now)
    {
        // With the name go the keys it is found by.
        (person.Name, person.Language, person.ElderMode) = (null, null, null);
        (person.Phone, person.PhoneHash, person.PhoneMask, person.PhoneTail) = (null, null, null, null);
        (person.ContactPhone, person.ContactPhoneMask) = (null, null);
        (person.Document, person.Identity, person.IdentityHash, person.IdentityMask) = (null, null, null, null);
        (person.BirthDate, person.Sex, person.DiedOn) = (null, null, null);
        person.ErasedAt = now;
    }

    private List<DataValue> Profile(Person person) =>
    [
        new("name", ("姓名", "Name"), person.Name),
        new("phone", ("手机号", "Phone"), person.Phone is { } phone ? cipher.Open(phone) : null),
        new("contactPhone", ("联系电话", "Contact phone"), person.ContactPhone is { } contact ? cipher.Open(contact) : null),
        new("birthDate", ("出生日期", "Birth date"), person.BirthDate?.ToString("O", CultureInfo.InvariantCulture)),
        new("sex", ("性别", "Sex"), person.Sex?.ToString().ToLowerInvariant()),
        new("document", ("证件类型", "Document"), person.Document?.ToString()),
        new("documentNumber", ("证件号码", "Document number"), person.Identity is { } number ? cipher.Open(number) : null),
        new("language", ("语言", "Language"), person.Language),
        new("elderMode", ("长辈版", "Large print"), person.ElderMode is { } large ? large ? "yes" : "no" : null),
        new("since", ("登记时间", "Known since"), Instant(person.At)),
    ];

    private async Task<List<IReadOnlyList<DataValue>>> Family(Guid person, CancellationToken cancel)
    {
        var guardians = await db.Records<Guardianship>().AsNoTracking().Where(g => g.GuardianId == person || g.ChildId == person).ToListAsync(cancel);
        var agents = await db.Records<FamilyAgency>().AsNoTracking().Where(a => a.AgentId == person || a.PrincipalId == person).ToListAsync(cancel);
        var others = guardians.Select(g => g.GuardianId == person ? g.ChildId : g.GuardianId)
            .Concat(agents.Select(a => a.AgentId == person ? a.PrincipalId : a.AgentId)).ToHashSet();
        var names = await db.Records<Person>().Where(p => others.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        return
        [
            .. guardians.Select(g => Line(g.GuardianId == person ? "guardian-of" : "child-of", g.GuardianId == person ? g.ChildId : g.GuardianId, g.From)),
            .. agents.Select(a => Line(a.AgentId == person ? "agent-of" : "acted-for-by", a.AgentId == person ? a.PrincipalId : a.AgentId, a.From)),
        ];

        // Of the other person only what the family knows anyway, masked.
        IReadOnlyList<DataValue> Line(string relation, Guid other, DateTimeOffset from) =>
        [
            new("relation", ("关系", "Relation"), relation),
            new("name", ("姓名", "Name"), Masked.Name(names.GetValueOrDefault(other))),
            new("from", ("开始", "From"), Instant(from)),
        ];
    }

    private static string Instant(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
