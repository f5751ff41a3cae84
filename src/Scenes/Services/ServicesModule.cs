using Linli.Cases;
using Linli.Platform.Modules;
using Linli.Services.Matters;
using Linli.Services.Shops;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Services;

/// <summary>Services (服务): the one-stop desk, property work inside the compounds and on the streets around them, and the shops.</summary>
public sealed class ServicesModule : IModule
{
    /// <inheritdoc/>
    public string Name => "services";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services
            .AddSingleton(new CaseType("help", ("求助服务", "Help and service")))
            .AddSingleton(new CaseType("consultation", ("咨询", "Question")))
            .AddSingleton(new CaseType("property", ("物业服务", "Property service")) { NeedsAfterPhoto = true })
            .AddSingleton(MatterTypes.Type)
            .AddScoped<MatterData>();
        module.UseCase<SubmitMatterHandler>().UseCase<ReadApplicationHandler>().UseCase<ListApplicationsHandler>().Routes(MatterData.Map);
        module.Tables(ServicesModel.Map).Permissions(ServicesPermissions.All).Demo<ServicesDemo>(60);
        module.UseCase<KeepShopHandler>().UseCase<ReviewShopHandler>().UseCase<ListShopsHandler>().Publishes<ShopChanged>("linli.shop.changed");
        module.Pages(
            new(Workspace.Merchant, "/shop", ("我的店铺", "My shop"), "building-store", ServicesPermissions.Shop, 10),
            new(Workspace.Staff, "/desk/shops", ("商户审核", "Shops"), "building-store", ServicesPermissions.Shops, 330),
            new(Workspace.Staff, "/desk/matters", ("关键小事", "Forms"), "file-certificate", ServicesPermissions.Matters, 320)).Tile(new("/services", ("服务", "Services"), ("找物业、求助、预约上门", "Property, help, home visits"), "home-heart", 80));
    }
}
