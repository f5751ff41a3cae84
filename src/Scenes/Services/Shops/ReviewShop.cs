using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Shops;

/// <summary>Staff list a shop, after which residents find it and items can be handed to it; or refuse it with a reason.</summary>
/// <param name="Id">Which.</param>
/// <param name="List">List or refuse.</param>
/// <param name="Reason">Compulsory when refusing, 2–200 characters: its owner reads it.</param>
internal sealed record ReviewShop(Guid Id, bool List, string? Reason = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!List && Reason?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing", "请写明原因（2–200 个字），商户会看到。", "Say why (2–200 characters): its owner reads it.");
    }
}

/// <summary>Why a shop is not listed.</summary>
internal sealed record ShopRefusal(string? Reason);

internal sealed class ReviewShopHandler(LinliDb db, CurrentCaller current, ITeamFounding teams, INotices notices, Outbox outbox, TimeProvider time)
    : IHandler<ReviewShop, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/shops/{id:guid}/list", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReviewShop(id, true), cancel))
            .Needs(ServicesPermissions.Shops).WithTags("shops").WithSummary("List a shop");
        api.MapPost("/shops/{id:guid}/refuse", (Guid id, ShopRefusal body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ReviewShop(id, false, body.Reason), cancel))
            .Needs(ServicesPermissions.Shops).WithTags("shops").WithSummary("Refuse a shop with a reason");
    }

    public async Task<Result<Done>> Handle(ReviewShop request, CancellationToken cancel)
    {
        var shop = await db.Scoped<Shop>(current.Value.ScopesFor(ServicesPermissions.Shops)).SingleOrDefaultAsync(s => s.Id == request.Id, cancel);
        if (shop is null)
            return Problem.NotFound("services.shop_not_found", "没有找到这家商户。", "This shop was not found.");
        if (shop.State != ShopState.Waiting)
            return Problem.Conflict("services.shop_decided", "这家商户已经审核过了。", "This shop was reviewed already.");
        if (request.List && !await teams.Found(KeepShopHandler.TeamOf(shop), shop.Account, Posts.Merchant, cancel))
            return Problem.Conflict("services.no_merchant", "此人已不是这里的商户，请先核对岗位。", "The person is no merchant here any more: check the post first.");
        shop.State = request.List ? ShopState.Listed : ShopState.Refused;
        (shop.DecidedBy, shop.DecidedAt, shop.Reason) = (current.Value.Account, Clock.Now(time), request.List ? null : request.Reason!.Trim());
        outbox.Add(new ShopChanged(shop.Id, ScopePath.Parse(shop.Scope, null), shop.State, shop.Account));
        await notices.Tell(
            shop.Account, "services.shop", request.List ? ("店铺已公开", "Your shop is listed") : ("店铺未通过审核", "Your shop was not listed"),
            request.List ? ("居民现在可以找到您，社区也可以把事项交给您。", "Residents find you now, and the community may hand you items.") : ("请查看原因，修改后会再次审核。", "See why; what you change is reviewed again."),
            "/shop", $"shop-reviewed:{shop.Id}:{shop.DecidedAt:O}", cancel);
        return Done.It;
    }
}
