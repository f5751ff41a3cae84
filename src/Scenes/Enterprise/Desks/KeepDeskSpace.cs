using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Lends a space of the ledger desk by desk (开设共享办公), or changes how. Days that can be booked already keep their number of desks.</summary>
/// <param name="HotDesks">Desks lent by the half-day, 1 to 500.</param>
/// <param name="FixedDesks">Desks lent by the month, 0 to 500; only free ones can be taken away.</param>
/// <param name="GuestFen">What half a day costs whoever is no member, in fen.</param>
/// <param name="From">Begin of the day, local time.</param>
/// <param name="Noon">Where its second half begins.</param>
/// <param name="Until">Its end.</param>
/// <param name="About">What people read, at most 500 characters.</param>
internal sealed record KeepDeskSpace(int HotDesks, int FixedDesks, long GuestFen, TimeOnly From, TimeOnly Noon, TimeOnly Until, string? About = null) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Code of the space in the ledger.</summary>
    [JsonIgnore]
    public string Space { get; init; } = "";

    public string? AuditSubject => Space;

    public IEnumerable<Problem> Problems()
    {
        if (HotDesks is < 1 or > 500)
            yield return Problem.Invalid("hotDesks", "enterprise.desks", "流动工位为 1–500 个。", "There are 1 to 500 hot desks.");
        if (FixedDesks is < 0 or > 500)
            yield return Problem.Invalid("fixedDesks", "enterprise.desks", "固定工位为 0–500 个。", "There are 0 to 500 fixed desks.");
        if (Noon <= From || Until <= Noon)
            yield return Problem.Invalid("noon", "enterprise.half_days", "上午、下午的时间应依次在后。", "The day begins, then its second half, then it ends.");
        foreach (var problem in FirmProblems.Price("guestFen", GuestFen).Concat(FirmProblems.Text("about", About, 0, 500)))
            yield return problem;
    }
}

internal sealed class KeepDeskSpaceHandler(LinliDb db, ILentSpaces ledger, IBookings bookings, DeskPlanner planner, CurrentCaller current, TimeProvider time) : IHandler<KeepDeskSpace, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/desks/{space}", (string space, KeepDeskSpace request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Space = space }, cancel))
            .Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("Lend a space of the ledger desk by desk 开设共享办公");

    public async Task<Result<Done>> Handle(KeepDeskSpace request, CancellationToken cancel)
    {
        if (!(await ledger.Find([request.Space], cancel)).TryGetValue(request.Space, out var found) || !current.Value.May(EnterprisePermissions.Desks, found.Place))
            return Problem.NotFound("enterprise.no_space", "空间台账里没有这处空间，或不在您的范围内。", "The space ledger has no such space, or it is not yours.");
        await db.LockUntilCommit($"desks {found.Code}", cancel);
        // Of a space that the caller keeps.
        var space = await db.Unfiltered<DeskSpace>().SingleOrDefaultAsync(s => s.Code == found.Code, cancel);
        if (space is null)
            db.Insert(space = new()
            {
                Code = found.Code, Scope = found.Place.Value, NameZh = found.Name.Zh, NameEn = found.Name.En, HotDesks = 1, GuestFen = 0, From = request.From, Noon = request.Noon, Until = request.Until,
            });
        (space.Scope, space.NameZh, space.NameEn, space.About) = (found.Place.Value, found.Name.Zh, found.Name.En, FirmProblems.CleanOrNothing(request.About, 500));
        (space.HotDesks, space.GuestFen, space.From, space.Noon, space.Until) = (request.HotDesks, request.GuestFen, request.From, request.Noon, request.Until);
        if (await Count(space, request.FixedDesks, cancel) is { } taken)
            return taken;
        var kept = await bookings.Keep(Plan(space), cancel);
        if (!kept.Ok)
            return kept.As<Done>();
        space.Offering = kept.Value;
        return await planner.Plan(space, DeskRules.HorizonDays, cancel) is { } refused ? refused : Done.It;
    }

    /// <summary>The offering of the hot desks.</summary>
    public static OfferingPlan Plan(DeskSpace space) =>
        new(DeskRules.DeskKind, ScopePath.Parse(space.Scope, null), ($"{space.NameZh} · 流动工位", $"{space.NameEn}: hot desk"), DeskParts.Desk.Terms with { Prices = space.GuestFen == 0 ? [] : [new(space.GuestFen)] })
        {
            Id = space.Offering == default ? null : space.Offering, About = space.About, Subject = $"desks:{space.Code}", Capacity = space.HotDesks, Operator = DeskBook.OperatorOf(space.Code),
        };

    private async Task<Problem?> Count(DeskSpace space, int wanted, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        var desks = await db.Unfiltered<FixedDesk>().Where(d => d.Space == space.Code && d.Gone == null).OrderByDescending(d => d.Number).ToListAsync(cancel);
        // One that is taken away stays in the figures of the months it was there.
        foreach (var surplus in desks.Where(d => d.Membership is null).Take(Math.Max(0, desks.Count - wanted)))
            surplus.Gone = today;
        if (desks.Count(d => d.Membership is not null) > wanted)
            return Problem.Conflict("enterprise.desks_taken", "有人在用的固定工位比这多，请等到期后再减。", "More fixed desks than that are taken: take them away when their memberships end.");
        var free = new Queue<int>(Enumerable.Range(1, 1000).Except(desks.Select(d => d.Number)));
        for (var i = desks.Count; i < wanted; i++)
            db.Insert(new FixedDesk { Id = Guid.CreateVersion7(now), Space = space.Code, Scope = space.Scope, Number = free.Dequeue(), Since = today });
        return null;
    }
}
