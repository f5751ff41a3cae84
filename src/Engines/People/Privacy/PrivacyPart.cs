using Linli.People.Privacy.Consents;
using Linli.Platform.Modules;
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
        module.Services.AddHostedService<BringPurposeTexts>();
        PrivacyPurposes.Declare(module);
        module.Publishes<ConsentGiven>("linli.consent.given").Publishes<ConsentWithdrawn>("linli.consent.withdrawn");
        module.UseCase<GiveConsentHandler>()
            .UseCase<WithdrawConsentHandler>()
            .UseCase<MyConsentsHandler>();
    }
}
