using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>What the caller reported or joined, or family reported for them, newest first.</summary>
public sealed record MyCases : IQuery<CasePage>
{
    /// <summary>True: only what is still going on; false: only what is closed.</summary>
    public bool? Open { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? After { get; init; }

    /// <summary>1 to 100 lines; 20 when left out.</summary>
    public int? Take { get; init; }
}

internal sealed class MyCasesHandler(LinliDb db, CurrentCaller current, IActingFor family) : IHandler<MyCases, CasePage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/mine", ([AsParameters] MyCases request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("What one reported or joined 我的事项");

    public async Task<Result<CasePage>> Handle(MyCases request, CancellationToken cancel)
    {
        if (Bookmark.TryRead(request.After, out var bookmark) is { } unreadable)
            return unreadable;
        if (current.Value.Account is not { } me)
            return new CasePage([], null, null);
        var joined = db.Records<CaseFollower>().Where(f => f.Account == me).Select(f => f.Case);
        var self = await family.Self(cancel);
        var mine = self is null
            ? db.Unfiltered<Case>().AsNoTracking().Where(c => c.Reporter == me || joined.Contains(c.Id))
            : db.Unfiltered<Case>().AsNoTracking().Where(c => c.Reporter == me || c.OnBehalfOf == self || joined.Contains(c.Id));
        if (request.Open is { } open)
            mine = mine.Where(c => c.ClosedAt == null == open);
        return await mine.NewestFirst(bookmark, Math.Clamp(request.Take ?? 20, 1, 100), Lines.Full, cancel);
    }
}
