using Linli.People.Privacy.Assessments;
using Linli.People.Privacy.Breaches;
using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Desk;
using Linli.People.Privacy.Disclosure;
using Linli.People.Privacy.Erasures;
using Linli.People.Privacy.MyData;
using Linli.People.Privacy.Phone;
using Linli.People.Privacy.Report;
using Linli.People.Privacy.Retention;
using Linli.People.Privacy.Sharing;
using Linli.People.Privacy.Terms;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Privacy;

/// <summary>What people can see of, and decide about, the handling of their data (个人信息保护).</summary>
internal static class PrivacyPart
{
    public static void Declare(ModuleBuilder module)
    {
        DeclareServices(module.Services);
        PrivacyPurposes.Declare(module);
        module.Publishes<ConsentAskedAgain>("linli.consent.asked_again")
            .Publishes<TurnedFourteen>("linli.person.turned_fourteen")
            .Publishes<PhoneChangeMoved>("linli.account.phone_change")
            .Publishes<ErasureMoved>("linli.person.erasure")
            .Publishes<ConsentGiven>("linli.consent.given")
            .Publishes<ConsentWithdrawn>("linli.consent.withdrawn")
            .Publishes<ChildAccessChanged>("linli.child_access.changed")
            .Publishes<PersonalDataBreached>("linli.privacy.breached");
        module.UseCase<GiveConsentHandler>()
            .UseCase<WithdrawConsentHandler>()
            .UseCase<MyConsentsHandler>()
            .UseCase<RecordPaperConsentHandler>()
            .UseCase<FindForPaperHandler>()
            .UseCase<PublishPurposeTextHandler>()
            .UseCase<ReadPurposeTextsHandler>()
            .UseCase<AskAgainHandler>()
            .UseCase<PassOnAtFourteenHandler>()
            .UseCase<ViewPersonDataHandler>()
            .UseCase<LookAtHandler>()
            .UseCase<MyDataHandler>()
            .UseCase<AskErasureHandler>()
            .UseCase<EndErasureHandler>()
            .UseCase<CarryOutErasureHandler>()
            .UseCase<CorrectMyDataHandler>()
            .UseCase<DecideCorrectionHandler>()
            .UseCase<OpenCorrectionHandler>()
            .UseCase<ChangePhoneHandler>()
            .UseCase<EndPhoneChangeHandler>()
            .UseCase<SetWaitHandler>();
        module.UseCase<RequestChildAccessHandler>()
            .UseCase<DecideChildAccessHandler>()
            .UseCase<ListChildAccessHandler>()
            .UseCase<ViewChildDataHandler>()
            .UseCase<PrivacyTasksHandler>()
            .UseCase<AssessPurposeHandler>()
            .UseCase<RecordSharingHandler>()
            .UseCase<RecordBreachHandler>()
            .UseCase<ReadBreachesHandler>()
            .UseCase<ApplyRetentionHandler>()
            .UseCase<ListRetentionHandler>()
            .UseCase<MinorsReportHandler>();
        module.Job<ErasureJob>(TimeSpan.FromMinutes(10)).Job<PhoneChangeJob>(TimeSpan.FromMinutes(1)).Job<AskAgainJob>(TimeSpan.FromMinutes(5)).Job<PassOnJob>(TimeSpan.FromHours(1));
        module.Job<RetentionJob>(TimeSpan.FromHours(1)).Demo<PrivacyDemo>(22);
        module.Pages(
            new NavigationItem(Workspace.Staff, "/desk/privacy/children", ("未成年人信息", "Children's data"), "mood-kid", PeoplePermissions.ChildAccess, 340, NavigationSection.Administration),
            new NavigationItem(Workspace.Staff, "/desk/privacy/paper", ("书面同意", "Consents on paper"), "file-text", PeoplePermissions.PaperConsent, 309, NavigationSection.People),
            new NavigationItem(Workspace.Staff, "/desk/privacy/erasures", ("儿童信息删除", "Deletions of children"), "trash", PeoplePermissions.Care, 342, NavigationSection.Administration),
            new NavigationItem(Workspace.Staff, "/desk/privacy/corrections", ("信息更正", "Corrections"), "edit", PeoplePermissions.Review, 305, NavigationSection.Administration),
            new NavigationItem(Workspace.Staff, "/desk/privacy", ("个人信息保护", "Personal data"), "shield-check", PeoplePermissions.Privacy, 780, NavigationSection.Administration));
    }

    private static void DeclareServices(IServiceCollection services)
    {
        services.AddScoped<PurposeTexts>();
        services.AddScoped<ConsentDesk>();
        services.AddScoped<IConsents>(s => s.GetRequiredService<ConsentDesk>());
        services.AddScoped<IConsentForms, ConsentForms>().AddScoped<IDemoFamilies, Demo.DemoFamilies>();
        services.AddScoped<PersonAccounts>();
        services.AddScoped<Waits>();
        services.AddScoped<ErasureDesk>();
        services.AddScoped<PhoneChanges>();
        services.AddScoped<ISensitiveActs>(s => s.GetRequiredService<PhoneChanges>());
        services.AddScoped<PhoneChangeDesk>();
        services.AddScoped<OldNumberCode>();
        services.AddScoped<IFileGuard, ConsentPaperGuard>();
        services.AddScoped<DisclosureDesk>();
        services.AddScoped<IDisclosure>(s => s.GetRequiredService<DisclosureDesk>());
        services.AddScoped<IContactReveal>(s => s.GetRequiredService<DisclosureDesk>());
        services.AddScoped<SubjectDesk>();
        services.AddScoped<Corrections>();
        services.AddScoped<OwnRecords>();
        services.AddScoped<DataArchive>();
        services.AddScoped<IPersonalData, PeoplePersonalData>();
        services.AddScoped<IPersonalData, RegisterPersonalData>();
        services.AddScoped<IPersonalData, CarePersonalData>();
        services.AddScoped<IPersonalData, OutsidePersonalData>();
        services.AddScoped<IRetention, ViewRetention>();
        services.AddScoped<IRetention, ConsentRetention>();
        services.AddScoped<IRetention, AssessmentRetention>();
        services.AddScoped<IRetention, SharingRetention>();
        services.AddScoped<IRetention, SharedRequestRetention>();
        services.AddScoped<IRetention, ChildAccessRetention>();
        services.AddScoped<IRetention, RegistrationRetention>();
        services.AddScoped<IRetention, MovedOutRetention>();
        services.AddHostedService<BringPurposeTexts>();
    }
}
