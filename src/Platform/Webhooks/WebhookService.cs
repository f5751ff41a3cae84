using Linli.Platform.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.Webhooks;

/// <summary>Keeps the sender running, beside the relay and never in its way.</summary>
internal sealed class WebhookService(WebhookSender sender, WebhookSignal signal, TimeProvider time, ILogger<WebhookService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await sender.SendDue(stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Webhooks could not be sent; they are tried again.");
            }

            await signal.Wait(TimeSpan.FromSeconds(2), time, stopping);
        }
    }
}

/// <summary>Wakes the sender after a use case put something on its way.</summary>
internal sealed class WebhookSignal : Bell;
