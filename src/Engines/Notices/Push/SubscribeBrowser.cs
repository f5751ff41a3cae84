using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.Notices.Push;

/// <summary>Rings this browser when the caller gets a notice. Takes what <c>PushSubscription.toJSON()</c> gives in a browser.</summary>
/// <param name="Endpoint">Where its push service takes messages; https.</param>
/// <param name="Keys">Its keys.</param>
internal sealed record SubscribeBrowser(string? Endpoint, BrowserKeys? Keys) : ICommand<SubscribedBrowser>, IValidated
{
    /// <summary>What its owner calls it; the server takes it from the request.</summary>
    internal string Device { get; init; } = "";

    public IEnumerable<Problem> Problems() => PushRules.ProblemsOf(Keys);
}

/// <summary>The keys of a browser's subscription.</summary>
/// <param name="P256dh">Public key of P-256, 65 bytes, base64url.</param>
/// <param name="Auth">Secret, 16 bytes, base64url.</param>
internal sealed record BrowserKeys(string? P256dh, string? Auth);

/// <summary>The subscription.</summary>
internal sealed record SubscribedBrowser(Guid Id);

internal sealed class SubscribeBrowserHandler(LinliDb db, CurrentCaller current, FieldCipher cipher, IOptions<PushOptions> options, TimeProvider time)
    : IHandler<SubscribeBrowser, SubscribedBrowser>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/notices/push/subscriptions", (SubscribeBrowser request, HttpRequest http, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(
                request with { Device = Devices.NameOf(http.Headers.UserAgent.ToString()) },
                made => $"{Edge.Api}/notices/push/subscriptions/{made.Id}", cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Ring this browser when I get a notice (Web Push)");

    public async Task<Result<SubscribedBrowser>> Handle(SubscribeBrowser request, CancellationToken cancel)
    {
        if (PushRules.ProblemOf(request.Endpoint, options.Value.AllowPrivate) is { } wrong)
            return wrong;
        var account = current.Value.Account!.Value;
        var hash = cipher.Hash("push.endpoint", request.Endpoint!);
        var standing = await db.Records<PushSubscription>().SingleOrDefaultAsync(s => s.EndpointHash == hash, cancel);
        if (standing?.AccountId != account && await db.Records<PushSubscription>().CountAsync(s => s.AccountId == account, cancel) >= PushRules.MostDevices)
            return Problem.Conflict("push_too_many",
                $"最多可以在 {PushRules.MostDevices} 台设备上提醒，请先移除不用的。", $"At most {PushRules.MostDevices} devices: remove one that is not used any more.");
        return standing is null ? Add(request, account, hash) : await Renew(standing, request, account, cancel);
    }

    private SubscribedBrowser Add(SubscribeBrowser request, Guid account, string hash)
    {
        var now = Clock.Now(time);
        var made = new PushSubscription
        {
            Id = Guid.CreateVersion7(now),
            AccountId = account,
            Endpoint = cipher.Seal(request.Endpoint!),
            EndpointHash = hash,
            Key = request.Keys!.P256dh!,
            Auth = cipher.Seal(request.Keys.Auth!),
            Device = request.Device,
            Language = Language,
            At = now,
        };
        db.Records<PushSubscription>().Add(made);
        Welcome(made, now);
        return new(made.Id);
    }

    /// <summary>The same browser again: perhaps with fresh keys, perhaps because somebody else signed in on it.</summary>
    private async Task<SubscribedBrowser> Renew(PushSubscription standing, SubscribeBrowser request, Guid account, CancellationToken cancel)
    {
        if (standing.AccountId != account)
        {
            // What was on its way speaks of somebody else's notices.
            await db.Records<PushMessage>().Where(m => m.SubscriptionId == standing.Id).ExecuteDeleteAsync(cancel);
            standing.AccountId = account;
            standing.At = Clock.Now(time);
            Welcome(standing, standing.At);
        }

        (standing.Key, standing.Auth) = (request.Keys!.P256dh!, cipher.Seal(request.Keys.Auth!));
        (standing.Device, standing.Language) = (request.Device, Language);
        return new(standing.Id);
    }

    private void Welcome(PushSubscription to, DateTimeOffset now) => db.Records<PushMessage>().Add(new()
    {
        Id = Guid.CreateVersion7(now), SubscriptionId = to.Id, NoticeId = null, At = now, NextTry = now,
    });

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "zh";
}
