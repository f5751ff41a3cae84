using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>The desk takes a gift in from its donor (送达登记).</summary>
/// <param name="Id">Which wish.</param>
/// <param name="Note">What was brought, 2–200 characters: evidence, and the donor's receipt.</param>
/// <param name="Photos">Photos of the gift, uploaded before; at most 3, and never of a child.</param>
internal sealed record TakeGift(Guid Id, string? Note, IReadOnlyList<FileId>? Photos = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Note, 200, "note", "请写明收到了什么", "Say what was brought") is { } note)
            yield return note;
        if (Photos is { Count: > 3 })
            yield return Problem.Invalid("photos", "wishes.photos", "最多 3 张照片，只拍礼物。", "At most 3 photos, of the gift only.");
    }
}

/// <summary>The gift has reached the child, through the school, the guardian or the worker.</summary>
/// <param name="Id">Which wish.</param>
/// <param name="Note">How, 2–200 characters; whoever stated the wish reads it.</param>
/// <param name="Photos">Photos of the hand-over or the signed slip, for the desk alone.</param>
internal sealed record FulfilWish(Guid Id, string? Note, IReadOnlyList<FileId>? Photos = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems() => new TakeGift(Id, Note, Photos).Problems();
}

/// <summary>A word of thanks for the donor; staff read it before it is passed on.</summary>
/// <param name="Id">Which wish.</param>
/// <param name="Text">2–200 characters without name, school and telephone.</param>
internal sealed record ThankForWish(Guid Id, string? Text) : ICommand<Done>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (WishRules.Revealing(Text, "text", most: 200) is { } text)
            yield return text;
    }
}

/// <summary>Closes a wish that came true: passes its thanks on, or not.</summary>
internal sealed record CloseWish(Guid Id, bool PassOn = true) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Staff call off a wish that nobody has brought yet.</summary>
internal sealed record CallOffWish(Guid Id, string? Word) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Word, 200, "word", "请写明原因", "Say why") is { } word)
            yield return word;
    }
}

