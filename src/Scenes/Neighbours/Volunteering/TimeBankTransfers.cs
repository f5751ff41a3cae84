using Linli.Ledger;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>
/// Undoes a service of the time bank that was completed by mistake (时间银行更正): the hours are the giver's again and no longer the
/// volunteer's, both at once, and the time is free for what really was done then. The elder asks anew.
/// </summary>
internal sealed class TimeBankTransfers(LinliDb db, ILedger ledger, HoursBook hours, INotices notices, CurrentCaller current) : ITransferOwner
{
    public const string Name = "neighbours.time-bank";

    public string Poster => Name;

    public async Task<Problem?> Refusal(OwnedTransfer transfer, CancellationToken cancel)
    {
        var row = await Of(transfer, cancel);
        return row is { Volunteer: { } volunteer } && (current.Value.MayBe(volunteer) || current.Value.MayBe(row.Giver))
            ? Problem.Forbidden("volunteer.own_hours", "自己的时长由同事更正。", "A colleague corrects your own hours.") : null;
    }

    public async Task<Result<Posted>?> Undo(OwnedTransfer transfer, Phrase why, CancellationToken cancel)
    {
        if (await Of(transfer, cancel) is not { UsedTransfer: { } used, GivenTransfer: { } given } row)
            return null;
        await db.LockUntilCommit($"volunteer.request.{row.Id}", cancel);
        var taken = await ledger.Reverse(new(given, Name, $"{row.Id:N}.given.back", why), cancel);
        if (!taken.Ok)
            return taken.Problem.Code == "ledger.insufficient"
                ? Problem.Conflict("volunteer.hours_used", "志愿者已用掉这些时长，不能再收回；请先与本人沟通。", "The volunteer has used these hours already: speak to them first.") : taken;
        var back = await ledger.Reverse(new(used, Name, $"{row.Id:N}.used.back", why), cancel);
        if (!back.Ok)
            return back;
        if (row is { Volunteer: { } helper, VolunteerAccount: { } told })
            await hours.WithdrawCertificates(helper, told, LocalTime.DateOf(row.StartsAt), row.DoneAt, $"exchange:{row.Id}", cancel);
        (row.State, row.Served, row.Donated, row.Word) = (ExchangeState.Cancelled, null, 0, why.Zh.Length > 200 ? why.Zh[..200] : why.Zh);
        foreach (var account in new[] { row.VolunteerAccount, row.Account }.OfType<Guid>().Where(a => a != Guid.Empty))
            await notices.Tell(account, "volunteer.request", ("时间银行：一次服务的记录已更正", "Time bank: the record of a service was corrected"),
                ($"{row.Service}：时长已退回，请到“我的时长”查看。", $"{row.Service}: the hours went back; see your hours."), "/volunteering/hours", $"hours-undone:{row.Id}", cancel);
        return transfer.Id == used ? back : taken;
    }

    // The ledger looked whether its accounts lie within reach.
    private Task<HoursExchange?> Of(OwnedTransfer transfer, CancellationToken cancel) =>
        db.Unfiltered<HoursExchange>().SingleOrDefaultAsync(r => (r.UsedTransfer == transfer.Id || r.GivenTransfer == transfer.Id) && r.State == ExchangeState.Done, cancel);
}
