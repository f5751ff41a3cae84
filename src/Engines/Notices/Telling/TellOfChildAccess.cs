using Linli.People;
using Linli.Platform.Events;

namespace Linli.Notices.Telling;

/// <summary>
/// Guardians hear when somebody may see, or in an emergency has seen, data of their child; approvers when there is something to
/// decide; whoever asked when it was decided (R38).
/// </summary>
internal sealed class TellOfChildAccess(INotices notices, IPeople people) : IEventHandler<ChildAccessChanged>
{
    private static readonly string[] Approvers = [Posts.PrivacyOfficer, Posts.PartySecretary];

    public async Task Handle(Delivered<ChildAccessChanged> delivered, CancellationToken cancel)
    {
        var (request, state, by, guardians, place) = delivered.Event;
        var key = $"child-access:{request}:{state}";
        if (state is "open" or "emergency")
            foreach (var account in (await people.StaffFor(place, Approvers, cancel)).Select(s => s.Account).Distinct().Where(a => a != by))
                await notices.Tell(account, "work.child-access",
                    state == "open" ? ("有查看未成年人信息的申请", "A colleague asks to see a child's data") : ("紧急查看了未成年人信息", "A child's data were seen in an emergency"),
                    state == "open" ? ("请审批。", "Please decide.") : ("请立即核查是否确属紧急。", "Please check at once whether it was one."),
                    "/desk/privacy/children", key, cancel);
        if (state is "approved" or "emergency")
            foreach (var account in guardians)
                await notices.Tell(account, "privacy.child",
                    state == "approved" ? ("工作人员获准查看您孩子的信息", "Staff may see data of your child") : ("工作人员紧急查看了您孩子的信息", "Staff saw data of your child in an emergency"),
                    ("原因、内容和时间都有记录，可随时查看。", "Why, what and when is recorded; read it at any time."),
                    "/me/data/views", key, cancel);
        if (state is "approved" or "refused")
            await notices.Tell(by, "work.child-access",
                state == "approved" ? ("查看未成年人信息的申请已批准", "You may see the child's data") : ("查看未成年人信息的申请未批准", "Your request to see a child's data was refused"),
                ("请查看批准的内容和期限。", "See what was granted, and until when."),
                "/desk/privacy/children", key, cancel);
    }
}
