using Linli.Cases;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Services.Privacy;
using Linli.Services.Canteen;
using Linli.Services.Gates;
using Linli.Services.MoveIn;
using Linli.Services.Matters;
using Linli.Services.Shops;
using Microsoft.Extensions.Configuration;
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
            .AddScoped<IPersonalData, ServicesPersonalData>().AddScoped<IPersonalData, GatesPersonalData>().AddScoped<IPersonalData, DeskPersonalData>()
            .AddSingleton(new CaseType("help", ("求助服务", "Help and service")))
            .AddSingleton(new CaseType("consultation", ("咨询", "Question")))
            .AddSingleton(new CaseType("property", ("物业服务", "Property service")) { NeedsAfterPhoto = true })
            .AddSingleton(MatterTypes.Type)
            .AddScoped<MatterData>();
        module.UseCase<SubmitMatterHandler>().UseCase<ReadApplicationHandler>().UseCase<ListApplicationsHandler>().Routes(MatterData.Map);
        module.Tables(ServicesModel.Map).Permissions(ServicesPermissions.All).Demo<ServicesDemo>(60);
        module.UseCase<KeepShopHandler>().UseCase<ReviewShopHandler>().UseCase<ListShopsHandler>().Publishes<ShopChanged>("linli.shop.changed");
        DeclareMoveIn(module);
        DeclareGates(module);
        Kitchen.KitchenParts.Declare(module);
        Collective.CollectiveParts.Declare(module);
        CanteenParts.Declare(module);
        Retail.RetailParts.Declare(module);
        module.Pages(
            new(Workspace.Merchant, "/shop", ("我的店铺", "My shop"), "building-store", ServicesPermissions.Shop, 10),
            new(Workspace.Staff, "/desk/shops", ("商户审核", "Shops"), "building-store", ServicesPermissions.Shops, 330, NavigationSection.Trade),
            new(Workspace.Staff, "/desk/move-in", ("入住办理", "Moving in"), "clipboard-check", ServicesPermissions.MoveIn, 310, NavigationSection.People),
            new(Workspace.Staff, "/desk/matters", ("关键小事", "Forms"), "file-certificate", ServicesPermissions.Matters, 320, NavigationSection.Offers),
            new(Workspace.Staff, "/desk/gates", ("门禁与凭证", "Gates"), "door-enter", ServicesPermissions.Credentials, 315, NavigationSection.People))
            .Tile(new("/services", ("服务", "Services"), ("找物业、求助、预约上门", "Property, help, home visits"), "home-heart", 80));
    }

    private static void DeclareMoveIn(ModuleBuilder module)
    {
        module.Services.AddScoped<MoveIns>().AddScoped<IFileGuard, TrainingPictures>()
            .AddSingleton(new NoticeTopic("home", ("我的家与门禁", "My home and the gates"), ("入住清单、门禁凭证", "Move-in check-list, entry credentials")));
        module.UseCase<PublishTrainingHandler>().UseCase<ReadTrainingHandler>().UseCase<ListAttendeesHandler>().UseCase<OpenOwnMoveInsHandler>().UseCase<MyMoveInsHandler>().UseCase<AnswerQuizHandler>().UseCase<OpenMoveInHandler>()
            .UseCase<RecordAttendanceHandler>().UseCase<HandOverKeyHandler>().UseCase<DeskMoveInsHandler>();
        module.After<RegistrationDecided, OpenMoveInAfterApproval>().Publishes<MoveInChanged>("linli.move_in.changed").Demo<MoveInDemo>(65);
    }

    private static void DeclareGates(ModuleBuilder module)
    {
        module.Services.AddSingleton(module.Configuration.GetSection("Services").Get<ServicesOptions>() ?? new())
            .AddSingleton<GateSignal>().AddSingleton<GatesSeen>().AddScoped<Credentials>().AddScoped<IPersonCards, GateCards>().AddScoped<QrSigning>();
        module.UseCase<MyGatesHandler>().UseCase<ChooseCredentialHandler>().UseCase<ShowQrHandler>().UseCase<GiveGuestCodeHandler>()
            .UseCase<RevokeCredentialHandler>().UseCase<IssueCardHandler>().UseCase<RegisterGateHandler>().UseCase<DeskGatesHandler>()
            .UseCase<SyncGateHandler>().UseCase<PostPassesHandler>().UseCase<FollowTiesOfHandler>().UseCase<NoteLateGateHandler>().UseCase<EnrolFaceHandler>();
        module.After<ConsentWithdrawn, EndWithConsent>();
        module.Publishes<CredentialChanged>("linli.credential.changed").Publishes<GateLate>("linli.gate.late")
            .Job<FollowTies>(TimeSpan.FromSeconds(10)).Job<WatchGates>(TimeSpan.FromSeconds(10));
    }
}
