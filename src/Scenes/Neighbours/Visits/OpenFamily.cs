using System.Text.Json;
using Linli.People;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>A family of a round: that visits took place is for the office, who it is for those who look after it.</summary>
internal sealed record OpenVisitFamily(Guid Id) : IQuery<FamilyDetail>;

/// <summary>A family.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Plan">The round.</param>
/// <param name="PlanName">Its name.</param>
/// <param name="Name">Full name; only for those who look after the family, and the view is logged.</param>
/// <param name="Home">Label of the home, likewise.</param>
/// <param name="Mine">Whether the caller looks after it.</param>
/// <param name="NeedsApproval">Of a child under 14: nobody else has approved yet that the caller looks after it, so the name is masked.</param>
/// <param name="Closed">Whether the round was closed.</param>
/// <param name="Gift">What is brought along.</param>
/// <param name="DueOn">By which local day.</param>
/// <param name="NextOn">The next visit agreed on.</param>
/// <param name="Items">The check-list.</param>
/// <param name="Visits">What took place, the newest first.</param>
internal sealed record FamilyDetail(
    Guid Id, Guid Plan, string PlanName, string? Name, string? Home, bool Mine, bool NeedsApproval, bool Closed, string? Gift, DateOnly DueOn, DateOnly? NextOn,
    IReadOnlyList<CheckLine> Items, IReadOnlyList<VisitLine> Visits);

/// <summary>That a visit took place.</summary>
internal sealed record VisitLine(Guid Id, DateTimeOffset At, string By, bool GiftGiven, DateOnly? NextOn, string? CaseNumber, bool Wish);

/// <summary>What was noted at a visit. Others than those who look after the family are refused, and the attempt is logged.</summary>
internal sealed record ReadVisitNotes(Guid Visit) : IQuery<VisitNotes>;

/// <summary>Answers and notes.</summary>
internal sealed record VisitNotes(Guid Visit, IReadOnlyList<CheckAnswer> Answers, string? Notes);

internal sealed class OpenFamilyHandler(LinliDb db, VisitDesk desk, ICareLists care, IPeople people, IDisclosure disclosure, FieldCipher cipher)
    : IHandler<OpenVisitFamily, FamilyDetail>, IHandler<ReadVisitNotes, VisitNotes>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/visits/families/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenVisitFamily(id), cancel))
            .Needs(NeighboursPermissions.Visits).WithTags("visits").WithSummary("A family of a round");
        api.MapGet("/visits/{id:guid}/notes", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadVisitNotes(id), cancel))
            .Needs(NeighboursPermissions.Visits).WithTags("visits").WithSummary("What was noted at a visit: assigned workers only, logged");
    }

    public async Task<Result<FamilyDetail>> Handle(OpenVisitFamily request, CancellationToken cancel)
    {
        if (await desk.Families().AsNoTracking().SingleOrDefaultAsync(f => f.Id == request.Id, cancel) is not { } family)
            return VisitProblems.NoFamily;
        var plan = await db.Unfiltered<VisitPlan>().AsNoTracking().SingleAsync(p => p.Id == family.Plan, cancel);
        var mine = await desk.IsMine(family, cancel);
        var wish = Wish(family, $"走访：{plan.Name}");
        // To visit a child under 14 nobody needs to be refused; name and home stay closed until somebody else has approved.
        var known = mine && await disclosure.Would(wish, cancel);
        if (known && await disclosure.Allow(wish, cancel) is { Ok: false } unlogged)
            return unlogged.As<FamilyDetail>();
        var items = await db.Records<CheckItem>().AsNoTracking().Where(i => i.Plan == plan.Id).OrderBy(i => i.Order).ToListAsync(cancel);
        var visits = await db.Records<Visit>().AsNoTracking().Where(v => v.Family == family.Id).OrderByDescending(v => v.VisitedAt).ToListAsync(cancel);
        var names = await people.NamesOf([.. visits.Select(v => v.By).Distinct()], cancel);
        var person = mine ? await care.NamesOf([family.Person], masked: !known, cancel) : null;
        return new FamilyDetail(
            family.Id, plan.Id, plan.Name, person?.GetValueOrDefault(family.Person), known ? family.Home : null, mine, mine && !known, plan.ClosedAt is not null, plan.Gift, family.DueOn, family.NextOn,
            items.ConvertAll(i => new CheckLine(i.Code, i.LabelZh, i.LabelEn, i.ChoicesZh, i.ChoicesEn, i.Required)),
            visits.ConvertAll(v => new VisitLine(v.Id, v.VisitedAt, names.GetValueOrDefault(v.By, "–"), v.GiftGiven, v.NextOn, mine ? v.CaseNumber : null, v.Wish is not null)));
    }

    public async Task<Result<VisitNotes>> Handle(ReadVisitNotes request, CancellationToken cancel)
    {
        var visit = await db.Records<Visit>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == request.Visit, cancel);
        var family = visit is null ? null : await db.Unfiltered<VisitFamily>().AsNoTracking().SingleAsync(f => f.Id == visit.Family, cancel);
        if (visit is null || family is null)
            return VisitProblems.NoFamily;
        if (!await desk.IsMine(family, cancel))
        {
            var why = await desk.Families().AnyAsync(f => f.Id == family.Id, cancel) ? VisitProblems.NotAssigned : VisitProblems.NoFamily;
            return await disclosure.Refuse(Wish(family, "查看走访记录 Notes of a visit"), why, cancel);
        }

        var seen = await disclosure.Allow(Wish(family, "查看走访记录 Notes of a visit"), cancel);
        if (!seen.Ok)
            return seen.As<VisitNotes>();
        return new VisitNotes(
            visit.Id, JsonSerializer.Deserialize<List<CheckAnswer>>(cipher.Open(visit.Answers), Json.Options) ?? [], visit.Notes is { } notes ? cipher.Open(notes) : null);
    }

    private static DisclosureWish Wish(VisitFamily family, string reason) => new(family.Person, [PersonalField.Health, PersonalField.Home], reason, null) { InCare = true };
}
