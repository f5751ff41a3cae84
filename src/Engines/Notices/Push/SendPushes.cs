using Linli.Notices.Inbox;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Outside;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Notices.Push;

/// <summary>
/// Sends the pushes that are due, browsers beside each other and each one's in order, and writes down afterwards what became of them: taken, tried
/// again with growing pauses, or given up with the day. A browser that is gone is forgotten.
/// </summary>
internal sealed class SendPushes(
    LinliDb db, WriterQueue writers, PushClient client, FieldCipher cipher, IEnumerable<NoticeTopic> topics, TimeProvider time, ILogger<SendPushes> log) : IJob
{
    private const int Batch = 100;
    private const int Beside = 16;

    public async Task Run(CancellationToken cancel)
    {
        while (await Due(cancel) is { Count: > 0 } due)
        {
            await Parallel.ForEachAsync(
                due.GroupBy(one => one.Browser.Id),
                new ParallelOptions { MaxDegreeOfParallelism = Beside, CancellationToken = cancel },
                async (browser, stop) =>
                {
                    foreach (var one in browser.OrderBy(one => one.Message.Id))
                        await Send(one, stop);
                });
            using (await writers.Enter(cancel))
                await WriteDown(due);
        }
    }

    private async Task<List<Going>> Due(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var due = db.Records<PushMessage>().AsNoTracking().Where(m => m.NextTry <= now).OrderBy(m => m.NextTry).Take(Batch);
        return await (
            from message in due
            join browser in db.Records<PushSubscription>() on message.SubscriptionId equals browser.Id
            join notice in db.Records<Notice>() on message.NoticeId equals (Guid?)notice.Id into notices
            from notice in notices.DefaultIfEmpty()
            select new Going(message, browser, notice)).ToListAsync(cancel);
    }

    private async Task Send(Going one, CancellationToken cancel)
    {
        var (message, browser, notice) = one;
        if (message.NoticeId is null)
            one.Answer = await client.Post(browser, PushText.Welcome(browser.Language), message.At, urgent: true, cancel);
        else if (notice is { ReadAt: null })
        {
            var topic = topics.FirstOrDefault(t => t.Code == NoticeTopic.Of(notice.Kind));
            var text = PushText.Of(notice, topic, TagOf(notice), browser.Language);
            one.Answer = await client.Post(browser, text, message.At, topic?.Urgent == true, cancel);
        }
    }

    /// <summary>The same for all news of one thing to one person, and meaningless to the push service, which also sees it.</summary>
    private string TagOf(Notice notice) => cipher.Hash("push.tag", $"{notice.AccountId} {notice.Link}")[..32].ToLowerInvariant();

    // Set by set, not row by row: a browser may have been removed, and its pushes with it, while they were being sent.
    private async Task WriteDown(List<Going> all)
    {
        var now = Clock.Now(time);
        var gone = all.Where(one => one.Answer?.Fate == PushFate.Gone).Select(one => one.Browser.Id).ToList();
        var taken = all.Where(one => one.Answer?.Fate == PushFate.Taken).Select(one => one.Browser.Id).ToList();
        var done = new List<Guid>();
        await using var transaction = await db.BeginTransaction(CancellationToken.None);
        foreach (var one in all)
            if (!await Postpone(one, now))
                done.Add(one.Message.Id);
        await db.Records<PushMessage>().Where(m => done.Contains(m.Id)).ExecuteDeleteAsync();
        await db.Records<PushSubscription>().Where(s => gone.Contains(s.Id)).ExecuteDeleteAsync();
        await db.Records<PushSubscription>().Where(s => taken.Contains(s.Id)).ExecuteUpdateAsync(s => s.SetProperty(b => b.LastSentAt, now));
        await transaction.CommitAsync();
    }

    /// <summary>Writes down when to try again; false when there is nothing more to try.</summary>
    private async Task<bool> Postpone(Going one, DateTimeOffset now)
    {
        var (message, answer) = (one.Message, one.Answer);
        if (answer?.Fate == PushFate.Refused)
            log.LogWarning("A push was refused and is given up: {Error}", answer.Error);
        if (answer?.Fate != PushFate.Later)
            return false;
        var attempts = message.Attempts + 1;
        if (Backoff.NextTry(message.At, now, attempts, PushRules.Fresh, answer.Wait) is not { } next)
        {
            log.LogWarning("A push was given up after {Attempts} tries: {Error}", attempts, answer.Error);
            return false;
        }

        await db.Records<PushMessage>().Where(m => m.Id == message.Id).ExecuteUpdateAsync(s => s
            .SetProperty(m => m.Attempts, attempts)
            .SetProperty(m => m.NextTry, next)
            .SetProperty(m => m.LastError, answer.Error));
        return true;
    }

    /// <summary>A push, the browser it goes to, and what it speaks of.</summary>
    private sealed record Going(PushMessage Message, PushSubscription Browser, Notice? Notice)
    {
        /// <summary><c>null</c> when nothing was sent: it was read meanwhile, and nobody needs to be disturbed any more.</summary>
        public PushAnswer? Answer { get; set; }
    }
}
