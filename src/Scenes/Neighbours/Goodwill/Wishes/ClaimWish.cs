using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>Somebody takes a wish on (认领): of all who try, exactly one gets it.</summary>
/// <param name="Id">Which wish.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record ClaimWish(Guid Id, string? IdempotencyKey = null) : ICommand<WishClaimed>, IRepeatable, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>A wish that the caller brings now.</summary>
internal sealed record WishClaimed(Guid Claim, string Number, Phrase Label, string Text, DateOnly BringBy, Phrase Desk);

/// <summary>A donor cannot bring it after all: the wish is open again.</summary>
internal sealed record GiveBackWish(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class ClaimWishHandler(LinliDb db, CurrentCaller current, WishBook book, ICareLists care, INotices notices, TimeProvider time)
    : IHandler<ClaimWish, WishClaimed>, IHandler<GiveBackWish, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/wishes/{id:guid}/claim", (Guid id, ClaimWish? request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer((request ?? new(id)) with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Give).WithTags("wishes").WithSummary("Claim a wish 认领心愿");
        api.MapPost("/wishes/{id:guid}/give-back", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GiveBackWish(id), cancel))
            .Needs(GoodwillPermissions.Give).WithTags("wishes").WithSummary("Give a claimed wish back");
    }

    public async Task<Result<WishClaimed>> Handle(ClaimWish request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return Problem.Forbidden("wishes.no_person", "请先在“我的”里确认您是登记册里的哪一位，再来认领。", "First show under Me who you are in the register, then claim.");
        if ((await care.Facts(me, cancel))?.Age is < 14)
            return Problem.Forbidden("wishes.donor_child", "未满 14 周岁请由监护人来认领。", "Under 14, let your guardian claim it.");
        // Always the donor before the wish, so that two claims never wait for each other.
        await db.LockUntilCommit($"wish.donor.{me}", cancel);
        if (await book.Take(request.Id, cancel) is not { PublishedAt: not null } wish || wish.State is WishState.Withdrawn or WishState.Refused)
            return WishBook.NotFound;
        var round = await db.Unfiltered<WishRound>().SingleAsync(r => r.Code == wish.Round, cancel);
        if (wish.State != WishState.Open)
            return await book.Claim(wish.Id, cancel) is { } mine && mine.Person == me
                ? Problem.Conflict("wishes.yours", "这个心愿已经是您认领的，请到“我认领的心愿”查看。", "You have claimed this wish already: see My gifts.")
                : Problem.Conflict("wishes.taken", "刚刚有邻居认领了这个心愿，谢谢您！请看看别的。", "A neighbour has just claimed this wish. Thank you: please look at the others.");
        if (wish.Person == me || (wish.Person is { } child && current.Value.Account is { } account && (await care.WardsOf(account, cancel)).Contains(child)))
            return Problem.Conflict("wishes.own", "这是您家的心愿，请留给邻居来实现。", "This wish is your family's own: leave it to a neighbour.");
        if (await db.Records<WishClaim>().CountAsync(c => c.Person == me && c.EndedAt == null && c.HandedAt == null, cancel) >= round.MostPerDonor)
            return Problem.Conflict("wishes.enough_claims", $"您已认领 {round.MostPerDonor} 个，送到后再认领新的。", $"You have claimed {round.MostPerDonor} already: bring those first.");
        var (now, bringBy) = (Clock.Now(time), LocalTime.Today(time).AddDays(round.BringDays));
        var claim = new WishClaim { Id = Guid.CreateVersion7(now), Wish = wish.Id, Person = me, Account = current.Value.Account, At = now, BringBy = bringBy };
        db.Records<WishClaim>().Add(claim);
        wish.State = WishState.Claimed;
        if (current.Value.Account is { } donor)
            await notices.Tell(
                donor, "gifts.claimed", ("您认领了一个心愿", "You claimed a wish"), ($"请在 {bringBy:MM-dd} 前送到：{round.DeskZh}", $"Please bring it by {bringBy:MM-dd} to: {round.DeskEn}"), "/wishes/mine",
                $"wish:{claim.Id}", cancel);
        return new WishClaimed(claim.Id, wish.Number!, (wish.LabelZh!, wish.LabelEn!), wish.PublicText!, bringBy, (round.DeskZh, round.DeskEn));
    }

    public async Task<Result<Done>> Handle(GiveBackWish request, CancellationToken cancel)
    {
        if (await book.Take(request.Id, cancel) is not { } wish || await book.Claim(wish.Id, cancel) is not { } claim || claim.Person is null || claim.Person != current.Value.Person)
            return WishBook.NotFound;
        if (wish.State != WishState.Claimed)
            return Problem.Conflict("wishes.at_desk", "礼物已送到服务台，不能退回了。", "The gift is at the desk already.");
        book.Reopen(wish, claim, ClaimEnd.GivenBack);
        return Done.It;
    }
}
