using System.Net.Http.Headers;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Installation;
using Linli.Platform.Jobs;
using Linli.Platform.Outside;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Webhooks;

/// <summary>
/// Sends what is due: receivers beside each other, the events of one subject to one receiver one after another. A failed
/// event holds back its subject at that receiver until it is delivered or given up.
/// </summary>
internal sealed class WebhookSender(
    IServiceScopeFactory scopes, WebhookClient client, WriterQueue writers, FieldCipher cipher, NodeLock locks,
    ThisInstallation installation, WebhookOptions options, TimeProvider time)
{
    private const int Beside = 8;
    private const int Batch = 100;

    /// <summary>Sends everything that is due now.</summary>
    /// <returns>False when somebody else is sending.</returns>
    public async Task<bool> SendDue(CancellationToken cancel)
    {
        await using var turn = await locks.TryTake("webhooks", cancel);
        if (turn is null)
            return false;
        while (await Due(cancel) is { Count: > 0 } due)
            await Parallel.ForEachAsync(
                due.GroupBy(d => d.WebhookId),
                new ParallelOptions { MaxDegreeOfParallelism = Beside, CancellationToken = cancel },
                async (receiver, stop) => await SendAll(receiver.Key, [.. receiver], stop));
        return true;
    }

    /// <summary>The oldest waiting delivery of each subject at each receiver, where it is due.</summary>
    private async Task<List<WebhookDelivery>> Due(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var now = Clock.Now(time);
        var waiting = db.Records<WebhookDelivery>().AsNoTracking().Where(d => d.Status == DeliveryStatus.Waiting);
        return await waiting
            .Where(d => d.NextTry <= now
                && !waiting.Any(e => e.WebhookId == d.WebhookId && e.Subject == d.Subject && e.Seq < d.Seq))
            .OrderBy(d => d.Seq).Take(Batch).ToListAsync(cancel);
    }

    private async Task SendAll(Guid receiver, List<WebhookDelivery> deliveries, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var hook = await db.Unfiltered<Webhook>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == receiver, cancel);
        foreach (var delivery in deliveries)
        {
            var error = hook is { Active: true } ? await Send(hook, delivery, cancel) : "The webhook was removed or switched off.";
            Conclude(delivery, error, giveUp: hook is not { Active: true });
        }

        using (await writers.Enter(cancel))
        {
            db.Records<WebhookDelivery>().UpdateRange(deliveries);
            await db.SaveChangesAsync(CancellationToken.None);
        }
    }

    private async Task<string?> Send(Webhook hook, WebhookDelivery delivery, CancellationToken cancel)
    {
        var body = CloudEvent(delivery);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json", "utf-8");
        request.Headers.Add("Linli-Signature", WebhookRules.Signature(cipher.Open(hook.Secret), time.GetUtcNow().ToUnixTimeSeconds(), body));
        request.Headers.UserAgent.ParseAdd("Linli-Webhook/1");
        try
        {
            return await client.Post(request, cancel);
        }
        catch (Exception e) when (OutsideConnections.IsUnreachable(e, cancel))
        {
            return OutsideConnections.Describe(e);
        }
    }

    private void Conclude(WebhookDelivery delivery, string? error, bool giveUp)
    {
        var now = Clock.Now(time);
        delivery.Since ??= now;
        delivery.Attempts++;
        delivery.LastError = error is { Length: > 500 } ? error[..500] : error;
        if (error is null)
        {
            (delivery.Status, delivery.DoneAt) = (DeliveryStatus.Delivered, now);
        }
        else if (!giveUp && Backoff.NextTry(delivery.Since.Value, now, delivery.Attempts, WebhookRules.GiveUpAfter) is { } next)
        {
            delivery.NextTry = next;
        }
        else
        {
            (delivery.Status, delivery.DoneAt) = (DeliveryStatus.Dead, now);
        }
    }

    /// <summary>The event in CloudEvents 1.0 structured JSON.</summary>
    private byte[] CloudEvent(WebhookDelivery delivery)
    {
        using var data = JsonDocument.Parse(delivery.Data);
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Specversion = "1.0",
                Id = delivery.EventId,
                Source = options.Source ?? "urn:linli:" + installation.Id,
                delivery.Type,
                delivery.Subject,
                Time = delivery.EventTime.UtcDateTime,
                Datacontenttype = "application/json",
                delivery.Scope,
                Data = data.RootElement,
            },
            Json.Options);
    }
}

/// <summary>Posts to receivers.</summary>
internal sealed class WebhookClient(WebhookOptions options, IServiceProvider services) : IDisposable
{
    private readonly HttpClient http = OutsideConnections.Client(
        () => options.AllowsPrivate(services.GetRequiredService<DemoMode>()), "Webhooks:AllowPrivate");

    /// <returns>What went wrong, <c>null</c> for an answer of 200 to 299.</returns>
    public async Task<string?> Post(HttpRequestMessage request, CancellationToken cancel)
    {
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        return answer.IsSuccessStatusCode ? null : $"The receiver answered {(int)answer.StatusCode}.";
    }

    public void Dispose() => http.Dispose();
}
