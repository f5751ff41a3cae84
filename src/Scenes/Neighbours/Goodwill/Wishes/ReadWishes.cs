using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>The wishes of a round as everybody reads them.</summary>
internal sealed record OpenRound(string Code) : IQuery<RoundPage>;

/// <summary>A round with its wishes in the order of their numbers.</summary>
internal sealed record RoundPage(RoundLine Round, IReadOnlyList<PublicWish> Wishes);

/// <summary>A wish in public: nothing of it leads to the child or to the donor.</summary>
internal sealed record PublicWish(Guid Id, string Number, Phrase Label, string Text, long PriceFen, WishState State);

/// <summary>What the caller claimed (我认领的心愿).</summary>
internal sealed record MyGifts : IQuery<IReadOnlyList<MyGift>>;

/// <summary>A claim as its donor reads it.</summary>
internal sealed record MyGift(
    Guid Wish, string Number, Phrase Label, string Text, long PriceFen, WishState State, DateTimeOffset At, DateOnly BringBy, Phrase Desk, string? Receipt, ClaimEnd? End, DateTimeOffset? EndedAt, string? Thanks,
    IReadOnlyList<string> Photos);

/// <summary>Wishes the caller stated for their children.</summary>
internal sealed record MyChildrensWishes : IQuery<IReadOnlyList<ChildWish>>;

/// <summary>A wish as the guardian reads it.</summary>
internal sealed record ChildWish(Guid Id, string? Number, string? Text, Phrase? Label, WishState State, string? Word, bool Thanked, bool MayWithdraw);

/// <summary>The wishes of a round for the desk: without the donor's name.</summary>
internal sealed record RoundDesk(string Code, WishState? State = null) : IQuery<RoundForDesk>;

/// <summary>A round for the desk.</summary>
/// <param name="Round">The round.</param>
/// <param name="States">How many wishes of the caller's places stand where.</param>
/// <param name="Wishes">The wishes.</param>
/// <param name="Care">Wishes of care lists that were verified and could be shown in this round.</param>
internal sealed record RoundForDesk(RoundLine Round, IReadOnlyDictionary<WishState, int> States, IReadOnlyList<DeskWish> Wishes, IReadOnlyList<CareWish> Care);

/// <summary>A verified wish of somebody on a care list, as their worker worded it; without name and list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">For others.</param>
/// <param name="IsGrownUp">Whether it is shown without stage and grade.</param>
/// <param name="Consent">Whether the person agrees that it is shown.</param>
internal sealed record CareWish(Guid Id, string Text, bool IsGrownUp, bool Consent);

/// <summary>A wish for the desk: the school's code, whether a guardian's word is there, the donor's masked name, and thanks that wait to be read.</summary>
internal sealed record DeskWish(
    Guid Id, string? Number, Phrase? Label, string? Text, SchoolStage? Stage, int? Grade, long? PriceFen, WishState State, string From, bool Consent, string? Donor, DateOnly? BringBy, DateTimeOffset? HandedAt,
    string? HandedNote, string? Thanks, DateTimeOffset? ClosedAt, IReadOnlyList<string> Photos);

