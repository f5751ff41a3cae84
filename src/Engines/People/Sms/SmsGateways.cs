using Linli.Platform.Demo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Sms;

/// <summary>Chooses the gateway: the configured webhook, in the demo none at all, otherwise the one that says it is missing.</summary>
internal static class SmsGateways
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(SmsWebhookOptions.Section);
        if (section.Get<SmsWebhookOptions>()?.Url is not null)
        {
            services.Configure<SmsWebhookOptions>(section);
            services.AddHttpClient<ISmsSender, WebhookSmsSender>(c => c.Timeout = TimeSpan.FromSeconds(10));
            return;
        }

        services.AddSingleton<ISmsSender>(s => s.GetRequiredService<DemoMode>().IsDemo ? new DemoSmsSender() : new NoSmsSender());
    }
}
