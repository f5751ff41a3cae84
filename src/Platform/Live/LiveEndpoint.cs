using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Linli.Platform.Live;

/// <summary>
/// <c>GET /live</c>: server-sent events of what the caller may follow. Each event's id is its number in the outbox; a reader
/// that comes back with <c>Last-Event-ID</c> (or <c>?after=</c>) gets what it missed within a week. The data is
/// <c>{topic, type, subject, scope, data}</c>; <c>?named=true</c> also sends the type as the event's name.
/// </summary>
internal static class LiveEndpoint
{
    public const int PerAccount = 10;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly ConcurrentDictionary<Guid, int> Open = new();

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/live", Follow)
        .Needs(Access.SignedIn)
        .WithTags("live").WithName("followLive").WithSummary("Follow what concerns the caller, as server-sent events.");

    private static async Task<IResult> Follow(HttpContext context, CurrentCaller current, LiveHub hub, TimeProvider time, IHostApplicationLifetime life)
    {
        if (current.Value.Account is not { } account)
            return ProblemResults.From([RefusedRequests.ProblemOf(StatusCodes.Status401Unauthorized)]);
        if (Open.AddOrUpdate(account, 1, (_, count) => count + 1) > PerAccount)
        {
            Leave(account);
            return ProblemResults.From([new(
                "live.too_many", ("打开的页面太多，请先关闭一些。", "Too many pages are open: close some first."), ProblemKind.TooMany)]);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        try
        {
            using var subscription = hub.Listen(account);
            var stream = new LiveStream(context, new LiveCaller(context, current.Value, time), Named(context));
            await stream.Start(ending.Token);
            var caughtUp = await CatchUp(context, stream, ending.Token);
            await Pass(subscription, stream, caughtUp, time, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // the reader went away, or the server is stopping: the browser comes back by itself
        }
        finally
        {
            Leave(account);
        }

        return TypedResults.Empty;
    }

    /// <summary>Sends what the reader missed; returns its ids, because the same events may be waiting in the subscription.</summary>
    private static async Task<HashSet<long>> CatchUp(HttpContext context, LiveStream stream, CancellationToken cancel)
    {
        var sent = new HashSet<long>();
        if (ResumeAfter(context) is not { } after)
            return sent;
        await using var scope = context.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();

        // An event held back by a failing handler is delivered after younger ones: it counts by its delivery, too.
        var seenUntil = await db.Records<OutboxMessage>().Where(m => m.Seq == after).Select(m => m.DeliveredAt).FirstOrDefaultAsync(cancel);
        var missed = db.Records<OutboxMessage>().AsNoTracking()
            .Where(m => m.DeliveredAt != null && (m.Seq > after || (seenUntil != null && m.DeliveredAt > seenUntil)))
            .OrderBy(m => m.Seq);
        await foreach (var message in missed.AsAsyncEnumerable().WithCancellation(cancel))
        {
            sent.Add(message.Seq);
            await stream.Send(Relay.ToLive(message), cancel);
        }

        return sent;
    }

    private static async Task Pass(
        LiveHub.Subscription subscription, LiveStream stream, HashSet<long> caughtUp, TimeProvider time, CancellationToken cancel)
    {
        var messages = subscription.Messages;
        Task<bool>? more = null;
        while (await stream.MayGoOn(cancel))
        {
            while (messages.TryRead(out var message))
                if (ReferenceEquals(message, LiveMessage.LookAgain))
                    stream.LookAgain();
                else if (!caughtUp.Remove(message.Id))
                    await stream.Send(message, cancel);
            if (!await stream.MayGoOn(cancel))
                return;
            try
            {
                more ??= messages.WaitToReadAsync(cancel).AsTask();
                if (!await more.WaitAsync(Heartbeat, time, cancel))
                    return;
                more = null;
            }
            catch (TimeoutException)
            {
                await stream.Beat(cancel);
            }
        }
    }

    private static long? ResumeAfter(HttpContext context)
    {
        string? text = context.Request.Headers["Last-Event-ID"];
        text ??= context.Request.Query["after"];
        text ??= context.Request.Query["lastEventId"];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : null;
    }

    private static bool Named(HttpContext context) => context.Request.Query["named"] == "true";

    private static void Leave(Guid account)
    {
        if (Open.AddOrUpdate(account, 0, (_, count) => count - 1) <= 0)
            Open.TryRemove(new(account, 0));
    }
}

/// <summary>Who listens, looked up again every half minute: a post taken away ends what is heard through it.</summary>
internal sealed class LiveCaller(HttpContext context, Caller first, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private Caller? caller = first;
    private long seen = time.GetTimestamp();
    private bool stale;

    /// <summary>What was known may be over.</summary>
    public void Forget() => stale = true;

    /// <summary>The caller as of now; <c>null</c> once the account is gone or locked.</summary>
    public async ValueTask<Caller?> Now(CancellationToken cancel)
    {
        if (caller is null || (!stale && time.GetElapsedTime(seen) < Fresh))
            return caller;
        stale = false;
        await using var scope = context.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        caller = await scope.ServiceProvider.GetRequiredService<ICallerDirectory>().Find(context.User, cancel);
        seen = time.GetTimestamp();
        return caller;
    }
}

/// <summary>One open answer in the format of server-sent events.</summary>
internal sealed class LiveStream(HttpContext context, LiveCaller caller, bool named)
{
    public async Task Start(CancellationToken cancel)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await Write("retry: 3000\n\n", cancel);
    }

    public void LookAgain() => caller.Forget();

    public async ValueTask<bool> MayGoOn(CancellationToken cancel) => await caller.Now(cancel) is not null;

    public Task Beat(CancellationToken cancel) => Write(": beat\n\n", cancel);

    public async Task Send(LiveMessage message, CancellationToken cancel)
    {
        if (await caller.Now(cancel) is { } listener && message.IsFor(listener))
            await Write(Format(message, named), cancel);
    }

    /// <summary>JSON has no line breaks of its own, so one data line holds it.</summary>
    public static string Format(LiveMessage message, bool named)
    {
        using var data = JsonDocument.Parse(message.Data);
        var body = JsonSerializer.Serialize(
            new { Topic = message.Type, message.Type, message.Subject, message.Scope, Data = data.RootElement }, Json.Options);
        var name = named ? $"event: {message.Type}\n" : "";
        return string.Create(CultureInfo.InvariantCulture, $"id: {message.Id}\n{name}data: {body}\n\n");
    }

    private async Task Write(string text, CancellationToken cancel)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
        await context.Response.Body.FlushAsync(cancel);
    }
}
