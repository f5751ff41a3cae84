using System.Text.Json.Serialization;
using System.Text.Json;
using Linli.Cases.Report;
using Linli.Cases;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.Neighbours.Visits;

/// <summary>Records a visit: the check-list, notes for those who look after the family, needs that become a case or a wish, and when to come again.</summary>
/// <param name="VisitedAt">When the worker was there; now when left out.</param>
/// <param name="Answers">To the check-list; encrypted.</param>
/// <param name="Notes">At most 2,000 characters; encrypted, and read by those who look after the family only.</param>
/// <param name="GiftGiven">Whether the gift was handed over.</param>
/// <param name="NextOn">Local day of the next visit, within a year.</param>
/// <param name="Need">A need that others shall see to, 2–500 characters without names: it becomes a case.</param>
/// <param name="Wish">A wish that was heard, 2–200 characters without names.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record RecordVisit(
    DateTimeOffset? VisitedAt = null, IReadOnlyList<CheckAnswer>? Answers = null, string? Notes = null, bool GiftGiven = false, DateOnly? NextOn = null,
    string? Need = null, string? Wish = null, string? IdempotencyKey = null) : ICommand<VisitRecorded>, IValidated, IRepeatable, IAudited
{
    /// <summary>Which family.</summary>
    [JsonIgnore]
    public Guid Family { get; init; }

    public string? AuditSubject => Family.ToString();

    object IRepeatable.Wish => this;

    public IEnumerable<Problem> Problems()
    {
        if (Answers?.Any(a => a is null || a.Code is null) == true)
            yield return Problem.Invalid("answers", "visits.answers", "每个回答都要写明是哪一项。", "Each answer names its line.");
        if (Notes?.Length > 2000)
            yield return Problem.Invalid("notes", "visits.notes_length", "备注最多 2000 个字。", "Notes have at most 2,000 characters.");
        if (!string.IsNullOrWhiteSpace(Need) && VisitRules.Text(Need, 500, "need", "请说明需求，不写姓名", "Describe the need without names") is { } need)
            yield return need;
        if (!string.IsNullOrWhiteSpace(Wish) && Friends.MeetingRules.Shown(Wish, 2, 200, "wish", "请说明心愿，不写姓名和联系方式", "Describe the wish without names and contacts") is { } wish)
            yield return wish;
    }
}

/// <summary>A visit that was recorded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CaseNumber">Number of the case the need became.</param>
/// <param name="Visited">How many of the round are visited now.</param>
/// <param name="Families">Of how many.</param>
internal sealed record VisitRecorded(Guid Id, string? CaseNumber, int Visited, int Families);

