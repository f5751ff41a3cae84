using System.Linq.Expressions;
using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Privacy.Assessments;
using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Sharing;
using Linli.People.Registrations;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Retention;

/// <summary>Records of one table that go when they are old enough.</summary>
internal abstract class TableRetention<T>(string code, Phrase title, int days, int atLeast, Phrase source) : IRetention
    where T : class
{
    public string Code => code;

    public Phrase Title => title;

    public int Days => days;

    public int AtLeastDays => atLeast;

    public Phrase Source => source;

    public Task<int> Due(DateTimeOffset before, CancellationToken cancel) => All.CountAsync(IsDue(before), cancel);

    public virtual Task<int> Delete(DateTimeOffset before, CancellationToken cancel) => All.Where(IsDue(before)).ExecuteDeleteAsync(cancel);

    protected abstract IQueryable<T> All { get; }

    protected abstract Expression<Func<T, bool>> IsDue(DateTimeOffset before);
}

internal sealed class ViewRetention(LinliDb db, TimeProvider time) : TableRetention<View>(
    "people.view", ("谁查看过完整信息", "Who looked at data in full"), 3 * 366, 190,
    ("网络安全法 23 条：日志不少于六个月；未成年人查看记录供年度审计", "Cybersecurity Law art. 23: logs at least six months; views of children serve the yearly audit"))
{
    protected override IQueryable<View> All => db.Records<View>();

    // Views of children wait for the audit of their year, and as long as the approvals they rest on (R38).
    protected override Expression<Func<View, bool>> IsDue(DateTimeOffset before)
    {
        var ofChildren = Clock.Now(time).AddDays(-3 * 366);
        return v => v.At < before && (!v.OfChild || v.At < ofChildren);
    }
}

internal sealed class ConsentRetention(LinliDb db, IFileStore files) : TableRetention<Consent>(
    "people.consent", ("已撤回的同意", "Consents that were withdrawn"), 3 * 366, 3 * 366,
    ("个人信息保护法 55–56 条：处理记录至少三年", "PIPL arts. 55–56: records of processing at least three years"))
{
    protected override IQueryable<Consent> All => db.Records<Consent>();

    protected override Expression<Func<Consent, bool>> IsDue(DateTimeOffset before) => c => c.WithdrawnAt < before;

    // The papers behind them go first, with their scans.
    public override async Task<int> Delete(DateTimeOffset before, CancellationToken cancel)
    {
        var due = All.Where(IsDue(before)).Select(c => c.Id);
        var papers = await db.Records<ConsentPaper>().Where(p => due.Contains(p.ConsentId)).Select(p => p.Id).ToListAsync(cancel);
        await files.Discard(ConsentPaper.Files, papers, cancel);
        await db.Records<ConsentPaper>().Where(p => papers.Contains(p.Id)).ExecuteDeleteAsync(cancel);
        return await base.Delete(before, cancel);
    }
}

internal sealed class AssessmentRetention(LinliDb db) : TableRetention<Assessment>(
    "people.assessment", ("影响评估报告", "Impact assessments"), 3 * 366, 3 * 366,
    ("个人信息保护法 56 条：至少三年，自失效起算", "PIPL art. 56: at least three years, counted from the end of validity"))
{
    protected override IQueryable<Assessment> All => db.Records<Assessment>();

    protected override Expression<Func<Assessment, bool>> IsDue(DateTimeOffset before)
    {
        var day = LocalTime.DateOf(before);
        return a => a.ValidUntil < day;
    }
}

internal sealed class SharingRetention(LinliDb db) : TableRetention<SharingRecord>(
    "people.sharing", ("对外提供与委托处理记录", "Records of data given outside"), 3 * 366, 3 * 366,
    ("网络数据安全管理条例 12 条：至少三年，自结束起算", "Network Data Regulations art. 12: at least three years, counted from the end"))
{
    protected override IQueryable<SharingRecord> All => db.Unfiltered<SharingRecord>();

    protected override Expression<Func<SharingRecord, bool>> IsDue(DateTimeOffset before)
    {
        var day = LocalTime.DateOf(before);
        return s => s.To < day;
    }
}

internal sealed class SharedRequestRetention(LinliDb db, TimeProvider time) : TableRetention<SharedDataRequest>(
    "people.shared-request", ("向其他部门获取个人数据的记录", "Records of data asked of other offices"), 3 * 366, 3 * 366,
    ("网络数据安全管理条例 12 条：至少三年", "Network Data Regulations art. 12: at least three years"))
{
    protected override IQueryable<SharedDataRequest> All => db.Records<SharedDataRequest>();

    // Each names its own day; a shorter term set here does not make it earlier.
    protected override Expression<Func<SharedDataRequest, bool>> IsDue(DateTimeOffset before)
    {
        var now = Clock.Now(time);
        return r => r.ConsentAt < before && r.KeepUntil < now;
    }
}

internal sealed class ChildAccessRetention(LinliDb db) : TableRetention<ChildAccess>(
    "people.child-access", ("未成年人信息查看审批", "Approvals to see children's data"), 3 * 366, 3 * 366,
    ("未成年人网络保护条例 36–37 条：审批留痕并年度审计", "Minors' Network Protection Regulations arts. 36–37: approvals are kept for the yearly audit"))
{
    protected override IQueryable<ChildAccess> All => db.Unfiltered<ChildAccess>();

    protected override Expression<Func<ChildAccess, bool>> IsDue(DateTimeOffset before) => a => a.At < before;
}

internal sealed class RegistrationRetention(LinliDb db) : TableRetention<Registration>(
    "people.registration", ("已审核的认证申请", "Decided requests to be verified"), 366, 0,
    ("个人信息保护法 19 条：达到目的后的最短期限", "PIPL art. 19: the shortest time that serves the purpose"))
{
    protected override IQueryable<Registration> All => db.Unfiltered<Registration>();

    protected override Expression<Func<Registration, bool>> IsDue(DateTimeOffset before) =>
        r => r.State != RegistrationState.Open && r.DecidedAt < before;
}

internal sealed class MovedOutRetention(LinliDb db) : TableRetention<HomeTie>(
    "people.home-tie", ("搬离后的住户关系", "Ties to homes that ended"), 5 * 366, 0,
    ("物业管理与表决可追溯；个人信息保护法 19 条", "Management and votes stay traceable; PIPL art. 19"))
{
    protected override IQueryable<HomeTie> All => db.Unfiltered<HomeTie>();

    protected override Expression<Func<HomeTie, bool>> IsDue(DateTimeOffset before) => t => t.To < before;
}
