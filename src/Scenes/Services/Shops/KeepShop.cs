using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Shops;

/// <summary>Keeps the profile of the caller's own shop. The first one waits for staff; changes of a listed shop count at once.</summary>
/// <param name="Name">2–30 characters.</param>
/// <param name="Address">Street and number, 2–100 characters.</param>
/// <param name="Phone">Telephone for customers: a mobile or a fixed line.</param>
/// <param name="Hours">When it is open, in words, 2–60 characters.</param>
/// <param name="About">What it offers, at most 200 characters.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
internal sealed record KeepShop(
    string? Name, string? Address, string? Phone, string? Hours, string? About = null, double? Longitude = null, double? Latitude = null)
    : ICommand<ShopLine>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Name, 30, out var name) || name.Length < 2)
            yield return Problem.Invalid("name", "services.shop_name", "店名为 2–30 个字。", "A name has 2–30 characters.");
        if (!PlainText.TryCleanLine(Address, 100, out var address) || address.Length < 2)
            yield return Problem.Invalid("address", "services.shop_address", "请填写地址（2–100 个字）。", "Give the address (2–100 characters).");
        if (!MobileNumber.TryParse(Phone, out _, out _) && !Landline.TryParse(Phone, out _, out _))
            yield return Problem.Invalid("phone", "services.shop_phone", "请填写手机号或带区号的固定电话。", "Give a mobile number, or a fixed line with its area code.");
        if (!PlainText.TryCleanLine(Hours, 60, out var hours) || hours.Length < 2)
            yield return Problem.Invalid("hours", "services.shop_hours", "请填写营业时间，例如：每天 8:00–21:00。", "Say when it is open, such as daily 8:00–21:00.");
        if (!PlainText.TryClean(About, 200, out _))
            yield return Problem.Invalid("about", "services.shop_about", "介绍不超过 200 个字。", "The description has at most 200 characters.");
        if (Longitude is null != Latitude is null || (Latitude is { } lat && !GeoPoint.IsValid(lat, Longitude!.Value)))
            yield return Problem.Invalid("place", "services.shop_place", "位置不正确：请重新选点。", "The point is wrong: choose it again.");
    }
}

/// <summary>The caller's own shop.</summary>
internal sealed record MyShop : IQuery<ShopLine>;

internal sealed class KeepShopHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ITeamFounding teams, Outbox outbox, TimeProvider time)
    : IHandler<KeepShop, ShopLine>, IHandler<MyShop, ShopLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/shops/mine", (KeepShop request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.Shop).WithTags("shops").WithSummary("Keep my shop's profile 我的店铺");
        api.MapGet("/shops/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyShop(), cancel))
            .Needs(ServicesPermissions.Shop).WithTags("shops").WithSummary("My shop");
    }

    public async Task<Result<ShopLine>> Handle(KeepShop request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var shop = await Mine(cancel);
        if (shop is null)
            db.Insert(shop = Open(now));
        Fill(shop, request);
        if (shop.State == ShopState.Listed)
        {
            if (!await teams.Found(TeamOf(shop), shop.Account, Posts.Merchant, cancel))
                return Problem.Forbidden("services.no_merchant", "您已不是这里的商户，请联系社区。", "You are no merchant here any more: ask the community.");
        }
        else
        {
            (shop.State, shop.Reason) = (ShopState.Waiting, null);
            outbox.Add(new ShopChanged(shop.Id, ScopePath.Parse(shop.Scope, null), shop.State, shop.Account));
        }

        return ShopLine.Of(shop, own: true);
    }

    public async Task<Result<ShopLine>> Handle(MyShop request, CancellationToken cancel) => await Mine(cancel) is { } shop
        ? ShopLine.Of(shop, own: true)
        : Problem.NotFound("services.no_shop", "还没有店铺资料，请先填写。", "There is no profile yet: fill it in.");

    /// <summary>The team that stands for a shop: staff hand items to it.</summary>
    internal static Team TeamOf(Shop shop) => new(shop.Team, (shop.Name, shop.Name), Team.Merchant, ScopePath.Parse(shop.Scope, null)) { Phone = shop.Phone };

    private Task<Shop?> Mine(CancellationToken cancel) => db.Unfiltered<Shop>().SingleOrDefaultAsync(s => s.Account == current.Value.Account, cancel);

    private Shop Open(DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var post = current.Value.ScopesFor(ServicesPermissions.Shop).Paths[0];
        return new()
        {
            Id = id, Account = current.Value.Account!.Value, Scope = (tree.CommunityOf(post)?.Path ?? post).Value, Team = $"shop-{id.ToString("N")[^12..]}",
            Name = "", Address = "", Phone = "", Hours = "", At = now,
        };
    }

    private static void Fill(Shop shop, KeepShop request)
    {
        PlainText.TryCleanLine(request.Name, 30, out var name);
        PlainText.TryCleanLine(request.Address, 100, out var address);
        PlainText.TryCleanLine(request.Hours, 60, out var hours);
        PlainText.TryClean(request.About, 200, out var about);
        (shop.Name, shop.Address, shop.Hours, shop.About) = (name, address, hours, about.Length == 0 ? null : about);
        shop.Phone = MobileNumber.TryParse(request.Phone, out var mobile, out _) ? mobile.Value
            : Landline.TryParse(request.Phone, out var line, out _) ? line.Value : "";
        (shop.Longitude, shop.Latitude) = (request.Longitude, request.Latitude);
    }
}
