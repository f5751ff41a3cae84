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
    // Nobody asks for it: it goes along with the lists of a group.
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

/// <summary>Puts looks at a list on record before it is shown. What was noted today already is no command again: a list is opened many times a day.</summary>
internal sealed class NurseryLooks(LinliDb db, UseCaseRunner runner, CurrentCaller current, TimeProvider time)
{
    /// <summary>Notes the children of a list that the caller may see.</summary>
    /// <returns>Why it could not be noted: then the list is not shown.</returns>
    public async Task<Problem?> Note(IReadOnlyCollection<Guid> children, CancellationToken cancel)
    {
        var (today, account) = (LocalTime.Today(time), current.Value.Account);
        if (account is null || children.Count == 0)
            return null;
        // The caller's own looks.
        var noted = await db.Unfiltered<NurseryLook>().AsNoTracking().Where(l => l.Day == today && l.Account == account && children.Contains(l.Child)).Select(l => l.Child).ToListAsync(cancel);
        var fresh = children.Except(noted).ToList();
        return fresh.Count > 0 && await runner.Run(new NoteLooks(fresh), cancel) is { Ok: false } refused ? refused.Problem : null;
    }
}
