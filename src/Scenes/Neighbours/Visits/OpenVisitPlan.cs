using Linli.People;
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

namespace Linli.Neighbours.Visits;

/// <summary>Rounds of visits at the caller's places, and those in which they visit somebody; the newest first.</summary>
internal sealed record ListVisitPlans : IQuery<IReadOnlyList<VisitPlanLine>>;

/// <summary>A round as a line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Community">Where.</param>
/// <param name="Group">Code of the group.</param>
/// <param name="StartOn">First local day.</param>
/// <param name="DueOn">Last local day.</param>
/// <param name="Visited">How many were visited.</param>
/// <param name="Families">Of how many.</param>
/// <param name="Mine">How many of the missing ones the caller visits.</param>
/// <param name="Closed">Whether it was closed.</param>
internal sealed record VisitPlanLine(Guid Id, string Name, Phrase Community, string Group, DateOnly StartOn, DateOnly DueOn, int Visited, int Families, int Mine, bool Closed);

/// <summary>A round with its families and who is missing.</summary>
internal sealed record OpenVisitPlan(Guid Id) : IQuery<VisitPlanDetail>;

/// <summary>A round whole; names stand where the caller looks after the family.</summary>
internal sealed record VisitPlanDetail(
    VisitPlanLine Line, string? Gift, string? CloseReason, IReadOnlyList<FamilyLine> Families, IReadOnlyList<CheckLine> Items, IReadOnlyList<StaffMember> Workers, bool MayPlan)
{
    /// <summary>Those not visited yet: first who has no worker, then by who is due first.</summary>
    public IEnumerable<FamilyLine> Missing => Families.Where(f => f.VisitedAt is null).OrderBy(f => f.Worker is not null).ThenBy(f => f.DueOn);
}

/// <summary>A family as a line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Masked name of the person; <c>null</c> for those who do not look after them.</param>
/// <param name="Home">Label of the home; <c>null</c> likewise, the building stands instead.</param>
/// <param name="Building">The building.</param>
/// <param name="Worker">Account of the worker.</param>
/// <param name="WorkerName">Their name.</param>
/// <param name="WorkerLeft">Whether they work here no more, so that somebody must take the family over.</param>
/// <param name="DueOn">By which local day.</param>
/// <param name="VisitedAt">When it was visited first, UTC.</param>
/// <param name="NextOn">The next visit agreed on.</param>
/// <param name="Mine">Whether the caller looks after it.</param>
internal sealed record FamilyLine(
    Guid Id, string? Name, string? Home, Phrase Building, Guid? Worker, string? WorkerName, bool WorkerLeft, DateOnly DueOn, DateTimeOffset? VisitedAt, DateOnly? NextOn, bool Mine);

internal sealed class OpenVisitPlanHandler(LinliDb db, VisitDesk desk, IScopeTree tree, ICareLists care, IPeople people)
    : IHandler<ListVisitPlans, IReadOnlyList<VisitPlanLine>>, IHandler<OpenVisitPlan, VisitPlanDetail>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/visits/plans", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListVisitPlans(), cancel))
            .Needs(NeighboursPermissions.Visits).WithTags("visits").WithSummary("Rounds of visits with their coverage");
        api.MapGet("/visits/plans/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenVisitPlan(id), cancel))
            .Needs(NeighboursPermissions.Visits).WithTags("visits").WithSummary("A round: coverage, families, who is missing");
    }

    public async Task<Result<IReadOnlyList<VisitPlanLine>>> Handle(ListVisitPlans request, CancellationToken cancel)
    {
        var plans = await desk.Plans().AsNoTracking().OrderByDescending(p => p.StartOn).ThenByDescending(p => p.Id).Take(100).ToListAsync(cancel);
        var ids = plans.Select(p => p.Id).ToArray();
        var me = desk.Me;
        var counts = await db.Unfiltered<VisitFamily>().Where(f => ids.Contains(f.Plan)).GroupBy(f => f.Plan).Select(g => new
        {
            g.Key,
            All = g.Count(),
            Visited = g.Count(f => f.VisitedAt != null),
            Mine = g.Count(f => f.VisitedAt == null && f.Worker == me),
        }).ToDictionaryAsync(g => g.Key, cancel);
        return plans.ConvertAll(p => Line(p, counts[p.Id].Visited, counts[p.Id].All, counts[p.Id].Mine));
    }

    public async Task<Result<VisitPlanDetail>> Handle(OpenVisitPlan request, CancellationToken cancel)
    {
        if (await desk.Plans().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Id, cancel) is not { } plan)
            return VisitProblems.NoPlan;
        var families = await db.Unfiltered<VisitFamily>().AsNoTracking().Where(f => f.Plan == plan.Id).OrderBy(f => f.Home).ToListAsync(cancel);
        var items = await db.Records<CheckItem>().AsNoTracking().Where(i => i.Plan == plan.Id).OrderBy(i => i.Order).ToListAsync(cancel);
        var workers = await care.WorkersAt(ScopePath.Parse(plan.Scope, null), cancel);
        var names = await people.NamesOf([.. families.Select(f => f.Worker).OfType<Guid>().Distinct()], cancel);
        var mine = families.Where(f => f.Worker == desk.Me).Select(f => f.Person).ToHashSet();
        var persons = await care.NamesOf(mine, masked: true, cancel);
        var lines = families.ConvertAll(f => new FamilyLine(
            f.Id, persons.GetValueOrDefault(f.Person), mine.Contains(f.Person) ? f.Home : null, BuildingName(f), f.Worker,
            f.Worker is { } worker ? names.GetValueOrDefault(worker, "–") : null, f.Worker is { } left && !workers.Any(w => w.Account == left),
            f.DueOn, f.VisitedAt, f.NextOn, f.Worker == desk.Me));
        return new VisitPlanDetail(
            Line(plan, families.Count(f => f.VisitedAt is not null), families.Count, families.Count(f => f.VisitedAt is null && f.Worker == desk.Me)),
            plan.Gift, plan.CloseReason, lines, items.ConvertAll(i => new CheckLine(i.Code, i.LabelZh, i.LabelEn, i.ChoicesZh, i.ChoicesEn, i.Required)), workers, desk.MayPlan(plan));
    }

    private VisitPlanLine Line(VisitPlan plan, int visited, int all, int mine) => new(
        plan.Id, plan.Name, tree.Find(ScopePath.Parse(plan.Scope, null))?.Name ?? default, plan.Group, plan.StartOn, plan.DueOn, visited, all, mine, plan.ClosedAt is not null);

    private Phrase BuildingName(VisitFamily family)
    {
        var building = ScopePath.Parse(family.Scope, null);
        var (compound, name) = (tree.Find(building.Parent)?.Name ?? default, tree.Find(building)?.Name ?? default);
        return ($"{compound.Zh} {name.Zh}", $"{compound.En} {name.En}");
    }
}
