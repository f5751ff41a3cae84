using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Sms;

/// <summary>Opens the number only to hand it to the gateway.</summary>
internal sealed class PersonalSms(LinliDb db, ISmsSender sender, FieldCipher cipher, DemoMode demo) : IPersonalSms
{
    private static readonly Problem NoNumber = Problem.NotFound("no_phone", "没有登记手机号。", "There is no mobile number.");

    // The demo sends nothing: to offer messages there would be a lie.
    public async Task<bool> CanReach(Guid account, CancellationToken cancel) =>
        sender.NotReady is null && !demo.IsDemo && await PersonOf(account, cancel) is { Phone: not null };

    public async Task<Problem?> Send(Guid account, Phrase text, CancellationToken cancel) =>
        await PersonOf(account, cancel) is { Phone: { } phone } person
            ? await sender.Send(cipher.Open(phone), person.Language == "en" ? text.En : text.Zh, cancel)
            : NoNumber;

    private Task<Person?> PersonOf(Guid account, CancellationToken cancel) =>
        db.Records<Account>().AsNoTracking().Where(a => a.Id == account && a.SuspendedAt == null).Select(a => a.Person).SingleOrDefaultAsync(cancel);
}
