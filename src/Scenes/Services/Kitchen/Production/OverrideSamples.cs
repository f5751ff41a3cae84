using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Kitchen.Production;

/// <summary>Lets vans leave although a sample is missing, with a reason that stays on the sheet.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Reason">Why, 5–200 characters.</param>
internal sealed record OverrideSamples(DateOnly Day, string? Reason) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => $"{Day:yyyy-MM-dd}";

    public IEnumerable<Problem> Problems()
    {
        if (Reason?.Trim() is not { Length: >= 5 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing", "请写明为什么缺留样也发车（5–200 个字），会留在生产单上。", "Say why vans may leave without it (5–200 characters): it stays on the sheet.");
    }
}

/// <summary>Why.</summary>
internal sealed record OverrideBody(string? Reason);

internal sealed class OverrideSamplesHandler(KitchenBook book, CurrentCaller current, Outbox outbox) : IHandler<OverrideSamples, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/days/{day}/samples-override", (DateOnly day, OverrideBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new OverrideSamples(day, body.Reason), cancel))
            .Needs(ServicesPermissions.KitchenKeep).WithTags("kitchen").WithSummary("Let vans leave without a sample, with a reason 缺样放行");

    public async Task<Result<Done>> Handle(OverrideSamples request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.KitchenKeep, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        if (await book.Day(kitchen.Code, request.Day, cancel) is not { } day)
            return KitchenBook.NoDay;
        if (day.OverrideReason is not null)
            return Problem.Conflict("services.override_given", "已经放行过了，原因不能改。", "It was overridden already: the reason stays.");
        (day.OverrideReason, day.OverrideBy, day.OverrideAt) = (request.Reason!.Trim(), current.Value.Account, book.Now);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "samples", null, []));
        return Done.It;
    }
}
