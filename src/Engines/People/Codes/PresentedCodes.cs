using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Codes;

internal sealed class PresentedCodes(LinliDb db, CodeText text, CurrentCaller current, IEnumerable<IPersonCards> cards, TimeProvider time) : IPresentedCodes
{
    /// <summary>How long a code on a phone is good.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(60);

    /// <summary>How long whoever read it may act on it.</summary>
    public static readonly TimeSpan TicketLife = TimeSpan.FromMinutes(5);

    // A clock of another node, or a slow scanner, must not make the last seconds of a code useless.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);

    private static readonly Problem Unknown = Problem.Invalid("code", "people.code_unknown",
        "没有认出这个码：请出示“我的码”或住户卡，也可以报姓名查找。", "This code is not known: show “My code” or the resident's card, or say the name.");

    private Guid Reader => current.Value.Account ?? throw new InvalidOperationException("Codes are read by somebody signed in.");

    public async Task<Result<Presented>> Read(string code, CancellationToken cancel)
    {
        if (text.ReadCode(code) is { } onPhone)
            return await ReadPhone(onPhone, cancel);
        foreach (var source in cards)
            if (await source.PersonOf(code.Trim(), cancel) is { } holder)
                return await Present(holder, PresentedWay.Card, cancel) is { } presented ? presented : Unknown;
        return Unknown;
    }

    public async Task<Presented> Vouch(Guid person, CancellationToken cancel) =>
        await Present(person, PresentedWay.Vouched, cancel) ?? throw new InvalidOperationException($"Person {person} is not there.");

    public Result<Presented> Open(string ticket) =>
        text.ReadTicket(ticket) is { } known && known.Reader == current.Value.Account && known.Until > Clock.Now(time)
            ? known.Presented
            : Problem.Invalid("ticket", "people.ticket_expired", "时间太久了，请重新扫码。", "Too much time has passed: read the code again.");

    private async Task<Result<Presented>> ReadPhone(PersonCode code, CancellationToken cancel)
    {
        if (code.Until + Slack < Clock.Now(time))
            return Problem.Invalid("code", "people.code_expired", "这个码已过期，请看手机上的新码再扫。", "This code has run out: read the new one on the phone.");
        var used = await db.Records<UsedCode>().AsNoTracking().SingleOrDefaultAsync(u => u.Id == code.Nonce, cancel);
        if (used is not null && used.Reader != Reader)
            return Problem.Invalid("code", "people.code_used", "这个码已经用过，请换一个新码再扫。", "This code was used already: show a new one.");
        if (used is null)
            db.Records<UsedCode>().Add(new() { Id = code.Nonce, Reader = Reader, Until = code.Until + Slack });
        return await Present(code.Person, PresentedWay.Phone, cancel) is { } presented ? presented : Unknown;
    }

    private async Task<Presented?> Present(Guid person, PresentedWay way, CancellationToken cancel)
    {
        var row = await db.Records<Person>().Where(p => p.Id == person && p.DiedOn == null).Select(p => new { p.Name, p.PhoneMask }).SingleOrDefaultAsync(cancel);
        if (row is null)
            return null;
        var name = row.Name is null ? row.PhoneMask ?? "" : Masked.Name(row.Name);
        return new(text.Ticket(Reader, person, way, name, Clock.Now(time) + TicketLife), person, name, way);
    }
}
