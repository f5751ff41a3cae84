using Linli.Neighbours.Goodwill.Wishes;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Privacy;

/// <summary>
/// What somebody gave, and what their children wished for. Of a gift that reached a child it stays that the wish came true, without
/// either name; what was claimed and not brought is open again.
/// </summary>
internal sealed class GoodwillPersonalData(LinliDb db, WishBook wishes, FieldCipher cipher) : IPersonalData
{
    public string Module => "goodwill";

    public Phrase Title => ("心愿与捐赠", "Wishes and gifts");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var claims = await Claims(subject).AsNoTracking().Join(db.Unfiltered<Wish>(), c => c.Wish, w => w.Id, (c, w) => new { c, w.Number, w.PublicText, w.Thanks, w.ThanksShown }).OrderBy(x => x.c.At).ToListAsync(cancel);
        return claims.Count == 0 ? [] :
        [
            new("claims", ("认领的心愿", "Wishes I claimed"), [.. claims.Select(x => new DataValue[]
            {
                new("number", ("编号", "Number"), x.Number),
                new("wish", ("心愿", "Wish"), x.PublicText),
                DataValue.Instant("at", ("认领", "Claimed"), x.c.At),
                DataValue.Day("bringBy", ("送达期限", "To be brought by"), x.c.BringBy),
                DataValue.Instant("handedAt", ("送到", "Brought"), x.c.HandedAt),
                new("receipt", ("收据", "Receipt"), x.c.HandedNote),
                new("end", ("结果", "End"), x.c.End?.ToString().ToLowerInvariant()),
                new("thanks", ("感谢", "Thanks"), x is { ThanksShown: true, Thanks: { } thanks } && x.c.End == ClaimEnd.Delivered ? cipher.Open(thanks) : null),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        await Claims(subject).CountAsync(c => c.HandedAt != null, cancel) is > 0 and var brought
            ? [new(("礼物已送达的心愿，不含您是谁", "That wishes came true, without who brought the gift"), ("心愿活动的数字须可核对", "The counts of a round have to add up"), brought)]
            : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var claim in await Claims(subject).ToListAsync(cancel))
        {
            if (claim is { EndedAt: null, HandedAt: null } && await wishes.Take(claim.Wish, cancel) is { } wish)
                wishes.Reopen(wish, claim, ClaimEnd.GivenBack);
            (claim.Person, claim.Account, claim.HandedNote) = (null, null, subject.Scrub(claim.HandedNote));
        }

        // Wishes a guardian wrote down belong to the child, and stay the child's.
        await db.Unfiltered<Wish>().Where(w => subject.Accounts.Contains(w.StatedBy)).ExecuteUpdateAsync(w => w.SetProperty(x => x.StatedBy, Guid.Empty), cancel);
    }

    private IQueryable<WishClaim> Claims(DataSubject subject) =>
        db.Records<WishClaim>().Where(c => c.Person == subject.Person || (c.Account != null && subject.Accounts.Contains(c.Account.Value)));
}
