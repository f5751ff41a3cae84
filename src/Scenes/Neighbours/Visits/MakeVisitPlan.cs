using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>Plans a round of visits to everybody who is on a special-care list at a place today.</summary>
/// <param name="Name">2–60 characters, such as 中秋走访困境儿童家庭.</param>
/// <param name="Place">Code of the community, or of the joined communities.</param>
/// <param name="Group">Code of the group.</param>
/// <param name="StartOn">First local day; today when left out.</param>
/// <param name="DueOn">Last local day.</param>
/// <param name="Gift">What is brought along, at most 100 characters.</param>
/// <param name="Items">The check-list; that of the group when left out.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record MakeVisitPlan(
    string? Name, string? Place, string? Group, DateOnly? StartOn, DateOnly? DueOn, string? Gift = null, IReadOnlyList<CheckLine>? Items = null, string? IdempotencyKey = null)
    : ICommand<VisitPlanMade>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (VisitRules.Text(Name, 60, "name", "请给计划起个名字", "Name the round") is { } name)
            yield return name;
        if (DueOn is null)
            yield return Problem.Invalid("dueOn", "visits.due", "请填写截止日期。", "Say by which day.");
        if (Gift?.Length > 100)
            yield return Problem.Invalid("gift", "visits.gift", "慰问品最多 100 个字。", "The gift has at most 100 characters.");
        if (Items is not null && (Items.Count is 0 or > 20 || Items.Any(i => i is null || string.IsNullOrWhiteSpace(i.Code) || i.Code.Length > 30 || i.LabelZh?.Length > 60 || i.LabelEn?.Length > 120 || i.ChoicesZh?.Length > 300 || i.ChoicesEn?.Length > 600 || string.IsNullOrWhiteSpace(i.LabelZh)) || Items.DistinctBy(i => i?.Code).Count() < Items.Count))
            yield return Problem.Invalid("items", "visits.items", "清单为 1–20 项，每项要有不重复的代码和名称。", "A check-list has 1 to 20 lines, each with a code of its own and a name.");
    }
}

/// <summary>A line of a check-list as one sends it.</summary>
internal sealed record CheckLine(string Code, string LabelZh, string? LabelEn = null, string? ChoicesZh = null, string? ChoicesEn = null, bool Required = false);

/// <summary>A plan that was made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Families">How many are to be visited.</param>
/// <param name="Unassigned">How many of them have no worker yet.</param>
internal sealed record VisitPlanMade(Guid Id, int Families, int Unassigned);

internal sealed class MakeVisitPlanHandler(LinliDb db, CurrentCaller current, VisitDesk desk, IScopeTree tree, ICareLists care) : IHandler<MakeVisitPlan, VisitPlanMade>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/visits/plans", (MakeVisitPlan request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(NeighboursPermissions.PlanVisits).WithTags("visits").WithSummary("Plan a round of visits 走访计划");

    public async Task<Result<VisitPlanMade>> Handle(MakeVisitPlan request, CancellationToken cancel)
    {
        if (request.Place is not { Length: > 0 } code || tree.FindCode(code) is not { Kind: PlaceKind.Community or PlaceKind.Group } place
            || !current.Value.May(NeighboursPermissions.PlanVisits, place.Path))
            return Problem.Invalid("place", "visits.place", "请选择您所在的社区。", "Choose a community where you work.");
        if (!(await care.Groups(cancel)).Any(g => g.Code == request.Group))
            return Problem.Invalid("group", "care.group_unknown", "请选择关爱群体。", "Choose a group.");
        var start = request.StartOn ?? desk.Today;
        if (VisitRules.Days(start, request.DueOn!.Value, desk.Today) is { } wrong)
            return wrong;
        var members = await care.Members(request.Group!, place.Path, cancel);
        if (members.Count == 0)
            return Problem.Invalid("group", "visits.nobody", "这个群体在这里还没有人，先把人纳入名单。", "Nobody here is on that list yet: put people on it first.");
        var plan = new VisitPlan
        {
            Id = Guid.CreateVersion7(desk.Now), Scope = place.Path.Value, Name = VisitRules.Clean(request.Name, 60), Group = request.Group!, StartOn = start,
            DueOn = request.DueOn.Value, Gift = VisitRules.Clean(request.Gift, 100) is { Length: > 0 } gift ? gift : null, CreatedBy = desk.Me, At = desk.Now,
        };
        var items = await Items(request, plan, cancel);
        if (items.Count == 0)
            return Problem.Invalid("items", "visits.items", "这个群体还没有走访清单，请列出要了解的事项。", "This group has no check-list yet: list what is to be asked.");
        db.Insert(plan);
        db.Records<CheckItem>().AddRange(items);
        var here = (await care.WorkersAt(place.Path, cancel)).Select(w => w.Account).ToHashSet();
        var families = members.Select(m => new VisitFamily
        {
            Id = Guid.CreateVersion7(desk.Now), Plan = plan.Id, Person = m.Person, Home = m.Home, Scope = m.Building.Value, Grid = m.Grid?.Value, DueOn = plan.DueOn,
            Worker = m.Workers.Where(here.Contains).Select(w => (Guid?)w).FirstOrDefault(),
        }).ToList();
        families.ForEach(db.Insert);
        return new VisitPlanMade(plan.Id, families.Count, families.Count(f => f.Worker is null));
    }

    private async Task<List<CheckItem>> Items(MakeVisitPlan request, VisitPlan plan, CancellationToken cancel)
    {
        var lines = request.Items ?? [.. (await Template(request.Group!, cancel)).Select(i => new CheckLine(i.Code, i.LabelZh, i.LabelEn, i.ChoicesZh, i.ChoicesEn, i.Required))];
        return [.. lines.Select((line, i) => new CheckItem
        {
            Id = Guid.CreateVersion7(desk.Now), Plan = plan.Id, Order = i, Code = line.Code, LabelZh = line.LabelZh, LabelEn = line.LabelEn ?? line.LabelZh,
            ChoicesZh = line.ChoicesZh, ChoicesEn = line.ChoicesEn, Required = line.Required,
        })];
    }

    private async Task<List<CheckItem>> Template(string group, CancellationToken cancel)
    {
        var found = await db.Records<CheckItem>().AsNoTracking().Where(i => i.Plan == null && (i.Group == group || i.Group == "*")).OrderBy(i => i.Order).ToListAsync(cancel);
        return found.Exists(i => i.Group == group) ? found.FindAll(i => i.Group == group) : found;
    }
}
