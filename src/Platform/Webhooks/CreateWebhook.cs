using System.Security.Cryptography;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Http;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Platform.Webhooks;

/// <summary>Sends events to an address from now on.</summary>
/// <param name="Url">Where they are posted: https, or http within the own network where the operator allows it.</param>
/// <param name="Types">Event types, such as <c>linli.case.reported</c>; <c>linli.case.*</c> and <c>*</c> stand for several.</param>
/// <param name="Scope">Events of this place and everything in it; the whole installation is <c>/</c>.</param>
public sealed record CreateWebhook(string Url, IReadOnlyList<string> Types, ScopePath Scope) : ICommand<CreatedWebhook>, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrEmpty(Url) || Url.Length > 2000)
            yield return Problem.Invalid("url", "webhooks.url", "请填写地址。", "Give an address.");
        if (Types is not { Count: > 0 and <= 50 } || Types.Any(t => t is not { Length: > 0 and <= 100 } || t.Contains(' ', StringComparison.Ordinal)))
            yield return Problem.Invalid("types", "webhooks.types", "请填写 1–50 个事件类型。", "Give 1 to 50 event types.");
    }
}

/// <summary>The new webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Secret">Key of the signature in <c>Linli-Signature</c>; shown this once.</param>
public sealed record CreatedWebhook(Guid Id, string Secret);

internal sealed class CreateWebhookHandler(
    LinliDb db, CurrentCaller caller, FieldCipher cipher, Composition composition, WebhookOptions options, DemoMode demo, TimeProvider time)
    : IHandler<CreateWebhook, CreatedWebhook>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/webhooks", (CreateWebhook request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, made => $"{Edge.Api}/webhooks/{made.Id}", cancel))
        .Needs(PlatformPermissions.Webhooks)
        .WithTags("webhooks").WithName("createWebhook").WithSummary("Send events to an address from now on.");

    public Task<Result<CreatedWebhook>> Handle(CreateWebhook request, CancellationToken cancel) => Task.FromResult(Create(request));

    private Result<CreatedWebhook> Create(CreateWebhook request)
    {
        if (WebhookRules.ProblemOf(request.Url, options.AllowsPrivate(demo)) is { } wrong)
            return wrong;
        if (request.Types.FirstOrDefault(t => !composition.Events.Names.Any(name => WebhookRules.Wants(t, name))) is { } unknown)
            return Problem.Invalid("types", "webhooks.unknown_type",
                $"没有“{unknown}”这种事件。", $"No event is called '{unknown}': GET /openapi/v1.json lists them under webhooks.");
        if (!caller.Value.May(PlatformPermissions.Webhooks, request.Scope))
            return Problem.Forbidden("webhooks.scope", "您在该范围没有权限。", "You may not do this at that place.");

        var now = Clock.Now(time);
        var secret = "whsec_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var hook = new Webhook
        {
            Id = Guid.CreateVersion7(now),
            Url = request.Url,
            Secret = cipher.Seal(secret),
            Types = string.Join(' ', request.Types.Distinct()),
            Scope = request.Scope.Value,
            CreatedBy = caller.Value.Account,
            CreatedAt = now,
        };
        db.Insert(hook);
        return new CreatedWebhook(hook.Id, secret);
    }
}
