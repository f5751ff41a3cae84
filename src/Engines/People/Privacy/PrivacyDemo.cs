using Linli.People.Accounts;
using Linli.People.Privacy.Assessments;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Sharing;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy;

/// <summary>The demo's privacy officer has assessed every use of sensitive data, and has written down who receives data.</summary>
internal sealed class PrivacyDemo(LinliDb db, PurposeTexts texts) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        await texts.Bring(cancel);
        var officer = await db.Unfiltered<PostHeld>().Where(p => p.Post == Posts.PrivacyOfficer).OrderBy(p => p.Id)
            .Join(db.Records<Account>(), p => p.AccountId, a => a.Id, (p, a) => new { a.Id, a.Person!.Name, p.Scope }).FirstOrDefaultAsync(cancel);
        if (officer is null)
            return;
        var at = Clock.ToMicroseconds(samples.Now.AddDays(-40));
        db.Records<Assessment>().Add(new()
        {
            Id = Guid.CreateVersion7(at),
            Purpose = Purposes.GateFace,
            Necessity = "供手上拿着东西或行动不便的居民进门；门卡、密码、手机钥匙同时提供，不强制。",
            Risks = "人脸特征泄露后无法更换；可能被用于跟踪进出时间。",
            Measures = "特征只存门禁机、不联网、平台不保存模板；单独同意；撤回或搬离后 60 秒内各门删除；每年复核。",
            Decision = AssessmentDecision.Approved,
            DecidedBy = officer.Id,
            DecidedByName = officer.Name ?? "",
            At = at,
            ValidUntil = LocalTime.DateOf(at).AddYears(1),
        });
        // What scenes use sensitive data for was assessed with their own words.
        foreach (var purpose in texts.All.Where(p => p.Sensitive && p.Code != Purposes.GateFace))
            db.Records<Assessment>().Add(new()
            {
                Id = Guid.CreateVersion7(at),
                Purpose = purpose.Code,
                Necessity = purpose.Necessity.Zh,
                Risks = purpose.Impact.Zh,
                Measures = $"{purpose.Text.Zh}{purpose.Keeps.Zh}",
                Decision = AssessmentDecision.Approved,
                DecidedBy = officer.Id,
                DecidedByName = officer.Name ?? "",
                At = at,
                ValidUntil = LocalTime.DateOf(at).AddYears(1),
            });
        db.Insert(new SharingRecord
        {
            Id = Guid.CreateVersion7(at),
            Scope = officer.Scope,
            Recipient = "和润物业服务有限公司",
            What = "门牌号与住户称呼（不含证件号、电话打码）",
            Purpose = "门禁发卡与上门维修",
            Basis = "物业服务合同；个人信息保护法 13 条第 2 项",
            People = 4200,
            From = LocalTime.DateOf(at),
            RecordedBy = officer.Id,
            RecordedByName = officer.Name ?? "",
            At = at,
        });
    }
}
