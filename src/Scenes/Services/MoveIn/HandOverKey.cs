using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>Staff hand over keys; refused until every compulsory item is done or somebody who may has overridden it.</summary>
/// <param name="List">The check-list.</param>
/// <param name="What">What is handed over, 2–100 characters, such as two keys.</param>
internal sealed record HandOverKey(Guid List, string? What) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => List.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!MoveInRules.Fits(What, 2, 100))
            yield return Problem.Invalid("what", "services.key_what", "请写明交了什么，例如 钥匙 2 把（2–100 个字）。", "Say what is handed over, such as two keys (2–100 characters).");
    }
}

/// <summary>Lets keys and credentials be given before the training is done. The reason is logged and shown to the resident.</summary>
/// <param name="List">The check-list.</param>
/// <param name="Reason">Why, 5–300 characters.</param>
internal sealed record OverrideMoveIn(Guid List, string? Reason) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => List.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!MoveInRules.Fits(Reason, 5, 300))
            yield return Problem.Invalid("reason", "reason_missing", "请写明为什么先行办理（5–300 个字），居民会看到。", "Say why keys come first (5–300 characters): the resident reads it.");
    }
}

/// <summary>What is handed over.</summary>
internal sealed record KeyBody(string? What);

/// <summary>Why.</summary>
internal sealed record ReasonBody(string? Reason);

internal sealed class HandOverKeyHandler(LinliDb db, CurrentCaller current, Outbox outbox, INotices notices, TimeProvider time)
    : IHandler<HandOverKey, Done>, IHandler<OverrideMoveIn, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/move-in/{id:guid}/key", (Guid id, KeyBody body, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new HandOverKey(id, body.What), cancel))
            .Needs(ServicesPermissions.MoveIn).WithTags("move-in").WithSummary("Hand over keys 交付钥匙");
        api.MapPost("/move-in/{id:guid}/override", (Guid id, ReasonBody body, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OverrideMoveIn(id, body.Reason), cancel))
            .Needs(ServicesPermissions.MoveInOverride).WithTags("move-in").WithSummary("Allow keys before the training is done, with a reason");
    }

    public async Task<Result<Done>> Handle(HandOverKey request, CancellationToken cancel)
    {
        var found = await Find(request.List, ServicesPermissions.MoveIn, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var list = found.Value;
        if (!list.IsOpenForKeys)
            return Problem.Conflict("services.move_in_not_done",
                "入住清单还没完成，不能交付钥匙（先培训后入住）。", "The check-list is not done: keys come after the training.");
        if (list.KeyAt is not null)
            return Problem.Conflict("services.key_given", "钥匙已经交付过了。", "The keys were handed over already.");
        (list.KeyAt, list.KeyBy, list.KeyWhat) = (Clock.Now(time), current.Value.Account, request.What!.Trim());
        Changed(list);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(OverrideMoveIn request, CancellationToken cancel)
    {
        var found = await Find(request.List, ServicesPermissions.MoveInOverride, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var list = found.Value;
        if (list.IsOpenForKeys)
            return Problem.Conflict("services.override_needless", "这份清单已经可以领取钥匙。", "Keys may be given for this list already.");
        (list.OverriddenAt, list.OverriddenBy, list.OverrideReason) = (Clock.Now(time), current.Value.Account, request.Reason!.Trim());
        Changed(list);
        await notices.Tell(
            list.Account, "home.move_in", ("可以先领取钥匙", "You may have your keys first"),
            ("社区同意您先入住，培训请尽快补上。原因见入住清单。", "The community lets you move in first; please do the training soon. The reason stands in your check-list."),
            "/move-in", $"move-in-override:{list.Id}", cancel);
        return Done.It;
    }

    private async Task<Result<MoveInList>> Find(Guid id, string permission, CancellationToken cancel)
    {
        var list = await db.Scoped<MoveInList>(current.Value.ScopesFor(permission)).SingleOrDefaultAsync(l => l.Id == id, cancel);
        if (list is null)
            return Problem.NotFound("services.move_in_not_found", "没有找到这份入住清单。", "This check-list was not found.");
        return current.Value.MayBe(list.Person)
            ? Problem.Forbidden("services.own_move_in", "不能办理自己的入住。", "Nobody handles their own moving in.")
            : list;
    }

    private void Changed(MoveInList list) => outbox.Add(new MoveInChanged(list.Id, list.Account, ScopePath.Parse(list.Scope, null), list.IsOpenForKeys));
}
