using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>What several use cases of wishes do with them.</summary>
internal sealed class WishBook(LinliDb db, INotices notices, TimeProvider time)
{
    public static readonly Problem NotFound = Problem.NotFound("wishes.not_found", "没有找到这个心愿。", "This wish was not found.");

    public static readonly Problem NoRound = Problem.NotFound("wishes.round_not_found", "没有找到这个心愿活动。", "This round of wishes was not found.");

    public static readonly Problem Moved = Problem.Conflict("wishes.moved", "这个心愿的状态已变，请刷新。", "This wish has moved on: reload.");

    /// <summary>A wish that nobody else changes until this transaction ends.</summary>
    public async Task<Wish?> Take(Guid id, CancellationToken cancel)
    {
        await db.LockUntilCommit($"wish.{id}", cancel);
        return await db.Unfiltered<Wish>().SingleOrDefaultAsync(w => w.Id == id, cancel);
    }

    /// <summary>The claim that runs.</summary>
    public Task<WishClaim?> Claim(Guid wish, CancellationToken cancel) => db.Records<WishClaim>().SingleOrDefaultAsync(c => c.Wish == wish && c.EndedAt == null, cancel);

    /// <summary>Ends the claim; the wish is open again.</summary>
    public void Reopen(Wish wish, WishClaim claim, ClaimEnd end) => (wish.State, claim.EndedAt, claim.End) = (WishState.Open, Clock.Now(time), end);

    /// <summary>Takes a wish back, and tells whoever claimed it.</summary>
    public async Task CallOff(Wish wish, CancellationToken cancel)
    {
        wish.State = WishState.Withdrawn;
        if (await Claim(wish.Id, cancel) is not { } claim)
            return;
        (claim.EndedAt, claim.End) = (Clock.Now(time), ClaimEnd.CalledOff);
        if (claim.Account is { } donor)
            await notices.Tell(
                donor, "gifts.called_off", ("您认领的心愿已取消", "A wish you claimed was called off"), ("不用再准备了；谢谢您。还有别的心愿在等。", "No need to bring anything: thank you. Others are waiting."),
                "/wishes/mine", $"wish:{claim.Id}:off", cancel);
    }

    /// <summary>Takes back every wish of a person that nobody has brought yet, and hides the others.</summary>
    public async Task CallOffAll(Guid person, CancellationToken cancel)
    {
        var waiting = await db.Unfiltered<Wish>()
            .Where(w => w.Person == person && (w.State == WishState.Stated || w.State == WishState.Verified || w.State == WishState.Open || w.State == WishState.Claimed)).ToListAsync(cancel);
        foreach (var wish in waiting)
            await CallOff(wish, cancel);

        // What was brought already stays counted, and is shown no more.
        foreach (var wish in await db.Unfiltered<Wish>().Where(w => w.Person == person && (w.State == WishState.Handed || w.State == WishState.Fulfilled)).ToListAsync(cancel))
            (wish.PublicText, wish.Thanks, wish.ThanksShown) = (null, null, false);
    }
}
