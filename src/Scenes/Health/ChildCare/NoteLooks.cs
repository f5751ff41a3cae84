using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>Writes down that the caller saw children on a list, once a day for each: their guardians read it (R38).</summary>
/// <param name="Children">Ids of the children in child-care.</param>
internal sealed record NoteLooks(IReadOnlyCollection<Guid> Children) : ICommand<Done>;

internal sealed class NoteLooksHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<NoteLooks, Done>, IUseCase
{
    // Nobody asks for it: it goes along with the list of a group.
    public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(NoteLooks request, CancellationToken cancel)
    {
        var (now, today, account) = (Clock.Now(time), LocalTime.Today(time), current.Value.Account);
        if (account is null)
            return Done.It;
        // Of a group that the caller looks after.
        var children = await db.Unfiltered<NurseryChild>().AsNoTracking().Where(c => request.Children.Contains(c.Id)).Select(c => new { c.Id, c.Scope }).ToListAsync(cancel);
        var noted = await db.Unfiltered<NurseryLook>().Where(l => l.Day == today && l.Account == account && request.Children.Contains(l.Child)).Select(l => l.Child).ToListAsync(cancel);
        foreach (var child in children.Where(c => !noted.Contains(c.Id)))
            db.Insert(new NurseryLook { Id = Guid.CreateVersion7(now), Child = child.Id, Scope = child.Scope, Day = today, Account = account, Name = current.Value.Name ?? "", At = now });
        return Done.It;
    }
}
