using Linli.Notices;
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
/// <param name="Photos">Photos of the gift or the signed slip.</param>
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

internal sealed class PassWishOnHandler(LinliDb db, CurrentCaller current, WishBook book, IFileStore files, INotices notices, FieldCipher cipher, TimeProvider time)
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
        if (await Attach(wish, request.Photos, cancel) is { Ok: false } refused)
            return refused;
        (wish.State, claim.HandedAt, claim.HandedTo, claim.HandedNote) = (WishState.Handed, Clock.Now(time), current.Value.Account, Clean(request.Note, 200));
        await Tell(claim.Account, "gifts.taken", ("礼物已收到，谢谢您", "Your gift has arrived: thank you"), ("服务台已登记，会转交给孩子。", "The desk has noted it and passes it on."), "/wishes/mine", $"wish:{claim.Id}:taken", cancel);
        if (wish.Person is not null)
            await Tell(wish.StatedBy, "gifts.wish", ("心愿礼物到了服务台", "The gift is at the desk"), ("请凭编号来取。", "Fetch it with the number of the wish."), "/wishes/child", $"wish:{wish.Id}:taken", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(FulfilWish request, CancellationToken cancel)
    {
        if (await Reach(request.Id, GoodwillPermissions.Desk, cancel) is not { } wish)
            return WishBook.NotFound;
        if (wish.State != WishState.Handed || await book.Claim(wish.Id, cancel) is not { } claim)
            return WishBook.Moved;
        if (await Attach(wish, request.Photos, cancel) is { Ok: false } refused)
            return refused;
        var now = Clock.Now(time);
        (wish.State, wish.FulfilledAt, wish.Word, claim.EndedAt, claim.End) = (WishState.Fulfilled, now, Clean(request.Note, 200), now, ClaimEnd.Delivered);
        await Tell(claim.Account, "gifts.fulfilled", ("您点亮了一个心愿", "A wish came true through you"), ("礼物已经到了孩子手里。", "The gift has reached the child."), "/wishes/mine", $"wish:{claim.Id}:fulfilled", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(ThankForWish request, CancellationToken cancel)
    {
        // The guardian who stated it, or the desk that typed a card.
        if (await book.Take(request.Id, cancel) is not { } wish || (wish.StatedBy != current.Value.Account && !current.Value.May(GoodwillPermissions.Desk, wish.Scope)))
            return WishBook.NotFound;
        if (wish.State != WishState.Fulfilled || wish.ClosedAt is not null)
            return WishBook.Moved;
        wish.Thanks = cipher.Seal(Clean(request.Text, 200));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CloseWish request, CancellationToken cancel)
    {
        if (await Reach(request.Id, GoodwillPermissions.Publish, cancel) is not { } wish)
            return WishBook.NotFound;
        if (wish.State != WishState.Fulfilled || wish.ClosedAt is not null)
            return WishBook.Moved;
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

    private async Task<Result<Done>> Attach(Wish wish, IReadOnlyList<FileId>? photos, CancellationToken cancel) =>
        photos is { Count: > 0 } ? await files.Attach(photos, Wish.Files, wish.Id, ScopePath.Parse(wish.Scope, null), cancel, "photos") : Done.It;

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