internal sealed class PassWishOnHandler(
    LinliDb db, CurrentCaller current, WishBook book, IFileStore files, IActingFor family, IConsents consents, ICareLists care, INotices notices, FieldCipher cipher, TimeProvider time)
    : IHandler<TakeGift, Done>, IHandler<FulfilWish, Done>, IHandler<ThankForWish, Done>, IHandler<CloseWish, Done>, IHandler<CallOffWish, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/wishes/{id:guid}/take", (Guid id, TakeGift request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("wishes").WithSummary("Take a gift in at the desk 送达登记");
        api.MapPost("/wishes/{id:guid}/fulfil", (Guid id, FulfilWish request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("wishes").WithSummary("The gift has reached the child 心愿实现");
        api.MapPost("/wishes/{id:guid}/thanks", (Guid id, ThankForWish request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("wishes").WithSummary("A word of thanks, read by staff first");
        api.MapPost("/wishes/{id:guid}/close", (Guid id, CloseWish? request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer((request ?? new(id)) with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Publish).WithTags("wishes").WithSummary("Close a wish, and pass its thanks on");
        api.MapPost("/wishes/{id:guid}/call-off", (Guid id, CallOffWish request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Publish).WithTags("wishes").WithSummary("Call a wish off");
    }

    public async Task<Result<Done>> Handle(TakeGift request, CancellationToken cancel)
    {
        if (await Reach(request.Id, GoodwillPermissions.Desk, cancel) is not { } wish)
            return WishBook.NotFound;
        if (wish.State != WishState.Claimed || await book.Claim(wish.Id, cancel) is not { } claim)
            return WishBook.Moved;
        if (WishRules.Revealing(request.Note, "note", await book.Names(wish, cancel), most: 200) is { } revealing)
            return revealing;
        if (await Attach(wish, Wish.Files, request.Photos, cancel) is { Ok: false } refused)
            return refused;
        (wish.State, claim.HandedAt, claim.HandedTo, claim.HandedNote) = (WishState.Handed, Clock.Now(time), current.Value.Account, Clean(request.Note, 200));
        await Tell(claim.Account, "gifts.taken", ("礼物已收到，谢谢您", "Your gift has arrived: thank you"), ("服务台已登记，会转交给许愿的人。", "The desk has noted it and passes it on."), "/wishes/mine", $"wish:{claim.Id}:taken", cancel);
        foreach (var near in await book.Near(wish, cancel))
            await Tell(near, "gifts.wish", ("心愿礼物到了服务台", "The gift is at the desk"), ("请凭编号来取。", "Fetch it with the number of the wish."), wish.Group == Wish.Child ? "/wishes/child" : "/services/for-me", $"wish:{wish.Id}:taken", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(FulfilWish request, CancellationToken cancel)
    {
        if (await Reach(request.Id, GoodwillPermissions.Desk, cancel) is not { } wish)
            return WishBook.NotFound;
        if (wish.State != WishState.Handed || await book.Claim(wish.Id, cancel) is not { } claim)
            return WishBook.Moved;
        if (await Attach(wish, Wish.Slips, request.Photos, cancel) is { Ok: false } refused)
            return refused;
        var now = Clock.Now(time);
        (wish.State, wish.FulfilledAt, wish.EndedAt, wish.Word, claim.EndedAt, claim.End) = (WishState.Fulfilled, now, now, Clean(request.Note, 200), now, ClaimEnd.Delivered);
        await Tell(claim.Account, "gifts.fulfilled", ("您点亮了一个心愿", "A wish came true through you"), ("礼物已经送到许愿的人手里。", "The gift has arrived."), "/wishes/mine", $"wish:{claim.Id}:fulfilled", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(ThankForWish request, CancellationToken cancel)
    {
        // Whose it is, their guardian of now, or the desk that typed a card.
        if (await book.Take(request.Id, cancel) is not { } wish || !await MaySpeak(wish, cancel))
            return WishBook.NotFound;
        if (wish.State != WishState.Fulfilled || wish.ClosedAt is not null)
            return WishBook.Moved;
        if ((await Missing(wish, cancel) ?? WishRules.Revealing(request.Text, "text", await book.Names(wish, cancel), most: 200)) is { } refused)
            return refused;
        wish.Thanks = cipher.Seal(Clean(request.Text, 200));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CloseWish request, CancellationToken cancel)
    {
        if (await Reach(request.Id, GoodwillPermissions.Publish, cancel) is not { } wish)
            return WishBook.NotFound;
        if (wish.State != WishState.Fulfilled || wish.ClosedAt is not null)
            return WishBook.Moved;
        if (request.PassOn && wish.Thanks is not null && await Missing(wish, cancel) is { } missing)
            return missing;
        (wish.ClosedAt, wish.ThanksShown) = (Clock.Now(time), request.PassOn && wish.Thanks is not null);
        if (!wish.ThanksShown)
        {
            wish.Thanks = null;
            return Done.It;
        }

        var donor = await db.Records<WishClaim>().Where(c => c.Wish == wish.Id && c.End == ClaimEnd.Delivered).Select(c => c.Account).SingleOrDefaultAsync(cancel);
        await Tell(donor, "gifts.thanks", ("有人谢谢您", "Somebody thanks you"), ("请到“我认领的心愿”看一句话。", "A word for you is under My gifts."), "/wishes/mine", $"wish:{wish.Id}:thanks", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CallOffWish request, CancellationToken cancel)
    {
        if (await Reach(request.Id, GoodwillPermissions.Publish, cancel) is not { } wish)
            return WishBook.NotFound;
        if (wish.State is WishState.Handed or WishState.Fulfilled or WishState.Refused or WishState.Withdrawn)
            return WishBook.Moved;
        wish.Word = Clean(request.Word, 200);
        await book.CallOff(wish, cancel);
        return Done.It;
    }

    private async Task<Wish?> Reach(Guid id, string permission, CancellationToken cancel) =>
        await book.Take(id, cancel) is { } wish && current.Value.May(permission, wish.Scope) ? wish : null;

    private async Task<bool> MaySpeak(Wish wish, CancellationToken cancel) =>
        (wish.Person is { } person && (wish.Group == Wish.Child ? await family.For(person, FamilyMatters.Book, cancel) is { Ok: true, Value.Agency: null } : person == current.Value.Person))
        || current.Value.May(GoodwillPermissions.Desk, wish.Scope);

    // Of a wish whose consent is gone nothing goes to the donor any more, thanks included.
    private async Task<Problem?> Missing(Wish wish, CancellationToken cancel) =>
        wish.Person is { } person ? await consents.Missing(person, WishRules.PurposeOf(wish.Group, (await care.Facts(person, cancel))?.Age), cancel) : null;

    private async Task<Result<Done>> Attach(Wish wish, string kind, IReadOnlyList<FileId>? photos, CancellationToken cancel) =>
        photos is { Count: > 0 } ? await files.Attach(photos, kind, wish.Id, ScopePath.Parse(wish.Scope, null), cancel, "photos") : Done.It;

    private Task Tell(Guid? account, string kind, Platform.Text.Phrase title, Platform.Text.Phrase body, string link, string key, CancellationToken cancel) =>
        account is { } known ? notices.Tell(known, kind, title, body, link, key, cancel) : Task.CompletedTask;
}

/// <summary>Photos of gifts are for the desk and for whoever brought the gift.</summary>
internal sealed class WishPhotos(LinliDb db) : IFileGuard
{
    public string SubjectKind => Wish.Files;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) =>
        await db.Unfiltered<Wish>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == subject, cancel) is { } wish
        && (caller.May(GoodwillPermissions.Desk, wish.Scope)
            || (caller.Person is { } me && await db.Records<WishClaim>().AnyAsync(c => c.Wish == subject && c.Person == me && c.HandedAt != null, cancel)));
}

/// <summary>Papers of the hand-over may name the child or a guardian: the desk alone sees them.</summary>
internal sealed class WishSlips(LinliDb db) : IFileGuard
{
    public string SubjectKind => Wish.Slips;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) =>
        await db.Unfiltered<Wish>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == subject, cancel) is { } wish && caller.May(GoodwillPermissions.Desk, wish.Scope);
}
