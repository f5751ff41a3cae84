using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>Who still has to do a module, for the list that goes round at a session.</summary>
/// <param name="Code">Code of the module, in whatever version they were given.</param>
internal sealed record ListAttendees(string? Code) : IQuery<IReadOnlyList<Attendee>>;

/// <summary>Somebody who may attend.</summary>
/// <param name="Item">The item of their check-list.</param>
/// <param name="Home">The home.</param>
/// <param name="Name">Masked.</param>
/// <param name="Version">The version they were given.</param>
/// <param name="TriesLeft">Tries of the quiz that are left.</param>
/// <param name="Since">Since when they have the list.</param>
internal sealed record Attendee(Guid Item, string Home, string Name, int Version, int TriesLeft, DateTimeOffset Since);

internal sealed class ListAttendeesHandler(LinliDb db, CurrentCaller current, IPeople people) : IHandler<ListAttendees, IReadOnlyList<Attendee>>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/move-in/attendees", (string? code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListAttendees(code), cancel))
            .Needs(ServicesPermissions.MoveIn).WithTags("move-in").WithSummary("Who still has to do a module 待参训名单");

    public async Task<Result<IReadOnlyList<Attendee>>> Handle(ListAttendees request, CancellationToken cancel)
    {
        var rows = await db.Scoped<MoveInList>(current.Value.ScopesFor(ServicesPermissions.MoveIn)).AsNoTracking()
            .Join(db.Records<MoveInItem>().Where(i => i.DoneAt == null), l => l.Id, i => i.List, (l, i) => new { l, i })
            .Join(db.Unfiltered<TrainingModule>().Where(m => m.Code == request.Code), x => x.i.Module, m => m.Id, (x, m) => new { x.l, x.i, m.Version, m.Tries, m.Mode })
            .OrderBy(x => x.l.HomeLabel).ThenBy(x => x.i.Id).Take(Most).ToListAsync(cancel);
        var names = await people.NamesOf([.. rows.Select(r => r.l.Account).Distinct()], cancel);
        return rows.ConvertAll(r => new Attendee(
            r.i.Id, r.l.HomeLabel, names.TryGetValue(r.l.Account, out var name) ? Masked.Name(name) : "–", r.Version,
            r.Mode == TrainingMode.Quiz ? Math.Max(0, r.Tries - r.i.Tries) : 0, r.l.At));
    }
}
