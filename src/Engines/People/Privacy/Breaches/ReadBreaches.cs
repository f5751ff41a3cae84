using System.Text.Json.Serialization;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Breaches;

/// <summary>Breaches of the caller's places, newest first, each with its clock.</summary>
internal sealed record ListBreaches : IQuery<IReadOnlyList<BreachLine>>;

/// <summary>A breach as the officer sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="What">What happened.</param>
/// <param name="Fields">Which data.</param>
/// <param name="KnownAt">Since when it is known.</param>
/// <param name="ReportBy">Until when the authority is to be told.</param>
/// <param name="HoursLeft">Whole hours left, negative when late, <c>null</c> when told.</param>
/// <param name="ReportedAt">When the authority was told.</param>
/// <param name="ReportedTo">Which.</param>
/// <param name="People">How many people.</param>
/// <param name="Children">How many of them under 14.</param>
/// <param name="Untold">How many could not be told here and need a letter.</param>
/// <param name="By">Who wrote it down.</param>
internal sealed record BreachLine(
    Guid Id, string What, IReadOnlyList<PersonalField> Fields, DateTimeOffset KnownAt, DateTimeOffset ReportBy, int? HoursLeft,
    DateTimeOffset? ReportedAt, string? ReportedTo, int People, int Children, int Untold, string By);

/// <summary>A breach as somebody concerned reads it.</summary>
internal sealed record MyBreach(Guid Id) : IQuery<BreachForMe>;

/// <summary>What happened, what it may mean, what was done.</summary>
internal sealed record BreachForMe(string What, IReadOnlyList<PersonalField> Fields, string Harm, string Measures, DateTimeOffset KnownAt);

/// <summary>The authority was told.</summary>
/// <param name="To">Which, and under which number, 2–200 characters.</param>
internal sealed record ReportBreach(string? To) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>The breach.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (To?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("to", "to_missing", "请写明报告给哪个部门（2–200 个字）。", "Say which authority was told (2–200 characters).");
    }
}

internal sealed class ReadBreachesHandler(LinliDb db, CurrentCaller current, TimeProvider time)
    : IHandler<ListBreaches, IReadOnlyList<BreachLine>>, IHandler<MyBreach, BreachForMe>, IHandler<ReportBreach, Done>, IUseCase
{
    private ScopeSet Mine => current.Value.ScopesFor(PeoplePermissions.Privacy);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/privacy/breaches", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListBreaches(), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Breaches with their clocks");
        api.MapPost("/privacy/breaches/{id:guid}/reported", (Guid id, ReportBreach request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("The authority was told");
        api.MapGet("/me/data/breaches/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyBreach(id), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("A breach that concerns me or my child");
    }

    public async Task<Result<IReadOnlyList<BreachLine>>> Handle(ListBreaches request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var rows = await db.Scoped<Breach>(Mine).AsNoTracking().OrderByDescending(b => b.At).ToListAsync(cancel);
        var ids = rows.ConvertAll(b => b.Id);
        var counts = await db.Records<BreachPerson>().Where(p => ids.Contains(p.BreachId)).GroupBy(p => p.BreachId)
            .Select(g => new { g.Key, All = g.Count(), Children = g.Count(p => p.OfChild), Untold = g.Count(p => !p.Told) }).ToDictionaryAsync(g => g.Key, cancel);
        return rows.ConvertAll(b => new BreachLine(
            b.Id, b.What, PersonalFields.Parse(b.Fields), b.KnownAt, BreachRules.ReportBy(b.KnownAt), BreachRules.HoursLeft(b, now), b.ReportedAt, b.ReportedTo,
            counts.GetValueOrDefault(b.Id)?.All ?? 0, counts.GetValueOrDefault(b.Id)?.Children ?? 0, counts.GetValueOrDefault(b.Id)?.Untold ?? 0, b.RecordedByName));
    }

    public async Task<Result<BreachForMe>> Handle(MyBreach request, CancellationToken cancel)
    {
        var (self, now) = (current.Value.Person, Clock.Now(time));
        var concerned = await db.Records<BreachPerson>().AnyAsync(
            p => p.BreachId == request.Id && (p.PersonId == self
                || db.Records<Guardianship>().Any(g => g.ChildId == p.PersonId && g.GuardianId == self && g.From <= now && (g.To == null || g.To > now))), cancel);
        var breach = concerned ? await db.Unfiltered<Breach>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == request.Id, cancel) : null;
        return breach is null
            ? Problem.NotFound("breach_not_found", "没有找到这条通知。", "This notice was not found.")
            : new BreachForMe(breach.What, PersonalFields.Parse(breach.Fields), breach.Harm, breach.Measures, breach.KnownAt);
    }

    public async Task<Result<Done>> Handle(ReportBreach request, CancellationToken cancel)
    {
        if (await db.Scoped<Breach>(Mine).SingleOrDefaultAsync(b => b.Id == request.Id, cancel) is not { } breach)
            return Problem.NotFound("breach_not_found", "没有找到这条记录。", "This record was not found.");
        if (breach.ReportedAt is not null)
            return Problem.Conflict("breach_reported", "已登记过报告时间。", "That the authority was told is recorded already.");
        (breach.ReportedAt, breach.ReportedTo) = (Clock.Now(time), request.To!.Trim());
        return Done.It;
    }
}
