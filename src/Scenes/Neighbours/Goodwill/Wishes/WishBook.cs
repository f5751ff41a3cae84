using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>What several use cases of wishes do with them.</summary>
internal sealed class WishBook(LinliDb db, INotices notices, ICareLists care, IFileStore files, TimeProvider time)
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
        (wish.State, wish.EndedAt) = (WishState.Withdrawn, Clock.Now(time));
        await EndClaim(wish, cancel);
    }

    private async Task EndClaim(Wish wish, CancellationToken cancel)
    {
        if (await Claim(wish.Id, cancel) is not { } claim)
            return;
        (claim.EndedAt, claim.End) = (Clock.Now(time), ClaimEnd.CalledOff);
        if (claim.Account is { } donor)
            await notices.Tell(
                donor, "gifts.called_off", ("您认领的心愿已取消", "A wish you claimed was called off"), ("不用再准备了；谢谢您。还有别的心愿在等。", "No need to bring anything: thank you. Others are waiting."),
                "/wishes/mine", $"wish:{claim.Id}:off", cancel);
    }

    /// <summary>
    /// A consent is gone: nothing of the person's wishes is shown any more. A wish that was stated for the page alone ends; one
    /// of a care list goes on with its worker. What was brought stays counted, without its words.
    /// </summary>
    public async Task Hide(Guid person, string purpose, CancellationToken cancel)
    {
        var wishes = await db.Unfiltered<Wish>().Where(w => w.Person == person && w.State != WishState.Refused && (w.Group != Wish.Child || purpose == WishRules.Purpose)).OrderBy(w => w.Id).ToListAsync(cancel);
        foreach (var wish in wishes)
        {
            if (wish.Group == Wish.Child)
            {
                if (wish.State is WishState.Stated or WishState.Verified or WishState.Open or WishState.Claimed)
                    await CallOff(wish, cancel);
                (wish.Text, wish.PublicText, wish.Thanks, wish.ThanksShown) = (null, null, null, false);
            }
            else if (wish.State is WishState.Open or WishState.Claimed)
            {
                // It may be shown in any round that comes: there it gets a number and a name anew.
                (wish.State, wish.PublishedAt, wish.Round, wish.Number, wish.Letter, wish.LabelZh, wish.LabelEn) = (WishState.Verified, null, null, null, null, null, null);
                await EndClaim(wish, cancel);
            }
            else if (wish.State is WishState.Handed or WishState.Fulfilled)
            {
                (wish.PublicText, wish.Thanks, wish.ThanksShown) = (null, null, false);
            }
        }
    }

    /// <summary>The person has died, or is deleted: what nobody has brought yet is called off, and of the rest no words stay.</summary>
    public async Task CallOffAll(Guid person, CancellationToken cancel)
    {
        var wishes = await db.Unfiltered<Wish>().Where(w => w.Person == person && w.State != WishState.Refused && w.State != WishState.Withdrawn).OrderBy(w => w.Id).ToListAsync(cancel);
        foreach (var wish in wishes)
        {
            if (wish.State is not (WishState.Handed or WishState.Fulfilled))
                await CallOff(wish, cancel);
            (wish.PublicText, wish.Thanks, wish.ThanksShown) = (null, null, false);
        }

        await files.Discard(Wish.Slips, wishes.ConvertAll(w => w.Id), cancel);
    }

    /// <summary>Who hears how a wish goes: of a child those who are the guardians now, of a school's list nobody.</summary>
    public async Task<IReadOnlyList<Guid>> Near(Wish wish, CancellationToken cancel) =>
        wish.Person is not { } person ? [] : wish.Group == Wish.Child ? await care.GuardianAccountsOf(person, cancel) : wish.StatedBy == Guid.Empty ? [] : [wish.StatedBy];

    /// <summary>Names that no text for others may hold: the person's and those of their guardians, whole and given names. None is known of a school's list.</summary>
    public async Task<IReadOnlyList<string?>> Names(Wish wish, CancellationToken cancel)
    {
        if (wish.Person is not { } person)
            return [];
        var people = new List<Guid> { person };
        foreach (var account in await care.GuardianAccountsOf(person, cancel))
            if (await care.PersonOf(account, cancel) is { } guardian)
                people.Add(guardian);
        return [.. (await care.NamesOf(people, masked: false, cancel)).Values.SelectMany(StateChildWishHandler.Parts)];
    }
}
