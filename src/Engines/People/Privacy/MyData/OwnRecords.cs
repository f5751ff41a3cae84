using System.Globalization;
using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Privacy.Assessments;
using Linli.People.Privacy.Breaches;
using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Sharing;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>
/// What was recorded about a person beside their profile: accounts and posts, what they asked to correct, who asked to see a
/// child's data, breaches they were told of. Of staff accounts these facts and nothing of the work.
/// </summary>
internal sealed class OwnRecords(LinliDb db, FieldCipher cipher)
{
    public async Task<IReadOnlyList<DataSection>> Export(Guid person, CancellationToken cancel) =>
        [await Accounts(person, cancel), await Posts(person, cancel), await Asked(person, cancel), await Requests(person, cancel), await Told(person, cancel)];

    public async Task<IReadOnlyList<DataThatStays>> Stays(Guid person, CancellationToken cancel)
    {
        var stays = new List<DataThatStays>();
        if (await db.Unfiltered<ChildAccess>().CountAsync(a => a.ChildId == person && a.State != ChildAccessState.Open, cancel) is > 0 and var requests)
            stays.Add(new(("查看未成年人信息的申请与审批，不含姓名", "Requests to see a child's data and what became of them, without the name"),
                ("未成年人网络保护条例 36–37 条：审批留痕并年度审计，保存三年", "Minors' Network Protection Regulations arts. 36–37: kept three years for the yearly audit"), requests));
        if (await db.Records<BreachPerson>().CountAsync(b => b.PersonId == person, cancel) is > 0 and var breaches)
            stays.Add(new(("安全事件涉及过的记录，不含姓名", "That a breach concerned somebody, without the name"),
                ("个人信息保护法 57 条：须能证明已通知", "PIPL art. 57: it must be provable that people were told"), breaches));
        if (await Acts(person, cancel) is > 0 and var acts)
            stays.Add(new(("作为工作人员办理事项时署的姓名（查看、审批、登记、评估）", "Your name under what you did as staff: views, decisions, entries, assessments"),
                ("他人有权知道谁查看或决定了其信息；随该记录到期删除", "Others may know who looked at or decided about their data; it goes with the record"), acts));
        return stays;
    }

    private async Task<int> Acts(Guid person, CancellationToken cancel)
    {
        var own = db.Records<Account>().Where(a => a.PersonId == person && a.Kind == AccountKind.Staff).Select(a => a.Id);
        return await db.Records<View>().CountAsync(v => own.Contains(v.ViewerId), cancel)
            + await db.Unfiltered<ChildAccess>().CountAsync(a => own.Contains(a.RequestedBy) || (a.DecidedBy != null && own.Contains(a.DecidedBy.Value)), cancel)
            + await db.Unfiltered<SharingRecord>().CountAsync(s => own.Contains(s.RecordedBy), cancel)
            + await db.Unfiltered<Breach>().CountAsync(b => own.Contains(b.RecordedBy), cancel)
            + await db.Records<Assessment>().CountAsync(a => own.Contains(a.DecidedBy), cancel)
            + await db.Records<ConsentPaper>().CountAsync(p => own.Contains(p.RecordedBy), cancel);
    }

    private async Task<DataSection> Accounts(Guid person, CancellationToken cancel)
    {
        var accounts = await db.Records<Account>().AsNoTracking().Where(a => a.PersonId == person).OrderBy(a => a.At).ToListAsync(cancel);
        var ids = accounts.ConvertAll(a => a.Id);
        var passkeys = await db.Records<IdentityUserPasskey<Guid>>().Where(p => ids.Contains(p.UserId)).Select(p => p.UserId).ToListAsync(cancel);
        return new("accounts", ("账号与登录", "Accounts and sign-in"), [.. accounts.Select(a => new DataValue[]
        {
            new("kind", ("类型", "Kind"), a.Kind.ToString().ToLowerInvariant()),
            new("login", ("登录名", "Login"), a.Kind == AccountKind.Staff ? a.UserName : null),
            DataValue.Instant("at", ("开通时间", "Opened"), a.At),
            DataValue.Instant("lastSignInAt", ("最近登录", "Last sign-in"), a.LastSignInAt),
            DataValue.Instant("suspendedAt", ("停用时间", "Suspended"), a.SuspendedAt),
            new("authenticator", ("身份验证器", "Authenticator app"), a.TotpKey is null ? "no" : "yes"),
            new("passkeys", ("通行密钥", "Passkeys"), passkeys.Count(p => p == a.Id).ToString(CultureInfo.InvariantCulture)),
        })]);
    }

