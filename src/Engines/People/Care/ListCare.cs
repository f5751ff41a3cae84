using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>The special-care lists of the caller's places: how many in each group, and the entries. Names stand there for those who may know.</summary>
/// <param name="Group">Only this group.</param>
/// <param name="Show"><c>mine</c>, <c>review</c> (to be looked at again within 30 days), <c>waiting</c>, or all that are listed.</param>
/// <param name="Page">From 1.</param>
internal sealed record ListCare(string? Group = null, string? Show = null, int Page = 1) : IQuery<CareLists>;

/// <summary>Care lists as one page.</summary>
/// <param name="Groups">Every group with how many are listed.</param>
/// <param name="Lines">The entries of the page.</param>
/// <param name="Total">How many there are in all.</param>
internal sealed record CareLists(IReadOnlyList<CareGroupCount> Groups, IReadOnlyList<CareLine> Lines, int Total);

/// <summary>A group and how many are on its list.</summary>
internal sealed record CareGroupCount(CareGroupName Group, int Listed);

/// <summary>An entry as a line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Group">Code of the group.</param>
/// <param name="Name">Masked name; <c>null</c> for those who may not know.</param>
/// <param name="Home">Label of the home; <c>null</c> likewise.</param>
/// <param name="Community">The community.</param>
/// <param name="State">Where it stands.</param>
/// <param name="From">First local day.</param>
/// <param name="ReviewOn">When to look again.</param>
/// <param name="Workers">Who looks after the person.</param>
internal sealed record CareLine(
    Guid Id, string Group, string? Name, string? Home, Phrase Community, CareState State, DateOnly From, DateOnly ReviewOn, IReadOnlyList<string> Workers);

internal sealed class ListCareHandler(LinliDb db, CurrentCaller current, CareDesk desk, IScopeTree tree, IPeople people) : IHandler<ListCare, CareLists>, IUseCase
{
    public const int PageSize = 30;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care/entries", (string? group, string? show, int? page, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ListCare(group, show, page ?? 1), cancel))
            .Needs(PeoplePermissions.Care).WithTags("care").WithSummary("Special-care lists; names only for those who look after somebody");

    public async Task<Result<CareLists>> Handle(ListCare request, CancellationToken cancel)
    {
        var (scopes, lead, me, today) = (current.Value.ScopesFor(PeoplePermissions.Care), current.Value.ScopesFor(PeoplePermissions.CareLead), desk.Me, desk.Today);
        var counts = await desk.Entries(scopes).Where(e => e.State == CareState.Listed && e.From <= today && (e.To == null || e.To >= today))
            .GroupBy(e => e.Group).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var groups = (await KeepCareGroupHandler.All(db, cancel)).ConvertAll(g => new CareGroupCount(g, counts.GetValueOrDefault(g.Code)));

        var found = desk.Entries(scopes).AsNoTracking();
        found = request.Show == "waiting" ? found.Where(e => e.State == CareState.Waiting) : found.Where(e => e.State == CareState.Listed && (e.To == null || e.To >= today));
        if (request.Group is { Length: > 0 } group)
            found = found.Where(e => e.Group == group);
        if (request.Show == "mine")
            found = found.Where(e => db.Records<CareAssignment>().Any(a => a.PersonId == e.PersonId && a.Account == me && a.To == null));
        if (request.Show == "review")
        {
            var soon = today.AddDays(30);
            found = found.Where(e => e.ReviewOn <= soon);
        }

        var total = await found.CountAsync(cancel);
        var page = await found.OrderBy(e => e.ReviewOn).ThenBy(e => e.Id).Skip((Math.Clamp(request.Page, 1, 1000) - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var ids = page.Select(e => e.PersonId).Distinct().ToArray();
        var names = await db.Records<Person>().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var homes = (await desk.Ties(scopes).Where(t => ids.Contains(t.PersonId)).Select(t => new { t.PersonId, t.HomeLabel }).ToListAsync(cancel)).ToLookup(t => t.PersonId, t => t.HomeLabel);
        var assigned = (await db.Records<CareAssignment>().AsNoTracking().Where(a => ids.Contains(a.PersonId) && a.To == null).ToListAsync(cancel)).ToLookup(a => a.PersonId, a => a.Account);
        var workers = await people.NamesOf([.. assigned.SelectMany(a => a).Distinct()], cancel);
        return new CareLists(groups, page.ConvertAll(e =>
        {
            var known = CareDesk.Covers(lead, e.Scope, e.Grid) || assigned[e.PersonId].Contains(me);
            return new CareLine(
                e.Id, e.Group, known ? Masked.Name(names.GetValueOrDefault(e.PersonId)) : null, known ? homes[e.PersonId].FirstOrDefault() : null,
                tree.CommunityOf(ScopePath.Parse(e.Scope, null))?.Name ?? default, e.State, e.From, e.ReviewOn,
                [.. assigned[e.PersonId].Select(a => workers.GetValueOrDefault(a, "–"))]);
        }), total);
    }
}
