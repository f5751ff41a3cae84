using Linli.People.Import;
using Linli.People.Provisioning;
using Linli.People.Register.Agents;
using Linli.People.Register.Claim;
using Linli.People.Register.Invite;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>
/// What lies around the register: what the family did for one another, invitations to a home, and the card of an employer's
/// directory. People, homes and guardians themselves are with <see cref="PeoplePersonalData"/>.
/// </summary>
internal sealed class RegisterPersonalData(LinliDb db, FieldCipher cipher) : IPersonalData
{
    private const string Gone = "（已注销）";

    public string Module => "register";

    public Phrase Title => ("代办、邀请与登记", "Acts for family, invitations, register");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var acts = await db.Records<FamilyAct>().AsNoTracking().Where(a => a.AgentId == subject.Person || a.PrincipalId == subject.Person).OrderBy(a => a.At).ToListAsync(cancel);
        var invitations = await db.Unfiltered<HomeInvitation>().AsNoTracking().Where(i => subject.Accounts.Contains(i.InviterAccount)).OrderBy(i => i.At).ToListAsync(cancel);
        var tries = await db.Records<ClaimTry>().AsNoTracking().Where(t => subject.Accounts.Contains(t.AccountId)).OrderBy(t => t.At).ToListAsync(cancel);
        var cards = await db.Unfiltered<DirectoryEntry>().AsNoTracking().Where(d => subject.Accounts.Contains(d.AccountId)).ToListAsync(cancel);
        if (acts.Count + invitations.Count + tries.Count + cards.Count == 0)
            return [];
        return
        [
            new("familyActs", ("家人代办的记录", "Done for family"), [.. acts.Select(a => new DataValue[]
            {
                new("relation", ("关系", "Relation"), a.AgentId == subject.Person ? "by-me" : "for-me"),
                // Of the other person only what the family knows anyway.
                new("agent", ("谁", "Who"), a.AgentId == subject.Person ? a.AgentName : Masked.Name(a.AgentName)),
                new("matter", ("事由", "Matter"), a.Matter),
                new("what", ("内容", "What"), a.WhatZh),
                DataValue.Instant("at", ("时间", "When"), a.At),
            })]),
            new("invitations", ("我发出的邀请", "Invitations I made"), [.. invitations.Select(i => new DataValue[]
            {
                new("home", ("房屋", "Home"), i.HomeLabel),
                new("relation", ("关系", "Relation"), i.Relation.ToString().ToLowerInvariant()),
                DataValue.Instant("at", ("时间", "When"), i.At),
                DataValue.Instant("expiresAt", ("有效至", "Until"), i.ExpiresAt),
                DataValue.Instant("withdrawnAt", ("撤回", "Withdrawn"), i.WithdrawnAt),
            })]),
            new("claimTries", ("核对房屋的尝试", "Tries to claim a home"), [.. tries.Select(t => new[] { DataValue.Instant("at", ("时间", "When"), t.At) })]),
            new("staffCard", ("单位人事目录", "My employer's directory"), [.. cards.Select(d => new DataValue[]
            {
                new("externalId", ("目录编号", "Its number of me"), d.ExternalId),
                new("card", ("内容", "What it says"), cipher.Open(d.Card)),
                DataValue.Instant("at", ("开始", "Since"), d.At),
                DataValue.Instant("changedAt", ("更改", "Changed"), d.ChangedAt),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var stays = new List<DataThatStays>();
        if (await db.Records<FamilyAct>().CountAsync(a => a.AgentId == subject.Person && a.PrincipalId != subject.Person, cancel) is > 0 and var acts)
            stays.Add(new(("您替家人办事的记录，不再显示您的姓名", "What you did for your family, without your name"),
                ("家人有权知道替自己办过什么", "They have a right to know what was done for them"), acts));
        // Nobody can say who is in a file without opening it for that.
        if (await db.Records<ImportPart>().Select(p => p.ImportId).Distinct().CountAsync(cancel) is > 0 and var files)
            stays.Add(new(("正在导入的登记册文件：其中可能有您，已加密", "Registers that are being imported: you may be in them; they are encrypted"),
                ("导入完成即删除，最长保存 24 小时", "They are deleted when the import is done, after 24 hours at the latest"), files));
        return stays;
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await db.Records<FamilyAct>().Where(a => a.PrincipalId == subject.Person).ExecuteDeleteAsync(cancel);
        foreach (var act in await db.Records<FamilyAct>().AsNoTracking().Where(a => a.AgentId == subject.Person).ToListAsync(cancel))
            await db.Records<FamilyAct>().Where(a => a.Id == act.Id).ExecuteUpdateAsync(
                a => a.SetProperty(x => x.AgentName, Gone).SetProperty(x => x.Subject, subject.Scrub(act.Subject))
                    .SetProperty(x => x.WhatZh, subject.Scrub(act.WhatZh)).SetProperty(x => x.WhatEn, subject.Scrub(act.WhatEn)), cancel);
        await db.Unfiltered<HomeInvitation>().Where(i => subject.Accounts.Contains(i.InviterAccount)).ExecuteDeleteAsync(cancel);
        await db.Records<ClaimTry>().Where(t => subject.Accounts.Contains(t.AccountId)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<DirectoryEntry>().Where(d => subject.Accounts.Contains(d.AccountId)).ExecuteDeleteAsync(cancel);
    }
}
