using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Registrations;

/// <summary>Requests within the caller's places: open ones oldest first, decided ones newest first.</summary>
/// <param name="State">open, approved or rejected; open when left out.</param>
/// <param name="Skip">How many to skip.</param>
/// <param name="Take">How many to show, 1–100.</param>
internal sealed record ListRegistrations(RegistrationState? State = RegistrationState.Open, int Skip = 0, int Take = 20)
    : IQuery<RegistrationPage>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (State is null)
            yield return Problem.Invalid("state", "state_unknown", "状态只能是 open、approved 或 rejected。", "The state is open, approved or rejected.");
        foreach (var problem in Paging.Problems(Skip, Take))
            yield return problem;
    }
}

/// <summary>A page of requests and how many there are in all.</summary>
internal sealed record RegistrationPage(int Total, IReadOnlyList<RegistrationLine> Items);

/// <summary>A request as a reviewer sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">Whose.</param>
/// <param name="Name">Name as given: reviewing it is the point.</param>
/// <param name="Phone">Masked phone.</param>
/// <param name="Home">Label of the home.</param>
/// <param name="Scope">The building.</param>
/// <param name="Relation">Tie to the home.</param>
/// <param name="LeaseEnd">Last day of the lease.</param>
/// <param name="Note">What the person added.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="AgeSeconds">How long it has waited, or waited until it was decided.</param>
/// <param name="State">What has become of it.</param>
/// <param name="DecidedBy">Name of who decided.</param>
/// <param name="DecidedAt">When, UTC.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="InvitedBy">Masked name of the neighbour whose invitation it came by.</param>
/// <param name="Share">The share an owner claims.</param>
internal sealed record RegistrationLine(
    Guid Id, Guid Account, string Name, string? Phone, string Home, ScopePath Scope, HomeRelation Relation, DateOnly? LeaseEnd, string? Note,
    DateTimeOffset At, long AgeSeconds, RegistrationState State, string? DecidedBy, DateTimeOffset? DecidedAt, string? Reason,
    string? InvitedBy = null, string? Share = null);

internal sealed class ListRegistrationsHandler(LinliDb db, CurrentCaller current, IPeople people, TimeProvider time)
    : IHandler<ListRegistrations, RegistrationPage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/registrations", (UseCaseRunner runner, CancellationToken cancel, string state = "open", int skip = 0, int take = 20) =>
            runner.Answer(new ListRegistrations(StateOf(state), skip, take), cancel))
            .Needs(PeoplePermissions.Review).WithTags("registrations").WithSummary("Registrations to review, with their age");

    // The framework binds enums in their own letter case only; the API writes them in lower case.
    private static RegistrationState? StateOf(string text) =>
        Enum.TryParse<RegistrationState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    public async Task<Result<RegistrationPage>> Handle(ListRegistrations request, CancellationToken cancel)
    {
        var all = db.Scoped<Registration>(current.Value.ScopesFor(PeoplePermissions.Review)).AsNoTracking().Where(r => r.State == request.State);
        var ordered = request.State == RegistrationState.Open ? all.OrderBy(r => r.At) : all.OrderByDescending(r => r.DecidedAt);
        var rows = await ordered.Skip(request.Skip).Take(request.Take)
            .Join(db.Records<Account>(), r => r.AccountId, a => a.Id, (r, a) => new { r, a.Person!.PhoneMask }).ToListAsync(cancel);
        var names = await people.NamesOf([.. rows.SelectMany(x => new[] { x.r.DecidedBy, x.r.InvitedBy }).OfType<Guid>().Distinct()], cancel);
        var now = Clock.Now(time);
        return new RegistrationPage(await all.CountAsync(cancel), [.. rows.Select(x => new RegistrationLine(
            x.r.Id, x.r.AccountId, x.r.Name, x.PhoneMask, x.r.HomeLabel, ScopePath.Parse(x.r.Scope, null), x.r.Relation, x.r.LeaseEnd, x.r.Note,
            x.r.At, (long)((x.r.DecidedAt ?? now) - x.r.At).TotalSeconds, x.r.State,
            x.r.DecidedBy is { } by ? names.GetValueOrDefault(by) : null, x.r.DecidedAt, x.r.Reason,
            x.r.InvitedBy is { } host ? names.GetValueOrDefault(host) : null, x.r.Share?.ToString()))]);
    }
}

/// <summary>What a page of a list may be.</summary>
internal static class Paging
{
    public static IEnumerable<Problem> Problems(int skip, int take)
    {
        if (skip is < 0 or > 1_000_000)
            yield return Problem.Invalid("skip", "skip_range", "skip 应为 0 以上的整数。", "skip is 0 or more.");
        if (take is < 1 or > 100)
            yield return Problem.Invalid("take", "take_range", "take 应为 1–100。", "take is 1 to 100.");
    }
}
