using Linli.People.Accounts;
using Linli.People.Care;
using Linli.People.Codes;
using Linli.People.Contact;
using Linli.People.Demo;
using Linli.People.Granting;
using Linli.People.Import;
using Linli.People.Keys;
using Linli.People.Me;
using Linli.People.Register;
using Linli.People.Privacy;
using Linli.People.Provisioning;
using Linli.People.Registrations;
using Linli.People.Security;
using Linli.People.SignIn;
using Linli.People.SignIn.Outside;
using Linli.People.Sms;
using Linli.Platform.Installation;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People;

/// <summary>Accounts, sign-in, residents and their homes, posts, keys for machines, and who looked at whose data.</summary>
public sealed class PeopleModule : IModule
{
    /// <inheritdoc/>
    public string Name => "people";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Permissions(PeoplePermissions.All).Tables(PeopleModel.Map);
        DeclareServices(module);
        DeclareSignIn(module);
        DeclareUseCases(module);
        RegisterImports.Declare(module);
        RegisterPart.Declare(module);
        PrivacyPart.Declare(module);
        CarePart.Declare(module);
        CodePart.Declare(module);
        DeclareProvisioning(module);
        OutsidePart.Declare(module);
        module.Publishes<RegistrationRequested>("linli.registration.requested")
            .Publishes<RegistrationDecided>("linli.registration.decided")
            .Publishes<StaffServiceEnded>("linli.staff.service_ended");
        module.Routes(PageRoutes.Map).Pages(
            new NavigationItem(Workspace.Resident, "/me", ("我的", "Me"), "user", Access.SignedIn, 900),
            new NavigationItem(Workspace.Staff, "/desk/registrations", ("注册审核", "Registrations"), "user-check", PeoplePermissions.Review, 300, NavigationSection.People),
            new NavigationItem(Workspace.Staff, "/desk/people/staff", ("账号与岗位", "Accounts and posts"), "users", PeoplePermissions.ManagePosts, 790, NavigationSection.Administration),
            new NavigationItem(Workspace.Staff, "/desk/people/keys", ("接口密钥", "API keys"), "key", PeoplePermissions.ManageKeys, 810, NavigationSection.Administration));
        module.Job<ApiKeyUses>(TimeSpan.FromSeconds(30)).Job<OldCodes>(TimeSpan.FromHours(1));
        module.Services.AddScoped<ResidentsDemo>();
        module.Demo<PeopleDemo>(20).Demo<PopulationDemo>(90);
    }

    private static void DeclareServices(ModuleBuilder module)
    {
        var services = module.Services;
        services.Configure<PeopleOptions>(module.Configuration.GetSection(PeopleOptions.Section));
        services.AddSingleton<SignInRules>();
        services.AddSingleton<CallerDirectory>();
        services.AddSingleton<ICallerDirectory>(s => s.GetRequiredService<CallerDirectory>());
        services.AddSingleton<IApiKeys>(s => s.GetRequiredService<CallerDirectory>());
        services.AddScoped<IPeople, PeopleDirectory>();
        services.AddScoped<IPersonAccounts, PersonAccounts>();
        services.AddScoped<ITeamFounding, TeamFounding>();
        services.AddScoped<IHomeTies, HomeTies>();
        services.AddScoped<IRegisteredPeople, Register.RegisteredPeople>();
        services.AddScoped<IPeopleFinder, Register.Search.PeopleFinder>();
        services.AddScoped<IPersonTraits, PersonTraitsOf>();
        services.AddScoped<IConsentRecords, Privacy.Consents.ConsentRecords>();
        services.AddScoped<IMachineKeys, MachineKeys>();
        services.AddScoped<Places.IStewardRoster, StewardRoster>();
        services.AddScoped<Places.IPopulation, PopulationOf>();
        services.AddScoped<IFirstAdministrator, FirstAdministrator>();
        services.AddScoped<IPreferences, OwnPreferences>();
        services.AddScoped<StaffDoor>();
        services.AddScoped<CodeSending>();
        services.AddScoped<PasswordDesk>();
        services.AddHttpContextAccessor();
        services.AddScoped<PasskeyDesk>();
        services.AddSignIn();
        services.AddScoped<IPersonalSms, PersonalSms>();
        SmsGateways.Add(services, module.Configuration);
    }

    // No address of their own: the gateway that speaks SCIM runs them.
    private static void DeclareProvisioning(ModuleBuilder module) => module.Services
        .AddScoped<StaffService>()
        .AddSingleton<StaffCards>()
        .AddScoped<IHandler<FindStaffRecords, IReadOnlyList<StaffRecord>>, FindStaffRecordsHandler>()
        .AddScoped<IHandler<KeepStaffRecord, StaffRecordKept>, KeepStaffRecordHandler>()
        .AddScoped<IHandler<DropStaffRecord, Done>, DropStaffRecordHandler>()
        .AddScoped<IHandler<FindStaffGroups, IReadOnlyList<StaffGroup>>, FindStaffGroupsHandler>()
        .AddScoped<IHandler<KeepStaffGroup, Done>, KeepStaffGroupHandler>()
        .AddScoped<IHandler<DropStaffGroup, Done>, KeepStaffGroupHandler>();

    private static void DeclareSignIn(ModuleBuilder module) =>
        module.UseCase<IssueCodeHandler>()
            .UseCase<SignInByPhoneHandler>()
            .UseCase<CountStaffSignInHandler>()
            .UseCase<RefreshSignInHandler>()
            .UseCase<SignInByPasskeyHandler>()
            .UseCase<OfferTotpHandler>()
            .UseCase<ConfirmTotpHandler>()
            .UseCase<AddPasskeyHandler>()
            .UseCase<RemovePasskeyHandler>()
            .UseCase<MySecurityHandler>()
            .UseCase<ChangePasswordHandler>()
            .UseCase<EndMySignInsHandler>();

    private static void DeclareUseCases(ModuleBuilder module) =>
        module.UseCase<WhoAmIHandler>()
            .UseCase<ChangeMeHandler>()
            .UseCase<MyAccessLogHandler>()
            .UseCase<MyRegistrationsHandler>()
            .UseCase<RequestRegistrationHandler>()
            .UseCase<ListRegistrationsHandler>()
            .UseCase<DecideRegistrationHandler>()
            .UseCase<ViewContactHandler>()
            .UseCase<OpenStaffAccountHandler>()
            .UseCase<ProveStaffPersonHandler>()
            .UseCase<SuspendAccountHandler>()
            .UseCase<EndServiceHandler>()
            .UseCase<ResetPasswordHandler>()
            .UseCase<ListStaffHandler>()
            .UseCase<ListPostsHandler>()
            .UseCase<GrantPostHandler>()
            .UseCase<WithdrawPostHandler>()
            .UseCase<MakeApiKeyHandler>()
            .UseCase<ListApiKeysHandler>()
            .UseCase<WithdrawApiKeyHandler>();
}
