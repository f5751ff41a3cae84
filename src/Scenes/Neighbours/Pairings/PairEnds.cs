using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Pairings;

/// <summary>Ends pairings: by a side, by a block, by a consent taken back, by a death. From then on nothing of the other is shown.</summary>
internal sealed class PairEnds(LinliDb db, INotices notices, FieldCipher cipher, TimeProvider time)
{
    /// <summary>Ends a pairing that runs, or lets a proposal fall. Of a proposal the other side is not told.</summary>
    /// <param name="pair">Which; tracked.</param>
    /// <param name="by">Account that ended it, if any.</param>
    /// <param name="why">Read by the coordinator only.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="farewell">A word to the other side.</param>
    public async Task Stop(Pair pair, Guid? by, string why, CancellationToken cancel, string? farewell = null)
    {
        if (pair.State is not (PairState.Proposed or PairState.Active))
            return;
        var ran = pair.State == PairState.Active;
        (pair.State, pair.EndedAt, pair.EndedBy) = (ran ? PairState.Ended : PairState.Declined, Clock.Now(time), by);
        (pair.EndReason, pair.Farewell) = (cipher.Seal(why), farewell);
        Guid[] told = ran ? [pair.First, pair.Second, pair.Coordinator] : [pair.Coordinator];
        foreach (var account in told.Where(a => a != by))
            await notices.Tell(
                account, "pairings.ended", ran ? ("一个结对已结束", "A pairing has ended") : ("一个结对提议未成", "A proposal came to nothing"),
                account == pair.Coordinator ? ("请看看是否要跟进。", "See whether to follow it up.") : ("谢谢彼此的陪伴。", "Thank you for the time together."),
                account == pair.Coordinator ? $"/desk/pairings/{pair.Id}" : $"/pairings/{pair.Id}", $"pair:{pair.Id}:ended", cancel);
    }

    /// <summary>Ends whatever is between two: one of them blocked the other.</summary>
    public async Task Between(Guid one, Guid other, Guid by, CancellationToken cancel)
    {
        foreach (var pair in await db.Unfiltered<Pair>().Where(p => (p.State == PairState.Proposed || p.State == PairState.Active)
            && ((p.First == one && p.Second == other) || (p.First == other && p.Second == one))).ToListAsync(cancel))
            await Stop(pair, by, "其中一方屏蔽了对方 One of the two blocked the other", cancel);
    }

    /// <summary>Ends everything of a person: opt-ins and pairings made until a moment.</summary>
    public async Task Of(Guid person, DateTimeOffset until, string why, CancellationToken cancel)
    {
        var offers = await db.Unfiltered<PairingOffer>().Where(o => o.Person == person && o.State != OfferState.Withdrawn && o.At <= until).ToListAsync(cancel);
        foreach (var offer in offers)
            (offer.State, offer.WithdrawnAt) = (OfferState.Withdrawn, Clock.Now(time));
        var ids = offers.ConvertAll(o => o.Id);
        foreach (var pair in await db.Unfiltered<Pair>().Where(p => (p.State == PairState.Proposed || p.State == PairState.Active)
            && (ids.Contains(p.FirstOffer) || ids.Contains(p.SecondOffer))).ToListAsync(cancel))
            await Stop(pair, offers.Find(o => o.Id == pair.FirstOffer || o.Id == pair.SecondOffer)!.Account, why, cancel);
    }
}

/// <summary>Withdrawing under /me/consents ends what stood on it, as withdrawing on the page of pairings does.</summary>
internal sealed class EndPairingsWithConsent(PairEnds ends) : IEventHandler<ConsentWithdrawn>
{
    public Task Handle(Delivered<ConsentWithdrawn> delivered, CancellationToken cancel) => delivered.Event.Purpose == PairingRules.Purpose
        ? ends.Of(delivered.Event.Person, delivered.Time, "一方撤回了同意 One side withdrew the consent", cancel)
        : Task.CompletedTask;
}

/// <summary>Whoever died is paired and matched no more; the other side and the coordinator are told that the pairing has ended, not why.</summary>
internal sealed class EndPairingsWithLife(PairEnds ends) : IEventHandler<ResidentDied>
{
    public Task Handle(Delivered<ResidentDied> delivered, CancellationToken cancel) =>
        ends.Of(delivered.Event.Person, delivered.Time, "一方已去世 One side has died", cancel);
}
