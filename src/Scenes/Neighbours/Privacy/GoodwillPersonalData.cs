using Linli.Neighbours.Goodwill.ClassPairings;
using Linli.Neighbours.Goodwill.Donations;
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
internal sealed class GoodwillPersonalData(LinliDb db, WishBook wishes, ClassBook classes, FieldCipher cipher) : IPersonalData
{
    public string Module => "goodwill";

    public Phrase Title => ("心愿与捐赠", "Wishes and gifts");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var claims = await Claims(subject).AsNoTracking().Join(db.Unfiltered<Wish>(), c => c.Wish, w => w.Id, (c, w) => new { c, w.Number, w.PublicText, w.Thanks, w.ThanksShown }).OrderBy(x => x.c.At).ToListAsync(cancel);
        var given = await Donations(subject).AsNoTracking().Join(db.Records<DonationItem>(), d => d.Id, i => i.Donation, (d, i) => new { d, i.Kind, i.What, i.Count }).OrderBy(x => x.d.At).ToListAsync(cancel);
        var pupils = await Pupils(subject).AsNoTracking().Join(db.Unfiltered<ClassPairing>(), p => p.Pairing, c => c.Id, (p, c) => new { p, c.OurSchool, c.TheirSchool }).OrderBy(x => x.p.At).ToListAsync(cancel);
        return claims.Count + given.Count + pupils.Count == 0 ? [] :
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
            new("donations", ("捐物", "Donations"), [.. given.Select(x => new DataValue[]
            {
                new("number", ("编号", "Number"), x.d.Number),
                new("recipient", ("受赠方", "Recipient"), x.d.Recipient),
                new("what", ("物品", "Things"), x.What),
                new("count", ("件数", "How many"), x.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new("state", ("状态", "State"), x.d.State.ToString().ToLowerInvariant()),
                DataValue.Instant("at", ("登记", "Registered"), x.d.At),
            })]),
            new("classes", ("学校结对", "Paired schools"), [.. pupils.Select(x => new DataValue[]
            {
                new("letter", ("代号", "Letter"), x.p.Letter),
                new("schools", ("学校", "Schools"), $"{x.OurSchool} – {x.TheirSchool}"),
                DataValue.Instant("at", ("参加", "Since"), x.p.At),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var brought = await Claims(subject).CountAsync(c => c.HandedAt != null, cancel);
        var given = await Donations(subject).CountAsync(d => d.State == DonationState.Received, cancel);
        return brought + given == 0 ? [] :
            [new(("已送达的礼物和捐物，不含您是谁", "That gifts and things arrived, without who gave them"), ("心愿和捐赠的数字须可核对", "The counts of wishes and donations have to add up"), brought + given)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var claim in await Claims(subject).ToListAsync(cancel))
        {
            if (claim is { EndedAt: null, HandedAt: null } && await wishes.Take(claim.Wish, cancel) is { } wish)
                wishes.Reopen(wish, claim, ClaimEnd.GivenBack);
            (claim.Person, claim.Account, claim.HandedNote) = (null, null, subject.Scrub(claim.HandedNote));
        }

        foreach (var donation in await Donations(subject).ToListAsync(cancel))
            (donation.Person, donation.Account, donation.State) = (null, null, donation.State == DonationState.Registered ? DonationState.CalledOff : donation.State);
        foreach (var pupil in await Pupils(subject).ToListAsync(cancel))
            if (pupil.Person == subject.Person)
                await classes.Leave(pupil, cancel);
            else
                pupil.Guardian = null;

        // Wishes a guardian wrote down belong to the child, and stay the child's.
        await db.Unfiltered<Wish>().Where(w => subject.Accounts.Contains(w.StatedBy)).ExecuteUpdateAsync(w => w.SetProperty(x => x.StatedBy, Guid.Empty), cancel);
    }

    private IQueryable<Donation> Donations(DataSubject subject) =>
        db.Unfiltered<Donation>().Where(d => d.Person == subject.Person || (d.Account != null && subject.Accounts.Contains(d.Account.Value)));

    private IQueryable<ClassPupil> Pupils(DataSubject subject) =>
        db.Records<ClassPupil>().Where(p => p.LeftAt == null && (p.Person == subject.Person || (p.Guardian != null && subject.Accounts.Contains(p.Guardian.Value))));

    private IQueryable<WishClaim> Claims(DataSubject subject) =>
        db.Records<WishClaim>().Where(c => c.Person == subject.Person || (c.Account != null && subject.Accounts.Contains(c.Account.Value)));
}
