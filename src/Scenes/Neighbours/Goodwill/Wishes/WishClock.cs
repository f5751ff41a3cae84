using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>Reminds donors, and opens wishes again that were not brought after a reminder.</summary>
internal sealed record RemindDonors : ICommand<DonorsReminded>;

/// <summary>What was done.</summary>
internal sealed record DonorsReminded(int Reminded, int Reopened);

internal sealed class RemindDonorsHandler(LinliDb db, WishBook book, INotices notices, TimeProvider time) : IHandler<RemindDonors, DonorsReminded>, IUseCase
{
    // Nobody asks for it but the clock.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<DonorsReminded>> Handle(RemindDonors request, CancellationToken cancel)
    {
        var (today, reminded, reopened) = (LocalTime.Today(time), 0, 0);
        foreach (var (id, step) in await Due(db, today, cancel))
        {
            if (await book.Take(id, cancel) is not { State: WishState.Claimed } wish || await book.Claim(id, cancel) is not { } claim)
                continue;
            if (step == ClaimStep.Remind)
            {
                (claim.RemindedOn, reminded) = (today, reminded + 1);
                await Tell(claim, "gifts.remind", ("别忘了您认领的心愿", "Do not forget the wish you claimed"), ($"请在 {claim.BringBy:MM-dd} 前送到；送不了请点“退回”，让别的邻居来。", $"Please bring it by {claim.BringBy:MM-dd}, or give it back for another neighbour."), cancel);
            }
            else
            {
                book.Reopen(wish, claim, ClaimEnd.Lapsed);
                reopened++;
                await Tell(claim, "gifts.lapsed", ("认领已到期", "Your claim has ended"), ("心愿重新开放，请别的邻居来实现；谢谢您的心意。", "The wish is open again for another neighbour; thank you all the same."), cancel);
            }
        }

        return new DonorsReminded(reminded, reopened);
    }

    internal static async Task<List<(Guid Wish, ClaimStep Step)>> Due(LinliDb db, DateOnly today, CancellationToken cancel) =>
        [.. (await db.Records<WishClaim>().AsNoTracking().Where(c => c.EndedAt == null && c.HandedAt == null)
                .Join(db.Unfiltered<Wish>(), c => c.Wish, w => w.Id, (c, w) => new { c, w.Round })
                .Join(db.Unfiltered<WishRound>(), x => x.Round, r => r.Code, (x, r) => new { x.c.Wish, x.c.BringBy, x.c.RemindedOn, r.RemindDays }).ToListAsync(cancel))
            .Select(x => (x.Wish, Step: WishRules.Step(x.BringBy, x.RemindedOn, x.RemindDays, today))).Where(x => x.Step != ClaimStep.None)];

    private Task Tell(WishClaim claim, string kind, Platform.Text.Phrase title, Platform.Text.Phrase body, CancellationToken cancel) =>
        claim.Account is { } donor ? notices.Tell(donor, kind, title, body, "/wishes/mine", $"wish:{claim.Id}:{kind}", cancel) : Task.CompletedTask;
}

/// <summary>Looks every hour; writes nothing when nothing is due.</summary>
internal sealed class WishClock(LinliDb db, UseCaseRunner runner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        if ((await RemindDonorsHandler.Due(db, LocalTime.Today(time), cancel)).Count > 0)
            await runner.Run(new RemindDonors(), cancel);
    }
}

/// <summary>The consent is taken back, by the person or a guardian: the wishes are shown no more.</summary>
internal sealed class EndWishesWithConsent(WishBook book) : IEventHandler<ConsentWithdrawn>
{
    public async Task Handle(Delivered<ConsentWithdrawn> delivered, CancellationToken cancel)
    {
        if (delivered.Event.Purpose is WishRules.Purpose or WishRules.CarePurpose)
            await book.Hide(delivered.Event.Person, delivered.Event.Purpose, cancel);
    }
}
