using System.Globalization;
using Linli.People;
using Linli.Platform.Events;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Notices.Telling;

/// <summary>Whoever asked to be deleted hears how it stands; the workers of a child on a special-care list hear before anything goes.</summary>
internal sealed class TellOfErasure(INotices notices, IPeople people) : IEventHandler<ErasureMoved>
{
    private static readonly string[] Responsible = [Posts.PartySecretary];

    public async Task Handle(Delivered<ErasureMoved> delivered, CancellationToken cancel)
    {
        var moved = delivered.Event;
        var (title, body) = Words(moved);
        var link = moved.Child is { } child && moved.Step != ErasureStep.Done ? $"/me/data/delete?for={child}" : "/me/data";
        foreach (var account in moved.Asked)
            await notices.Tell(account, "account.erasure", title, body, link, $"erasure:{moved.Erasure}:{moved.Step}", cancel);
        if (moved.Step == ErasureStep.Held)
            foreach (var account in (await people.StaffFor(moved.Place, Responsible, cancel)).Select(s => s.Account).Concat(moved.Workers).Distinct())
                await notices.Tell(
                    account, "account.erasure-held", ("监护人要删除关爱名单上孩子的信息", "A guardian wants data of a child on a care list deleted"),
                    ("请看一看孩子的情况，再决定能不能删除。", "Please look how the child is, then say whether they may go."),
                    "/desk/privacy/erasures", $"erasure:{moved.Erasure}:held", cancel);
        else if (moved.Step is ErasureStep.Waiting or ErasureStep.Done)
            foreach (var account in moved.Workers)
                await notices.Tell(
                    account, "account.erasure-care", ("您帮扶的人申请注销", "Somebody you look after asked to be deleted"),
                    moved.Step == ErasureStep.Done ? new Phrase("信息已删除，关爱名单上不再有此人。", "Their data are gone, and so is the care list's entry.")
                        : new Phrase("到期后关爱名单和走访记录里不再有此人；如需继续帮扶，请与本人联系。", "When it is due the care list no longer has them; speak with them if help should go on."),
                    "/desk/care", $"erasure:{moved.Erasure}:care:{moved.Step}", cancel);
    }

    private static (Phrase Title, Phrase Body) Words(ErasureMoved moved)
    {
        var due = LocalTime.ToLocal(moved.DueAt).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
        return moved.Step switch
        {
            ErasureStep.Waiting => (("已收到注销申请", "A deletion was asked for"), ($"{due} 删除，在那之前可以撤回。", $"Done {due}; it can be taken back until then.")),
            ErasureStep.Held => (("孩子的信息等工作人员看过再删除", "A worker looks before your child's data go"), ("孩子在关爱名单上。", "The child is on a special-care list.")),
            ErasureStep.TakenBack => (("注销已撤回", "The deletion was taken back"), ("什么都没有删除。", "Nothing was deleted.")),
            ErasureStep.Refused => (("孩子的信息没有删除", "Your child's data were not deleted"), ("请看工作人员说明的原因。", "Please read why.")),
            _ => (("孩子的信息已删除", "Your child's data are deleted"), ("无法恢复。", "They cannot be brought back.")),
        };
    }
}
