using Linli.Platform.Events;
using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Webhooks;

/// <summary>What webhooks bring: CloudEvents to outside parties, signed and tried again (T06).</summary>
internal static class WebhooksPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(module.Configuration.GetSection("Webhooks").Get<WebhookOptions>() ?? new());
        module.Services.AddSingleton<WebhookClient>();
        module.Services.AddSingleton<WebhookSender>();
        module.Services.AddSingleton<WebhookSignal>();
        module.Services.AddScoped<IEventWitness, WebhookQueue>();
        module
            .UseCase<CreateWebhookHandler>()
            .UseCase<ListWebhooksHandler>()
            .UseCase<DeleteWebhookHandler>()
            .UseCase<TestWebhookHandler>()
            .UseCase<ListDeliveriesHandler>()
            .UseCase<ReplayDeliveryHandler>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Webhook>(e =>
        {
            e.ToTable("platform_webhook").HasKey(w => w.Id);
            e.Property(w => w.Url).HasMaxLength(2000);
            e.Property(w => w.Types).HasMaxLength(2000);
        });
        model.Entity<WebhookDelivery>(e =>
        {
            e.ToTable("platform_webhook_delivery").HasKey(d => d.Id);
            e.HasIndex(d => new { d.Status, d.NextTry });
            e.HasIndex(d => new { d.WebhookId, d.Subject, d.Status, d.Seq });
        });
    }
}