internal sealed class ReadWishesHandler(LinliDb db, CurrentCaller current, IPeople people, IConsents consents, IActingFor family, ICareLists care, IFileStore files, FieldCipher cipher)
    : IHandler<OpenRound, RoundPage>, IHandler<MyGifts, IReadOnlyList<MyGift>>, IHandler<MyChildrensWishes, IReadOnlyList<ChildWish>>, IHandler<RoundDesk, RoundForDesk>, IUseCase
{
    private const int MostPhotos = 60;
    private static readonly WishState[] shown = [WishState.Open, WishState.Claimed, WishState.Handed, WishState.Fulfilled];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/wishes/rounds/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenRound(code), cancel))
            .Needs(Access.Public).WithTags("wishes").WithSummary("The wishes of a round 微心愿");
        api.MapGet("/wishes/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyGifts(), cancel))
            .Needs(GoodwillPermissions.Give).WithTags("wishes").WithSummary("Wishes I claimed 我认领的心愿");
        api.MapGet("/wishes/children", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyChildrensWishes(), cancel))
            .Needs(GoodwillPermissions.Give).WithTags("wishes").WithSummary("Wishes of my children");
        api.MapGet("/wishes/rounds/{code}/desk", (string code, WishState? state, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RoundDesk(code, state), cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("wishes").WithSummary("The wishes of a round for the desk");
    }

    public async Task<Result<RoundPage>> Handle(OpenRound request, CancellationToken cancel)
    {
        if (await db.Unfiltered<WishRound>().AsNoTracking().SingleOrDefaultAsync(r => r.Code == request.Code, cancel) is not { } round)
            return WishBook.NoRound;
        var wishes = await db.Unfiltered<Wish>().AsNoTracking().Where(w => w.Round == round.Code && w.PublishedAt != null && shown.Contains(w.State)).OrderBy(w => w.Number).Take(1_000)
            .Select(w => new { w.Id, w.Number, w.LabelZh, w.LabelEn, w.PublicText, w.PriceFen, w.State }).ToListAsync(cancel);
        return new RoundPage(
            KeepRoundHandler.Line(round, WishCounts.Of(wishes.CountBy(w => w.State).Select(c => (c.Key, c.Value)))),
            [.. wishes.Where(w => w.PublicText != null).Select(w => new PublicWish(w.Id, w.Number!, (w.LabelZh!, w.LabelEn!), w.PublicText!, w.PriceFen ?? 0, w.State == WishState.Handed ? WishState.Claimed : w.State))]);
    }

    public async Task<Result<IReadOnlyList<MyGift>>> Handle(MyGifts request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return new List<MyGift>();
        var rows = await db.Records<WishClaim>().AsNoTracking().Where(c => c.Person == me)
            .Join(db.Unfiltered<Wish>(), c => c.Wish, w => w.Id, (c, w) => new { c, w }).Join(db.Unfiltered<WishRound>(), x => x.w.Round, r => r.Code, (x, r) => new { x.c, x.w, r })
            .OrderByDescending(x => x.c.At).Take(100).ToListAsync(cancel);
        var gifts = new List<MyGift>();
        foreach (var x in rows)
            gifts.Add(new(
                x.w.Id, x.w.Number!, (x.w.LabelZh!, x.w.LabelEn!), x.w.PublicText ?? "—", x.w.PriceFen ?? 0, x.w.State, x.c.At, x.c.BringBy, (x.r.DeskZh, x.r.DeskEn), x.c.HandedAt is null ? null : x.c.HandedNote, x.c.End,
                x.c.EndedAt, x.c.End == ClaimEnd.Delivered && x.w is { ThanksShown: true, Thanks: { } thanks } ? cipher.Open(thanks) : null, await Photos(Wish.Files, x.c.HandedAt is null ? null : x.w, cancel)));
        return gifts;
    }

    public async Task<Result<IReadOnlyList<ChildWish>>> Handle(MyChildrensWishes request, CancellationToken cancel)
    {
        // Who is the guardian now, whoever wrote it down.
        var children = (await family.People(FamilyMatters.Book, cancel)).Where(c => c.Agency is null).Select(c => c.Person).ToList();
        var wishes = await db.Unfiltered<Wish>().AsNoTracking().Where(w => w.Group == Wish.Child && w.Person != null && children.Contains(w.Person.Value)).OrderByDescending(w => w.At).Take(50).ToListAsync(cancel);
        return wishes.ConvertAll(w => new ChildWish(
            w.Id, w.Number, w.PublicText, w.LabelZh is { } zh ? (zh, w.LabelEn!) : null, w.State, w.Word, w.Thanks is not null || w.ClosedAt is not null,
            w.State is WishState.Stated or WishState.Verified or WishState.Open or WishState.Claimed));
    }

    public async Task<Result<RoundForDesk>> Handle(RoundDesk request, CancellationToken cancel)
    {
        if (await db.Scoped<WishRound>(current.Value.ScopesFor(GoodwillPermissions.Desk)).AsNoTracking().SingleOrDefaultAsync(r => r.Code == request.Code, cancel) is not { } round)
            return WishBook.NoRound;
        var mine = db.Scoped<Wish>(current.Value.ScopesFor(GoodwillPermissions.Desk)).AsNoTracking().Where(w => w.Round == round.Code);
        var states = await mine.GroupBy(w => w.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var wishes = await mine.Where(w => request.State == null || w.State == request.State).OrderBy(w => w.Number == null).ThenBy(w => w.Number).ThenBy(w => w.Id).Take(500).ToListAsync(cancel);
        var ids = wishes.ConvertAll(w => w.Id);
        var claims = (await db.Records<WishClaim>().AsNoTracking().Where(c => ids.Contains(c.Wish) && (c.EndedAt == null || c.End == ClaimEnd.Delivered)).ToListAsync(cancel)).ToDictionary(c => c.Wish);
        var donors = await people.NamesOf([.. claims.Values.Select(c => c.Account).OfType<Guid>().Distinct()], cancel);
        var persons = wishes.Select(w => w.Person).OfType<Guid>().Distinct().ToList();
        var agreeing = (await consents.Having(persons, WishRules.Purpose, cancel)).Union(await consents.Having(persons, WishRules.CarePurpose, cancel)).ToHashSet();
        var counts = WishCounts.Of((await db.Unfiltered<Wish>().Where(w => w.Round == round.Code && w.PublishedAt != null).GroupBy(w => w.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel)).Select(g => (g.Key, g.Count)));
        var lines = wishes.ConvertAll(w => Line(w, claims.GetValueOrDefault(w.Id), donors, agreeing));
        // Photos only where the list is the one they are looked at in.
        if (request.State is WishState.Handed or WishState.Fulfilled)
            for (var i = 0; i < Math.Min(lines.Count, MostPhotos); i++)
                lines[i] = lines[i] with { Photos = [.. await Photos(Wish.Files, wishes[i], cancel), .. await Photos(Wish.Slips, wishes[i], cancel)] };
        return new RoundForDesk(KeepRoundHandler.Line(round, counts), states, lines, await OfCareLists(cancel));
    }

    private async Task<IReadOnlyList<CareWish>> OfCareLists(CancellationToken cancel)
    {
        var rows = await db.Scoped<Wish>(current.Value.ScopesFor(GoodwillPermissions.Publish)).AsNoTracking()
            .Where(w => w.Person != null && w.Group != Wish.Child && w.State == WishState.Verified && w.PublicText != null).OrderBy(w => w.At).Take(50).ToListAsync(cancel);
        var found = new List<CareWish>();
        foreach (var w in rows)
        {
            var age = (await care.Facts(w.Person!.Value, cancel))?.Age;
            found.Add(new(w.Id, w.PublicText!, age is null or >= 18, await consents.Has(w.Person.Value, WishRules.PurposeOf(w.Group, age), cancel)));
        }

        return found;
    }

    private async Task<IReadOnlyList<string>> Photos(string kind, Wish? wish, CancellationToken cancel) =>
        wish is null ? [] : [.. (await files.Of(kind, wish.Id, cancel)).Select(f => f.Url)];

    private DeskWish Line(Wish w, WishClaim? claim, IReadOnlyDictionary<Guid, string> donors, HashSet<Guid> agreeing) => new(
        w.Id, w.Number, w.LabelZh is { } zh ? (zh, w.LabelEn!) : null, w.PublicText, w.Stage, w.Grade, w.PriceFen, w.State, w.Ref ?? "–", w.Person is { } child ? agreeing.Contains(child) : w.GuardianSignedOn is not null,
        claim?.Account is { } donor ? donors.GetValueOrDefault(donor, "–") : null, claim?.BringBy, claim?.HandedAt, claim?.HandedNote, w.Thanks is { } thanks ? cipher.Open(thanks) : null, w.ClosedAt, []);
}
