using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Services.Gates;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Privacy;

/// <summary>
/// The ways a person gets through the gates. All end at once, as with any revocation, so that the gates hear of it and delete
/// a face; what stays is that there was a credential, without card, PIN and home.
/// </summary>
internal sealed class GatesPersonalData(LinliDb db, Credentials credentials) : IPersonalData
{
    public string Module => "gates";

    public Phrase Title => ("门禁", "Gates");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var mine = await Mine(subject).AsNoTracking().OrderBy(c => c.At).ToListAsync(cancel);
        var faces = await Faces(subject).AsNoTracking().OrderBy(f => f.At).ToListAsync(cancel);
        var passes = await Passes(subject).AsNoTracking().OrderBy(p => p.At)
            .Join(db.Unfiltered<Gate>(), p => p.Gate, g => g.Id, (p, g) => new { p, g.NameZh }).ToListAsync(cancel);
        if (mine.Count + faces.Count + passes.Count == 0)
            return [];
        return
        [
            new("credentials", ("门禁凭证", "Entry credentials"), [.. mine.Select(c => new DataValue[]
            {
                new("kind", ("方式", "Kind"), c.Kind.ToString().ToLowerInvariant()),
                new("home", ("房屋", "Home"), c.HomeLabel),
                new("cardTail", ("卡号末位", "End of the card's number"), c.CardTail),
                new("label", ("备注", "Label"), c.Label),
                DataValue.Instant("from", ("开始", "From"), c.ValidFrom),
                DataValue.Instant("until", ("有效至", "Until"), c.ValidUntil),
                DataValue.Instant("revokedAt", ("失效", "Ended"), c.RevokedAt),
                new("revokedBecause", ("原因", "Why"), c.RevokedBecause?.ToString().ToLowerInvariant()),
            })]),
            new("faces", ("人脸录入登记（人脸只在门禁机内）", "Enrolments of my face (kept in the gate only)"), [.. faces.Select(f => new DataValue[]
            {
                new("gate", ("门禁编号", "Gate"), f.Gate.ToString()),
                new("consent", ("授权编号", "Consent"), f.Consent.ToString()),
                new("byGuardian", ("监护人同意", "Guardian agreed"), f.ByGuardian ? "yes" : "no"),
                DataValue.Instant("enrolledAt", ("录入", "Enrolled"), f.EnrolledAt),
                DataValue.Instant("deletionOrderedAt", ("要求删除", "Deletion ordered"), f.DeletionOrderedAt),
                DataValue.Instant("deletedAt", ("已删除", "Deleted"), f.DeletedAt),
            })]),
            new("passes", ("通行记录", "When I passed a gate"), [.. passes.Select(x => new DataValue[]
            {
                new("gate", ("门禁", "Gate"), x.NameZh),
                new("kind", ("方式", "Kind"), x.p.Kind.ToString().ToLowerInvariant()),
                new("outcome", ("结果", "Outcome"), x.p.Outcome.ToString().ToLowerInvariant()),
                new("direction", ("方向", "Direction"), x.p.In ? "in" : "out"),
                DataValue.Instant("at", ("时间", "When"), x.p.At),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var stays = new List<DataThatStays>();
        if (await Mine(subject).CountAsync(cancel) is > 0 and var ended)
            stays.Add(new(("门禁凭证立即失效；只留失效编号，不含姓名、房屋、卡号和密码", "Your credentials end at once; that they ended stays, without name, home, card or PIN"),
                ("离线的门禁恢复后也须收到失效通知", "A gate that was offline must hear of it when it is back"), ended));
        if (await Faces(subject).CountAsync(cancel) is > 0 and var faces)
            stays.Add(new(("人脸录入与删除的登记，不含姓名和人脸", "That a face was enrolled and deleted, without name and face"),
                ("须能证明门禁机已删除人脸", "It must be provable that the gate has deleted it"), faces));
        return stays;
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var credential in await Mine(subject).Where(c => c.RevokedAt == null).ToListAsync(cancel))
            await credentials.Revoke(credential, RevokedBecause.AccountGone, cancel);
        await db.SaveChangesAsync(cancel);
        await Mine(subject).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.HomeLabel, "").SetProperty(x => x.Label, (string?)null).SetProperty(x => x.Number, (int?)null)
                .SetProperty(x => x.Salt, (string?)null).SetProperty(x => x.Proof, (Sealed?)null)
                .SetProperty(x => x.CardHash, (string?)null).SetProperty(x => x.CardTail, (string?)null), cancel);
        // The row keeps its number, by which the gate's repetition is recognised; who it was is gone.
        await Passes(subject).ExecuteUpdateAsync(p => p.SetProperty(x => x.Account, (Guid?)null).SetProperty(x => x.Credential, (Guid?)null), cancel);
    }

    private IQueryable<GateCredential> Mine(DataSubject subject) =>
        db.Unfiltered<GateCredential>().Where(c => c.Person == subject.Person || subject.Accounts.Contains(c.Account));

    private IQueryable<FaceEnrolment> Faces(DataSubject subject) => db.Records<FaceEnrolment>().Where(f => subject.Accounts.Contains(f.Account));

    private IQueryable<GatePass> Passes(DataSubject subject) =>
        db.Unfiltered<GatePass>().Where(p => p.Account != null && subject.Accounts.Contains(p.Account.Value));
}
