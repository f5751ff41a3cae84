using Linli.Platform.Modules;
using Linli.Platform.Privacy;

namespace Linli.People.Privacy;

/// <summary>What this engine uses personal data for; other modules declare their own.</summary>
internal static class PrivacyPurposes
{
    public static void Declare(ModuleBuilder module) => module
        .Purpose(new(
            "register", ("居民登记", "Register of residents"), LegalBasis.LegalDuty,
            ("姓名、电话、证件号码、出生日期、住房关系，由社区工作人员在职责范围内使用。", "Name, phone, document number, birth date and home, used by community staff within their duties."),
            ("没有这些信息，无法确认谁住在这里、谁有权办事。", "Without them nobody knows who lives here and who may ask for what."),
            ("证件与电话加密保存，平时只显示一部分；每次查看完整信息都会留下记录，您随时能看到。", "Document and phone are kept encrypted and shown in part; each full view is recorded where you can read it."),
            ("住在这里期间保存，搬离后按法定期限删除。", "While you live here; deleted after the legal period once you have moved."),
            ("可到社区服务台书面办理。", "You may do it on paper at the community desk.")))
        .Purpose(new(
            Purposes.GateCredential, ("门禁凭证与通行记录", "Gate credential and passages"), LegalBasis.Consent,
            ("门卡、密码或手机钥匙与您的住房绑定，门禁记录开门时间，供物业核对。", "A card, code or phone key is bound to your home; the gate notes when it opens, for the property service to check."),
            ("门禁要知道哪把钥匙仍然有效。", "The gate has to know which key still counts."),
            ("通行时间能反映您何时进出小区，只有物业值班人员在有事由时可查。", "Times say when you came and went; only the property's duty staff may look, with a reason."),
            ("凭证到租期或搬离为止；通行记录 30 天后删除。", "The credential until the lease or the stay ends; passages are deleted after 30 days."),
            ("不同意时，可在门岗登记后由保安开门。", "Who does not agree is let in at the gatehouse after signing the book.")))
        .Purpose(new(
            Purposes.SharedData, ("数据共享填表", "Forms filled in by other offices"), LegalBasis.Consent,
            ("办事时，按您当次选择的事项，向您关联的政务平台获取表格需要的那几项信息，只用于这一次办理。", "For a matter you choose, the office whose account you have linked is asked for the fields of that form, for that matter only."),
            ("有了核验过的信息，就不用再交复印件。", "With facts that an office has verified no copies have to be brought."),
            ("平台会得知您在办哪件事；每次获取都有记录，您随时能看到。", "The office learns which matter you are about; each asking is recorded where you can read it."),
            ("取回的内容最多保存半小时，用于填表；获取记录保存三年。", "What came is kept for half an hour at most, to fill the form; that it was asked for is kept three years."),
            ("不同意时自己填写、到服务台交材料，办理一样。", "Who does not agree fills in the form by hand and shows papers at the desk; it counts the same.")))
        .Purpose(new(
            Purposes.GateFace, ("人脸开门", "Opening the gate by face"), LegalBasis.Consent,
            ("人脸特征只保存在门禁机里，不上传网络；平台只知道哪台机器登记过。", "The face stays in the gate itself and is not sent anywhere; the platform only knows which gate enrolled it."),
            ("只为手上拿着东西或行动不便时也能开门，不用它也能进门。", "Only so that the gate opens with full hands; one gets in without it too."),
            ("人脸不能更换，一旦泄露影响长久；所以不联网、撤回后立即删除。", "A face cannot be changed, so a leak lasts: it is kept off the network and deleted when you withdraw."),
            ("撤回或搬离后，各门禁机在 60 秒内删除。", "Deleted from every gate within 60 seconds of withdrawing or moving out."),
            ("门卡、密码、手机钥匙同样好用，不会因此不让进门。", "Card, code and phone key work as well; nobody is kept out for saying no."))
        {
            Sensitive = true,
        });
}
