using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>Takes a standing order onto one's phone by the code of the village, for oneself or for a parent.</summary>
/// <param name="Code">As the village read it out.</param>
/// <param name="OnBehalfOf">The parent who agreed that the caller books for them.</param>
internal sealed record LinkElder(string? Code, Guid? OnBehalfOf = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => OnBehalfOf?.ToString();
}

internal sealed class LinkElderHandler(LinliDb db, KitchenBook book, CurrentCaller current, IActingFor acting, FieldCipher cipher) : IHandler<LinkElder, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/elders/link", (LinkElder request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("Link a standing order to oneself or a parent 绑定村社订餐");

    public async Task<Result<Done>> Handle(LinkElder request, CancellationToken cancel)
    {
        var person = current.Value.Person;
        if (request.OnBehalfOf is { } parent)
        {
            var allowed = await acting.For(parent, FamilyMatters.Book, cancel);
            if (!allowed.Ok)
                return allowed.As<Done>();
            person = parent;
            acting.Record(allowed.Value, FamilyMatters.Book, parent.ToString(), ("绑定村社订餐", "Linked village meals"), "/meals/village");
        }

        if (person is not { } who)
            return Problem.Forbidden("services.person_unknown", "请先完成实名认证，再绑定订餐。", "Prove first who you are, then link the meals.");
        var code = (request.Code ?? "").Trim().ToUpperInvariant();
        var hash = code.Length is 0 or > 20 ? "" : cipher.Hash(ElderReach.LinkPurpose, code);
        var elder = await db.Unfiltered<VillageElder>().SingleOrDefaultAsync(e => e.LinkHash == hash && e.EndedAt == null, cancel);
        if (elder is null || elder.LinkUntil < book.Now)
            return Problem.Invalid("code", "services.link_code", "绑定码不对或已过期，请向村里重新要一个。", "The code is wrong or too old: ask the village for a new one.");
        if (await db.Unfiltered<VillageElder>().AnyAsync(e => e.Person == who && e.EndedAt == null && e.Id != elder.Id, cancel))
            return Problem.Conflict("services.linked_twice", "此人已绑定另一份固定订餐，一人一份：请先让原来的村结束它。", "This person has a standing order already, one for each: let that village end it first.");
        (elder.Person, elder.LinkHash, elder.LinkUntil) = (who, null, null);
        return Done.It;
    }
}

/// <summary>Nobody cooks for somebody who died.</summary>
internal sealed class EndWithLife(LinliDb db) : IEventHandler<ResidentDied>
{
    public async Task Handle(Delivered<ResidentDied> delivered, CancellationToken cancel)
    {
        foreach (var elder in await db.Unfiltered<VillageElder>().Where(e => e.Person == delivered.Event.Person && e.EndedAt == null).ToListAsync(cancel))
            (elder.EndedAt, elder.LinkHash) = (delivered.Time, null);
    }
}
