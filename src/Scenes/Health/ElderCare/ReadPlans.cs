using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>Plans of the caller, and of those they speak for in care, in full (我的照护计划).</summary>
internal sealed record MyPlans : IQuery<IReadOnlyList<PlanShown>>;

/// <summary>Plans of a centre (照护计划清单): names masked, without level and goal; what is done only of plans that were agreed to.</summary>
internal sealed record CentrePlans(string Centre) : IQuery<IReadOnlyList<PlanLine>>;

/// <summary>A plan of a centre with its goal; the person reads who opened it (R37).</summary>
/// <param name="Reason">Why, 4–200 characters.</param>
internal sealed record ReadPlan(string Reason) : ICommand<PlanShown>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Plan { get; init; }

    public string? AuditSubject => Plan.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Reason?.Trim() is not { Length: >= 4 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing", "请写明查看原因（4–200 个字），本人会看到。", "Say why you need it (4–200 characters): the person will read it.");
    }
}

/// <summary>A plan in full.</summary>
internal sealed record PlanShown(
    Guid Id, string? Name, string Centre, Phrase CentreName, CareLevel Level, string Goal, PlanState State, DateOnly From, DateOnly ReviewOn, DateTimeOffset? AgreedAt, IReadOnlyList<ItemShown> Items)
{
    /// <summary>Who signed on paper, where nobody agreed on a phone.</summary>
    public string? Paper { get; init; }

    /// <summary>What was found when it was looked at last.</summary>
    public string? Review { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why staff ended it.</summary>
    public string? EndReason { get; init; }
}

/// <summary>What is done every week, and how often this week.</summary>
/// <param name="Id">Id.</param>
/// <param name="What">What.</param>
/// <param name="TimesPerWeek">How often a week.</param>
/// <param name="DoneThisWeek">How often since Monday.</param>
internal sealed record ItemShown(Guid Id, string What, int TimesPerWeek, int DoneThisWeek);

/// <summary>A plan on the list of a centre.</summary>
internal sealed record PlanLine(Guid Id, string Name, PlanState State, DateOnly ReviewOn, bool ReviewDue, IReadOnlyList<ItemShown> Items);

/// <summary>What readers of plans share.</summary>
internal static class PlanItems
{
    /// <summary>A plan in full, for the person, who speaks for them, and staff who said why.</summary>
    public static PlanShown Show(CarePlan p, string? name, Phrase centre, FieldCipher cipher, IEnumerable<ItemShown> items) =>
        new(p.Id, name, p.Centre, centre, Enum.Parse<CareLevel>(cipher.Open(p.Level)), cipher.Open(p.Goal), p.State, p.From, p.ReviewOn, p.AgreedAt, [.. items])
        {
            Paper = p.Paper is { } paper ? cipher.Open(paper) : null, Review = p.Review is { } review ? cipher.Open(review) : null, EndedAt = p.EndedAt, EndReason = p.EndReason,
        };

    /// <summary>The Monday of a day's week: what is done is counted by weeks.</summary>
    public static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    public static async Task<ILookup<Guid, ItemShown>> Of(LinliDb db, FieldCipher cipher, IReadOnlyCollection<Guid> plans, DateOnly today, CancellationToken cancel)
    {
        var monday = Monday(today);
        var items = await db.Records<CarePlanItem>().AsNoTracking().Where(i => plans.Contains(i.Plan)).ToListAsync(cancel);
        var done = await db.Records<CareDone>().AsNoTracking().Where(d => plans.Contains(d.Plan) && d.Day >= monday && d.Day <= today).GroupBy(d => d.Item).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return items.OrderBy(i => i.Id).ToLookup(i => i.Plan, i => new ItemShown(i.Id, cipher.Open(i.What), i.TimesPerWeek, done.GetValueOrDefault(i.Id)));
    }
}

internal sealed class MyPlansHandler(LinliDb db, IActingFor family, FieldCipher cipher, TimeProvider time) : IHandler<MyPlans, IReadOnlyList<PlanShown>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care-plans/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyPlans(), cancel))
            .Needs(Access.SignedIn).WithTags("Elder care").WithSummary("Plans of care of mine and of those I speak for 我的照护计划");

    public async Task<Result<IReadOnlyList<PlanShown>>> Handle(MyPlans request, CancellationToken cancel)
    {
        var me = await family.Self(cancel);
        var names = (await family.People(FamilyMatters.Care, cancel)).ToDictionary(p => p.Person, p => p.Name);
        var people = names.Keys.Select(p => (Guid?)p).Append(me).Where(p => p is not null).ToList();
        // One's own, and of those one speaks for.
        var plans = await db.Unfiltered<CarePlan>().AsNoTracking().Where(p => people.Contains(p.Person)).OrderByDescending(p => p.At).Take(50).ToListAsync(cancel);
        var centres = await db.Unfiltered<CareCentre>().AsNoTracking().ToDictionaryAsync(c => c.Code, cancel);
        var items = await PlanItems.Of(db, cipher, plans.ConvertAll(p => p.Id), LocalTime.Today(time), cancel);
        return plans.ConvertAll(p => PlanItems.Show(p, p.Person == me ? null : names[p.Person!.Value], centres[p.Centre].Name, cipher, items[p.Id]));
    }
}

