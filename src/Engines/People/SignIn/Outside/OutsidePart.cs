using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.SignIn.Outside;

/// <summary>What sign-in with accounts of other houses brings (T14), and the data they share (S05).</summary>
internal static class OutsidePart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.Configure<OutsideOptions>(module.Configuration.GetSection(OutsideOptions.Section));
        module.Services
            .AddSingleton<OutsideChannel>()
            .AddSingleton<ProviderMetadata>()
            .AddSingleton<OutsideTokens>()
            .AddSingleton<OutsideFlow>()
            .AddScoped<OutsideLinks>()
            .AddScoped<ISharedData, SharedData>()
            .AddScoped<INetworkIdentity, NetworkIdentity>()
            .AddScoped<IHandler<KeepNetworkCheck, NetworkCheck>, KeepNetworkCheckHandler>()
            .AddScoped<ISimulatorRegistration, SimulatorRegistration>()
            .AddScoped<IHandler<BeginOutside, OutsideProvider>, BeginOutsideHandler>()
            .AddScoped<IHandler<TakeOutside, OutsideTaken>, TakeOutsideHandler>()
            .AddScoped<IHandler<EnterFromOutside, OutsideEntry>, EnterFromOutsideHandler>()
            .AddScoped<IHandler<WaitingOutside, OutsideWaiting>, FinishOutsideHandler>()
            .AddScoped<IHandler<FinishOutside, SignInVerdict>, FinishOutsideHandler>()
            .AddScoped<IHandler<EndFromOutside, Done>, EndFromOutsideHandler>()
            .AddScoped<IHandler<ListHouses, IReadOnlyList<HouseLine>>, ListHousesHandler>()
            .AddScoped<IHandler<RecordSharedData, Guid>, SharingHandler>()
            .AddScoped<IHandler<CloseSharing, Done>, SharingHandler>();
        module
            .UseCase<MyOutsideAccountsHandler>()
            .UseCase<UnlinkOutsideHandler>()
            .UseCase<MySharingHandler>()
            .UseCase<KeepProviderHandler>()
            .UseCase<ListProvidersHandler>()
            .Routes(OutsideRoutes.Map)
            .Job<OldOutside>(TimeSpan.FromMinutes(10))
            .Pages(new NavigationItem(
                Workspace.Staff, "/desk/people/providers", ("外部登录", "Sign-in with others"), "plug-connected", PeoplePermissions.ManageProviders, 815, NavigationSection.Administration));
    }
}
