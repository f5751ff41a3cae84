using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Disclosure;
using Linli.People.Privacy.MyData;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Privacy;

/// <summary>What people can see of, and decide about, the handling of their data (个人信息保护).</summary>
internal static class PrivacyPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<PurposeTexts>();
        module.Services.AddScoped<ConsentDesk>();
        module.Services.AddScoped<IConsents>(s => s.GetRequiredService<ConsentDesk>());
        module.Services.AddScoped<DisclosureDesk>();
        module.Services.AddScoped<IDisclosure>(s => s.GetRequiredService<DisclosureDesk>());
        module.Services.AddScoped<IContactReveal>(s => s.GetRequiredService<DisclosureDesk>());
        module.Services.AddScoped<SubjectDesk>();
        module.Services.AddScoped<Corrections>();
        module.Services.AddScoped<DataArchive>();
        module.Services.AddScoped<IPersonalData, PeoplePersonalData>();
        module.Services.AddHostedService<BringPurposeTexts>();
        PrivacyPurposes.Declare(module);
        module.Publishes<ConsentGiven>("linli.consent.given").Publishes<ConsentWithdrawn>("linli.consent.withdrawn");
        module.UseCase<GiveConsentHandler>()
            .UseCase<WithdrawConsentHandler>()
            .UseCase<MyConsentsHandler>();
        module.Publishes<ChildAccessChanged>("linli.child_access.changed");
        module.UseCase<ViewPersonDataHandler>()
            .UseCase<RequestChildAccessHandler>()
            .UseCase<DecideChildAccessHandler>()
            .UseCase<ListChildAccessHandler>();
        module.Publishes<PersonalDataBreached>("linli.privacy.breached");
        module.UseCase<MyDataHandler>()
            .UseCase<EraseMyDataHandler>()
            .UseCase<CorrectMyDataHandler>()
            .UseCase<DecideCorrectionHandler>()
            .UseCase<ChangePhoneHandler>();
    }
}
