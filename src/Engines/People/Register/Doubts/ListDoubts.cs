using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Doubts;

/// <summary>
/// What the register does not know and somebody has to ask (待核实): tenants whose lease ends nobody knows when. They leave the list
/// as soon as the end is entered, or the tenancy ends.
/// </summary>
/// <param name="After">Id of the last tie of the page before.</param>
internal sealed record ListDoubts(Guid? After = null) : IQuery<DoubtsFound>;

/// <summary>Open doubts within the caller's places, those entered first before the others.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Leases">Up to 50 of them.</param>
/// <param name="Next">Where the next page begins; <c>null</c> on the last.</param>
internal sealed record DoubtsFound(int Count, IReadOnlyList<LeaseDoubt> Leases, Guid? Next);

/// <summary>A tenant whose lease has no known end.</summary>
/// <param name="Tie">Id of the tie, which takes the end.</param>
/// <param name="Person">Id of the tenant.</param>
/// <param name="Name">Full name.</param>
/// <param name="Phone">Masked.</param>
/// <param name="Home">Id of the home.</param>
/// <param name="Label">What people call the home.</param>
/// <param name="Since">Local date since which they are registered there.</param>
internal sealed record LeaseDoubt(Guid Tie, Guid Person, string Name, string? Phone, Guid Home, string Label, DateOnly Since);

internal sealed class ListDoubtsHandler(LinliDb db, RegisterReach reach) : IHandler<ListDoubts, DoubtsFound>, IUseCase
{
    private const int AtOnce = 50;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/doubts", (Guid? after, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListDoubts(after), cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("What has to be asked: leases of unknown end 待核实清单");

    public async Task<Result<DoubtsFound>> Handle(ListDoubts request, CancellationToken cancel)
    {
        var open = reach.Ties(reach.Scopes(PeoplePermissions.KeepRegister)).AsNoTracking().Where(t => t.Relation == HomeRelation.Tenant && t.To == null);
        var page = await (request.After is { } last ? open.Where(t => t.Id.CompareTo(last) > 0) : open).OrderBy(t => t.Id).Take(AtOnce + 1)
            .Join(db.Records<Person>(), t => t.PersonId, p => p.Id, (t, p) => new { t, p.Name, p.PhoneMask, p.ContactPhoneMask }).OrderBy(r => r.t.Id).ToListAsync(cancel);
        return new DoubtsFound(
            await open.CountAsync(cancel),
            [.. page.Take(AtOnce).Select(r => new LeaseDoubt(
                r.t.Id, r.t.PersonId, r.Name ?? r.PhoneMask ?? "", r.PhoneMask ?? r.ContactPhoneMask, r.t.HomeId, r.t.HomeLabel, LocalTime.DateOf(r.t.From)))],
            page.Count > AtOnce ? page[AtOnce - 1].t.Id : null);
    }
}
