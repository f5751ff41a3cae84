using Linli.Notices;
using Linli.People;
using Linli.Platform.Text;

namespace Linli.Services.Canteen;

/// <summary>Tells people what was done in their name at a counter: whoever was only vouched for would not know otherwise.</summary>
internal sealed class CanteenTelling(INotices notices, IPersonAccounts people)
{
    public Task VouchedMeal(Guid person, MealRow meal, CancellationToken cancel) => Tell(
        person, "canteen.vouched", ("有人报您的名字在食堂用餐", "Somebody ate in your name"),
        ($"小票 {meal.Number}：{(meal.PaysFen == 0 ? "未扣款" : $"{CanteenWords.Of(meal.PaidBy).Zh}付 {Yuan.Short(meal.PaysFen)} 元")}。如果不是您，请马上告诉食堂。",
            $"Receipt {meal.Number}: {Yuan.Short(meal.PaysFen)} yuan, {CanteenWords.Of(meal.PaidBy).En}. If it was not you, tell the canteen at once."),
        $"/canteen/receipts/{meal.Id}", $"canteen-vouched-{meal.Id:N}", cancel);

    public Task PaidOut(Guid person, Guid refund, long fen, CancellationToken cancel) => Tell(
        person, "canteen.paid_out", ("食堂卡已退现金", "Paid out in cash from your canteen card"),
        ($"窗口付出现金 {Yuan.Figure(fen)} 元。如果不是您领的，请马上告诉食堂。", $"{Yuan.Figure(fen)} yuan were paid out at the counter. If it was not to you, tell the canteen at once."),
        "/canteen/mine", $"canteen-refund-{refund:N}", cancel);

    public Task RefundEnded(Guid person, Guid refund, long fen, CancellationToken cancel) => Tell(
        person, "canteen.refund_ended", ("退款一年没有来领", "A refund was not fetched for a year"),
        ($"{Yuan.Figure(fen)} 元已经退回食堂卡，需要时可以再申请。", $"{Yuan.Figure(fen)} yuan are on your canteen card again: ask once more when you like."),
        "/canteen/mine", $"canteen-refund-ended-{refund:N}", cancel);

    private async Task Tell(Guid person, string kind, Phrase title, Phrase body, string link, string key, CancellationToken cancel)
    {
        foreach (var account in (await people.Of([person], cancel))[person])
            await notices.Tell(account, kind, title, body, link, key, cancel);
    }
}