internal sealed class RecordVisitHandler(LinliDb db, VisitDesk desk, IScopeTree tree, UseCaseRunner runner, FieldCipher cipher, IOptions<NeighboursOptions> options) : IHandler<RecordVisit, VisitRecorded>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/visits/families/{id:guid}/visits", (Guid id, RecordVisit request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Family = id }, cancel))
            .Needs(NeighboursPermissions.Visits).WithTags("visits").WithSummary("Record a visit 走访记录");

    public async Task<Result<VisitRecorded>> Handle(RecordVisit request, CancellationToken cancel)
    {
        if (await desk.Families().SingleOrDefaultAsync(f => f.Id == request.Family, cancel) is not { } family)
            return VisitProblems.NoFamily;
        if (!await desk.IsMine(family, cancel))
            return Problem.Forbidden("visits.not_yours", "这户由别的社工负责；请先在计划里交接。", "Another worker visits this family: have it handed over first.");
        var plan = await db.Unfiltered<VisitPlan>().SingleAsync(p => p.Id == family.Plan, cancel);
        var (now, at) = (desk.Now, Clock.ToMicroseconds(request.VisitedAt ?? desk.Now));
        // Two devices, or two forms filled in without a connection, may hold the same visit: it took place once.
        await db.LockUntilCommit($"visits.{family.Id}", cancel);
        if (request.VisitedAt is not null && await db.Records<Visit>().AsNoTracking().FirstOrDefaultAsync(v => v.Family == family.Id && v.By == desk.Me && v.VisitedAt == at, cancel) is { } known)
            return await Counted(known, plan, false, cancel);
        // What took place before the round was closed still counts when the phone finds a connection later.
        if (plan.ClosedAt is { } closed && family.NextOn is null && at > closed)
            return VisitProblems.Closed;
        if (at > now.AddMinutes(5) || LocalTime.DateOf(at) < plan.StartOn)
            return Problem.Invalid("visitedAt", "visits.visited_at", "走访时间须在计划开始之后，且不晚于现在。", "The visit lies after the start of the round, and not in the future.");
        if (request.NextOn is { } next && (next <= desk.Today || next > desk.Today.AddYears(1)))
            return Problem.Invalid("nextOn", "visits.next_on", "下次走访须在明天到一年之内。", "The next visit lies between tomorrow and a year from now.");
        var items = await db.Records<CheckItem>().AsNoTracking().Where(i => i.Plan == plan.Id).OrderBy(i => i.Order).ToListAsync(cancel);
        var answers = request.Answers ?? [];
        if (VisitRules.Answers(items, answers).ToList() is { Count: > 0 } wrong)
            return Result<VisitRecorded>.Fail(wrong);
        var opened = await OpenCase(family, request, cancel);
        if (!opened.Ok)
            return Result<VisitRecorded>.Fail([.. opened.Problems.Select(p => p with { Field = "need" })]);
        var wish = HeardWish(family, plan, request, now);
        var visit = new Visit
        {
            Id = Guid.CreateVersion7(now), Family = family.Id, By = desk.Me, VisitedAt = at, RecordedAt = now,
            Answers = cipher.Seal(JsonSerializer.Serialize(answers.Where(a => !string.IsNullOrWhiteSpace(a.Value)), Json.Options)),
            Notes = VisitRules.Clean(request.Notes, 2000) is { Length: > 0 } notes ? cipher.Seal(notes) : null, GiftGiven = request.GiftGiven, NextOn = request.NextOn,
            CaseNumber = opened.Value.Number, Wish = wish,
        };
        db.Records<Visit>().Add(visit);
        var first = family.VisitedAt is null;
        (family.VisitedAt, family.NextOn, family.Reminded) = (family.VisitedAt ?? at, request.NextOn, null);
        return await Counted(visit, plan, first, cancel);
    }

    private async Task<VisitRecorded> Counted(Visit visit, VisitPlan plan, bool first, CancellationToken cancel)
    {
        var counts = await db.Unfiltered<VisitFamily>().Where(f => f.Plan == plan.Id).GroupBy(f => f.Plan)
            .Select(g => new { All = g.Count(), Visited = g.Count(f => f.VisitedAt != null) }).SingleAsync(cancel);
        return new VisitRecorded(visit.Id, visit.CaseNumber, counts.Visited + (first ? 1 : 0), counts.All);
    }

    // The case carries the worker's own words and no name: whoever has to know more asks the worker.
    private async Task<Result<Opened>> OpenCase(VisitFamily family, RecordVisit request, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Need))
            return new Opened(null);
        var community = tree.CommunityOf(ScopePath.Parse(family.Scope, null));
        var opened = await runner.Run(new ReportCase { Channel = CaseChannel.Steward, Category = options.Value.NeedCategory, Text = VisitRules.Clean(request.Need, 500), Community = community?.Code }, cancel);
        return opened.Ok ? new Opened(opened.Value.Number) : opened.As<Opened>();
    }

    private Guid? HeardWish(VisitFamily family, VisitPlan plan, RecordVisit request, DateTimeOffset now)
    {
        if (VisitRules.Clean(request.Wish, 200) is not { Length: > 0 } text)
            return null;
        var wish = new Wish
        {
            Id = Guid.CreateVersion7(now), Person = family.Person, Group = plan.Group, Scope = family.Scope, Grid = family.Grid, Text = cipher.Seal(text), PublicText = text,
            State = WishState.Verified, StatedBy = desk.Me, At = now, DecidedBy = desk.Me, DecidedAt = now,
        };
        db.Insert(wish);
        return wish.Id;
    }

    private sealed record Opened(string? Number);
}
