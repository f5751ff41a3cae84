using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>The responsible of the place lets a worker look after a person of a list, or takes that back.</summary>
/// <param name="Id">An entry of the person.</param>
/// <param name="Account">The worker.</param>
/// <param name="Assigned">On or off.</param>
internal sealed record AssignCare(Guid Id, Guid Account, bool Assigned = true) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>For the responsible of the place: who looks after the person of an entry, and who could. Nothing of the person.</summary>
internal sealed record CareTeamOf(Guid Id) : IQuery<CareTeam>;

/// <summary>Those who look after somebody.</summary>
/// <param name="OfChild">Whether the person is under 14: then each of them needs an approval that still counts.</param>
/// <param name="Workers">Who does.</param>
/// <param name="Candidates">Staff who may at this place.</param>
internal sealed record CareTeam(bool OfChild, IReadOnlyList<CareWorker> Workers, IReadOnlyList<StaffMember> Candidates);

/// <summary>Who looks after somebody.</summary>
/// <param name="Account">The worker.</param>
/// <param name="Name">Their name.</param>
/// <param name="Since">Since when.</param>
/// <param name="ApprovedUntil">Last local day of the approval by another person; <c>null</c> where there is none.</param>
internal sealed record CareWorker(Guid Account, string Name, DateTimeOffset Since, DateOnly? ApprovedUntil);

internal sealed class AssignCareHandler(LinliDb db, CurrentCaller current, CareDesk desk, IPeople people)
    : IHandler<AssignCare, Done>, IHandler<CareTeamOf, CareTeam>, IUseCase
{
    public static readonly string[] WorkerPosts = [Posts.CommunityWorker, Posts.GridSteward, Posts.PartySecretary];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/care/entries/{id:guid}/workers", (Guid id, AssignCare request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.CareLead).WithTags("care").WithSummary("Let a worker look after a person of a list, approve it anew, or end it");
        api.MapGet("/care/entries/{id:guid}/workers", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CareTeamOf(id), cancel))
            .Needs(PeoplePermissions.CareLead).WithTags("care").WithSummary("Who looks after the person of an entry");
    }

    public async Task<Result<Done>> Handle(AssignCare request, CancellationToken cancel)
    {
        if (await desk.Entries(current.Value.ScopesFor(PeoplePermissions.CareLead)).SingleOrDefaultAsync(e => e.Id == request.Id, cancel) is not { } entry)
            return CareDesk.NoEntry;
        if (!request.Assigned)
        {
            var now = desk.Now;
            foreach (var ended in await db.Records<CareAssignment>().Where(a => a.PersonId == entry.PersonId && a.Account == request.Account && a.To == null).ToListAsync(cancel))
                ended.To = now;
            return Done.It;
        }

        if (!(await Workers(entry, cancel)).Any(w => w.Account == request.Account))
            return Problem.Invalid("account", "care.worker_unknown", "请选择在这里工作的社工、网格员或负责人。", "Choose a worker, steward or responsible of this place.");
        // Saying it again of somebody who looks after the person already renews the approval.
        await desk.Approve(await desk.Assign(entry.PersonId, request.Account, cancel), entry, cancel);
        return Done.It;
    }

    public async Task<Result<CareTeam>> Handle(CareTeamOf request, CancellationToken cancel)
    {
        if (await desk.Entries(current.Value.ScopesFor(PeoplePermissions.CareLead)).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Id, cancel) is not { } entry)
            return CareDesk.NoEntry;
        var assigned = await db.Records<CareAssignment>().AsNoTracking().Where(a => a.PersonId == entry.PersonId && a.To == null).OrderBy(a => a.From).ToListAsync(cancel);
        var names = await people.NamesOf([.. assigned.Select(a => a.Account).Distinct()], cancel);
        var born = await db.Records<Person>().Where(p => p.Id == entry.PersonId).Select(p => p.BirthDate).SingleAsync(cancel);
        return new CareTeam(
            CareRules.IsChild(born, desk.Today),
            assigned.ConvertAll(a => new CareWorker(a.Account, names.GetValueOrDefault(a.Account, "–"), a.From, a.ApprovedUntil >= desk.Today ? a.ApprovedUntil : null)),
            await Workers(entry, cancel));
    }

    private async Task<List<StaffMember>> Workers(CareEntry entry, CancellationToken cancel) =>
        [.. (await people.StaffFor(ScopePath.Parse(entry.Scope, null), WorkerPosts, cancel))
            .Concat(entry.Grid is null ? [] : await people.StaffFor(ScopePath.Parse(entry.Grid, null), WorkerPosts, cancel)).DistinctBy(w => w.Account)];
}
