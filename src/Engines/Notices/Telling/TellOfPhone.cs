using System.Globalization;
using Linli.People;
using Linli.Platform.Events;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Notices.Telling;

/// <summary>Whoever reads the inbox hears of every change of phone, and where to stop it.</summary>
internal sealed class TellOfPhone(INotices notices) : IEventHandler<PhoneChangeMoved>
{
    public async Task Handle(Delivered<PhoneChangeMoved> delivered, CancellationToken cancel)
    {
        var (change, account, step, dueAt) = delivered.Event;
        var due = LocalTime.ToLocal(dueAt).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
        var (title, body) = step switch
        {
            PhoneChangeStep.Asked => (new Phrase("有人申请更换您的登录手机号", "Somebody asks to change your phone"),
                new Phrase($"{due} 生效。不是您本人操作？点这里停止。", $"Done {due}. Was it not you? Stop it here.")),
            PhoneChangeStep.Done => (new("登录手机号已更换", "Your phone is changed"), new("以后用新号码登录。", "From now on sign in with the new number.")),
            PhoneChangeStep.Stopped => (new("换号已停止", "The change of phone was stopped"), new("所有设备都已退出，手机号不变。", "Every device was signed out; your number stays.")),
            _ => (new("换号没有完成", "The phone was not changed"), new("新号码已有别的账号，手机号不变。", "Somebody else has the new number by now; yours stays.")),
        };
        await notices.Tell(account, "account.phone", title, body, "/me/data/correct#phone", $"phone:{change}:{step}", cancel);
    }
}
