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

/// <summary>Staff who may look after people at the place of an entry.</summary>
internal sealed record CareWorkersFor(Guid Id) : IQuery<IReadOnlyList<StaffMember>>;

internal sealed class AssignCareHandler(LinliDb db, CurrentCaller current, CareDesk desk, IPeople people)
    : IHandler<AssignCare, Done>, IHandler<CareWorkersFor, IReadOnlyList<StaffMember>>, IUseCase
{
    public static readonly string[] WorkerPosts = [Posts.CommunityWorker, Posts.GridSteward, Posts.PartySecretary];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care/entries/{id:guid}/workers", (Guid id, AssignCare request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.CareLead).WithTags("care").WithSummary("Who looks after a person of a list");

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
        await desk.Assign(entry.PersonId, request.Account, cancel);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<StaffMember>>> Handle(CareWorkersFor request, CancellationToken cancel)
    {
        if (await desk.Entries(current.Value.ScopesFor(PeoplePermissions.CareLead)).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Id, cancel) is not { } entry)
            return CareDesk.NoEntry;
        return await Workers(entry, cancel);
    }

    private async Task<List<StaffMember>> Workers(CareEntry entry, CancellationToken cancel) =>
        [.. (await people.StaffFor(ScopePath.Parse(entry.Scope, null), WorkerPosts, cancel))
            .Concat(entry.Grid is null ? [] : await people.StaffFor(ScopePath.Parse(entry.Grid, null), WorkerPosts, cancel)).DistinctBy(w => w.Account)];
}