internal sealed class CentrePlansHandler(LinliDb db, IActingFor names, FieldCipher cipher, CurrentCaller current, TimeProvider time) : IHandler<CentrePlans, IReadOnlyList<PlanLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care-centres/{code}/plans", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CentrePlans(code), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("Plans of a centre, masked 照护计划清单");

    public async Task<Result<IReadOnlyList<PlanLine>>> Handle(CentrePlans request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var plans = await db.Scoped<CarePlan>(current.Value.ScopesFor(HealthPermissions.Care)).AsNoTracking().Where(p => p.Centre == request.Centre && p.State != PlanState.Ended).OrderBy(p => p.ReviewOn).ToListAsync(cancel);
        var masked = await names.MaskedNames([.. plans.Select(p => p.Person).OfType<Guid>()], cancel);
        // What somebody needs is theirs to show until they have agreed to be cared for by it.
        var items = await PlanItems.Of(db, cipher, [.. plans.Where(p => p.State == PlanState.Agreed).Select(p => p.Id)], today, cancel);
        return plans.ConvertAll(p => new PlanLine(p.Id, p.Person is { } who ? masked.GetValueOrDefault(who, "") : "", p.State, p.ReviewOn, p.ReviewOn <= today, [.. items[p.Id]]));
    }
}

internal sealed class ReadPlanHandler(LinliDb db, IDisclosure disclosure, IActingFor names, FieldCipher cipher, CurrentCaller current, TimeProvider time) : IHandler<ReadPlan, PlanShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-plans/{id:guid}/read", (Guid id, ReadPlan request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Plan = id }, cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("A plan with its goal; the person reads who opened it");

    public async Task<Result<PlanShown>> Handle(ReadPlan request, CancellationToken cancel)
    {
        if (await db.Scoped<CarePlan>(current.Value.ScopesFor(HealthPermissions.Care)).AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Plan, cancel) is not { Person: { } person } plan)
            return CareWords.NoPlan;
        // That the person comes to the centre is what brings the caller to them, wherever they live.
        var allowed = await disclosure.Allow(new(person, [PersonalField.Health], request.Reason, null), cancel);
        if (!allowed.Ok)
            return allowed.As<PlanShown>();
        var centre = await db.Unfiltered<CareCentre>().AsNoTracking().SingleAsync(c => c.Code == plan.Centre, cancel);
        var items = await PlanItems.Of(db, cipher, [plan.Id], LocalTime.Today(time), cancel);
        return PlanItems.Show(plan, (await names.MaskedNames([person], cancel)).GetValueOrDefault(person), centre.Name, cipher, items[plan.Id]);
    }
}
