using System.Globalization;
using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Health.Clinics;
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

namespace Linli.Health.ChildCare;

/// <summary>
/// Opens a group for a term, within the legal size, ratio and the cap of the fee (R33, S48). Its days are the working days of the
/// term, make-up Saturdays included (R52); its places are enrolled for like everything that can be booked.
/// </summary>
/// <param name="Kind">By age.</param>
/// <param name="Places">Places: at most what the law allows.</param>
/// <param name="Carers">Carers: at least what the law asks for so many places.</param>
/// <param name="FeeFen">Fee of a month in fen, below the cap.</param>
/// <param name="From">First day of the term.</param>
/// <param name="Until">Last day, at most nine months later.</param>
/// <param name="Opens">Children come from, local time.</param>
/// <param name="Closes">Children are fetched until.</param>
/// <param name="NameZh">Name in Chinese; that of the kind when left out.</param>
/// <param name="NameEn">Name in English.</param>
internal sealed record KeepGroup(
    GroupKind Kind, int Places, int Carers, long FeeFen, DateOnly From, DateOnly Until, TimeOnly? Opens = null, TimeOnly? Closes = null, string? NameZh = null, string? NameEn = null)
    : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Nursery { get; init; } = "";

    public string? AuditSubject => Nursery;

    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(Kind))
            yield return Problem.Invalid("kind", "health.nursery_kind", "没有这种班型。", "There is no such kind of group.");
        if (From.Year is < 2000 or > 2100 || Until < From || Until.DayNumber - From.DayNumber > NurseryRules.LongestTermDays)
            yield return Problem.Invalid("until", "health.nursery_term", "学期起止日期不正确（最长九个月）。", "The days of the term are wrong (nine months at most).");
        if ((Closes ?? new(17, 30)) <= (Opens ?? new(7, 30)))
            yield return Problem.Invalid("closes", "health.nursery_hours", "离园时间要晚于入园时间。", "Children are fetched after they come.");
        foreach (var problem in ClinicProblems.Text("nameZh", NameZh, 40).Concat(ClinicProblems.Text("nameEn", NameEn, 60)))
            yield return problem;
    }
}

internal sealed class KeepGroupHandler(LinliDb db, NurseryRuleBook rules, IBookings bookings, CurrentCaller current, TimeProvider time) : IHandler<KeepGroup, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/nurseries/{code}/groups", (string code, KeepGroup request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Nursery = code }, cancel))
            .Needs(HealthPermissions.KeepNursery).WithTags("Child-care").WithSummary("Open a group for a term 开班");

    public async Task<Result<Guid>> Handle(KeepGroup request, CancellationToken cancel)
    {
        if (await db.Scoped<Nursery>(current.Value.ScopesFor(HealthPermissions.KeepNursery)).AsNoTracking().SingleOrDefaultAsync(n => n.Code == request.Nursery, cancel) is not { } nursery)
            return NurseryProblems.NoNursery;
        if (request.Until < LocalTime.Today(time))
            return Problem.Invalid("until", "health.nursery_term_over", "这个学期已经结束。", "This term is over.");
        var place = ScopePath.Parse(nursery.Scope, null);
        var rule = await rules.AgesOf(request.Kind, place, request.From, cancel);
        var fees = await rules.FeesAt(place, request.From, cancel);
        if ((NurseryRules.TooMany(rule, request.Places) ?? NurseryRules.TooFewCarers(rule, request.Places, request.Carers) ?? NurseryRules.FeeTooHigh(fees, request.FeeFen)) is { } refused)
            return refused;
        await db.LockUntilCommit($"nursery {nursery.Code}", cancel);
        if (NurseryRules.NotOneFamilyPoint(rule, request.Places, await Beside(nursery, request, cancel)) is { } crowded)
            return crowded;
        var name = NurseryRules.Name(request.Kind);
        var zh = ClinicProblems.LineOrNothing(request.NameZh, 40) ?? name.Zh;
        var group = new NurseryGroup
        {
            Id = Guid.CreateVersion7(), Nursery = nursery.Code, Scope = nursery.Scope, Kind = request.Kind, NameZh = zh, NameEn = ClinicProblems.LineOrNothing(request.NameEn, 60) ?? (request.NameZh is null ? name.En : zh),
            Places = request.Places, Carers = request.Carers, FeeFen = request.FeeFen, From = request.From, Until = request.Until, Opens = request.Opens ?? new(7, 30), Closes = request.Closes ?? new(17, 30),
        };
        var kept = await bookings.Keep(Plan(nursery, group), cancel);
        if (!kept.Ok)
            return kept.As<Guid>();
        group.Offering = kept.Value;
        db.Insert(group);
        return group.Id;
    }

    // Groups of the same nursery at the same time; one whose series was cancelled is none.
    private async Task<IReadOnlyCollection<NurseryGroup>> Beside(Nursery nursery, KeepGroup request, CancellationToken cancel)
    {
        // Of a nursery of the caller's.
        var groups = await db.Unfiltered<NurseryGroup>().AsNoTracking().Where(g => g.Nursery == nursery.Code && g.From <= request.Until && g.Until >= request.From).ToListAsync(cancel);
        if (groups.Count == 0)
            return [];
        var ended = (await bookings.Sessions(groups.ConvertAll(g => g.Offering), LocalTime.StartOfDay(groups.Min(g => g.From)), LocalTime.EndOfDay(groups.Max(g => g.Until)), cancel))
            .Where(s => s is { Meetings: > 0, State: SessionState.Cancelled }).Select(s => s.Offering).ToHashSet();
        return groups.FindAll(g => !ended.Contains(g.Offering));
    }

    private static OfferingPlan Plan(Nursery nursery, NurseryGroup group) =>
        new(NurseryParts.Kind.Code, ScopePath.Parse(nursery.Scope, null), ClinicProblems.Title($"{nursery.NameZh} · {group.NameZh}", $"{nursery.NameEn}: {group.NameEn}"), NurseryParts.Kind.Terms with { Conditions = [$"nursery:{group.Id}"] })
        {
            About = $"每月 {Yuan.Short(group.FeeFen)} 元，{group.From:yyyy-MM-dd} 至 {group.Until:yyyy-MM-dd}，{group.Opens:HH:mm}–{group.Closes:HH:mm}。请为孩子报名；满员可以候补，有空位按顺序通知，48 小时内确认。",
            Subject = $"nursery:{group.Id}", Capacity = group.Places, Operator = nursery.Operator,
            Times = new(group.From, group.Opens, (int)(group.Closes - group.Opens).TotalMinutes,
                string.Create(CultureInfo.InvariantCulture, $"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL={group.Until:yyyyMMdd}"), HolidayRule.WorkingDays),
        };
}