    private async Task<DataSection> Posts(Guid person, CancellationToken cancel)
    {
        var posts = await db.Unfiltered<PostHeld>().AsNoTracking()
            .Where(p => db.Records<Account>().Any(a => a.Id == p.AccountId && a.PersonId == person)).OrderBy(p => p.From).ToListAsync(cancel);
        return new("posts", ("担任过的岗位", "Posts held"), [.. posts.Select(p => new DataValue[]
        {
            new("post", ("岗位", "Post"), p.Post),
            new("place", ("范围", "Place"), p.Scope),
            new("team", ("班组", "Team"), p.Team),
            DataValue.Instant("from", ("开始", "From"), p.From),
            DataValue.Instant("to", ("结束", "To"), p.To),
        })]);
    }

    private async Task<DataSection> Asked(Guid person, CancellationToken cancel)
    {
        var rows = await db.Unfiltered<Correction>().AsNoTracking().Where(c => c.PersonId == person).OrderBy(c => c.At).ToListAsync(cancel);
        return new("corrections", ("更正申请", "Corrections asked for"), [.. rows.Select(c => new DataValue[]
        {
            DataValue.Instant("at", ("时间", "When"), c.At),
            new("name", ("应为姓名", "Name should be"), c.Name is { } name ? cipher.Open(name) : null),
            DataValue.Day("birthDate", ("应为出生日期", "Birth date should be"), c.BirthDateIn(cipher)),
            new("state", ("结果", "State"), c.State.ToString().ToLowerInvariant()),
            DataValue.Instant("decidedAt", ("处理时间", "Decided"), c.DecidedAt),
            new("answer", ("答复", "Answer"), c.Answer),
        })]);
    }

    private async Task<DataSection> Requests(Guid person, CancellationToken cancel)
    {
        var rows = await db.Unfiltered<ChildAccess>().AsNoTracking().Where(a => a.ChildId == person).OrderBy(a => a.At).ToListAsync(cancel);
        return new("childAccess", ("查看未成年人信息的申请", "Requests to see data of a child"), [.. rows.Select(a => new DataValue[]
        {
            new("by", ("谁", "Who"), a.RequestedByName),
            new("fields", ("内容", "What"), a.Fields),
            new("reason", ("原因", "Why"), a.Reason),
            DataValue.Instant("at", ("时间", "When"), a.At),
            new("state", ("结果", "State"), a.State.ToString().ToLowerInvariant()),
            new("decidedBy", ("审批人", "Decided by"), a.DecidedByName),
            new("decision", ("审批意见", "Decision"), a.Decision),
            DataValue.Instant("validUntil", ("有效至", "Valid until"), a.ValidUntil),
            new("review", ("紧急查看核查", "Review of the emergency"), a.Review),
        })]);
    }

    private async Task<DataSection> Told(Guid person, CancellationToken cancel)
    {
        var rows = await db.Records<BreachPerson>().Where(p => p.PersonId == person)
            .Join(db.Unfiltered<Breach>().AsNoTracking(), p => p.BreachId, b => b.Id, (p, b) => new { p.Told, b }).OrderBy(x => x.b.At).ToListAsync(cancel);
        return new("breaches", ("安全事件通知", "Breaches that concern me"), [.. rows.Select(r => new DataValue[]
        {
            new("what", ("发生了什么", "What happened"), r.b.What),
            new("fields", ("涉及的信息", "Which data"), r.b.Fields),
            new("harm", ("可能的影响", "What it may mean"), r.b.Harm),
            new("measures", ("已采取的措施", "What was done"), r.b.Measures),
            DataValue.Instant("knownAt", ("得知时间", "Known since"), r.b.KnownAt),
            new("told", ("已通知", "Told"), r.Told ? "yes" : "no"),
        })]);
    }
}
