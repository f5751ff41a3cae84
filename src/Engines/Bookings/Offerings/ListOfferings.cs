using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Offerings;

/// <summary>All offerings of the caller's places (维护预约项目), closed ones and those without sessions included; rooms have a list of their own.</summary>
/// <param name="Q">Words of the title.</param>
internal sealed record ListOfferings(string? Q = null) : IQuery<ListedOffering[]>;

/// <summary>An offering in the list of staff.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What people read.</param>
/// <param name="KindName">The kind in words.</param>
/// <param name="Open">Whether people can book.</param>
/// <param name="Next">When the next session begins, UTC.</param>
/// <param name="Taken">Places taken of it.</param>
/// <param name="Capacity">Its places.</param>
internal sealed record ListedOffering(OfferingId Id, Phrase Title, Phrase KindName, bool Open, DateTimeOffset? Next, int Taken, int Capacity);

internal sealed class ListOfferingsHandler(LinliDb db, KindBook kinds, CurrentCaller current, TimeProvider time) : IHandler<ListOfferings, ListedOffering[]>, IUseCase
{
    private const int Most = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/offerings/kept", (UseCaseRunner run, CancellationToken cancel, string? q = null) => run.Answer(new ListOfferings(q), cancel))
            .Needs(BookingsPermissions.Keep).WithTags("Bookings").WithSummary("All offerings of my places, closed ones included 维护预约项目");

    public async Task<Result<ListedOffering[]>> Handle(ListOfferings request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var query = db.Scoped<OfferingRow>(current.Value.ScopesFor(BookingsPermissions.Keep)).AsNoTracking().Where(o => o.Kind != OfferingKind.Room || !o.Open);
        if (request.Q?.Trim().ToLowerInvariant() is { Length: > 0 } words)
#pragma warning disable CA1304, CA1311, CA1862 // carried out by the database
            query = query.Where(o => o.TitleZh.ToLower().Contains(words) || o.TitleEn.ToLower().Contains(words));
#pragma warning restore CA1304, CA1311, CA1862
        var rows = await query.OrderBy(o => o.TitleZh).Take(Most).ToListAsync(cancel);
        var ids = rows.ConvertAll(o => o.Id);
        // Sessions of offerings that were asked for by scope.
        var sessions = db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Series == null && s.State == SessionState.Planned && s.End > now);
        var next = (await db.Unfiltered<OfferingRow>().Where(o => ids.Contains(o.Id)).SelectMany(o => sessions.Where(s => s.Offering == o.Id).OrderBy(s => s.Start).Take(1)).ToListAsync(cancel)).ToDictionary(s => s.Offering);
        return (ListedOffering[])
        [
            .. rows.Select(o => next.GetValueOrDefault(o.Id) is var s && s is null ? new ListedOffering(o.Id, o.Title, kinds.Find(o.Kind).Name, o.Open, null, 0, o.Capacity)
                : new ListedOffering(o.Id, o.Title, kinds.Find(o.Kind).Name, o.Open, s!.Start, s.Taken, s.Capacity)),
        ];
    }
}
