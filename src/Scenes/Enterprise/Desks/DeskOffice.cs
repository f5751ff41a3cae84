using System.Globalization;
using Linli.Bookings;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Spaces of the caller with their memberships, for the desk; names masked.</summary>
internal sealed record DeskOffice : IQuery<IReadOnlyList<OfficeSpace>>;

/// <summary>A space as staff see it.</summary>
internal sealed record OfficeSpace(
    string Code, Phrase Name, int HotDesks, long GuestFen, TimeOnly From, TimeOnly Noon, TimeOnly Until, string? About, IReadOnlyList<OfficeDesk> Desks, IReadOnlyList<OfficeRoom> Rooms, IReadOnlyList<PlanLine> Plans,
    IReadOnlyList<OfficeMembership> Memberships, IReadOnlyList<SessionView> Today);

/// <summary>A fixed desk.</summary>
internal sealed record OfficeDesk(int Number, string? Team);

/// <summary>A meeting room.</summary>
internal sealed record OfficeRoom(Guid Id, Phrase Name, int Seats, long GuestFen, TimeOnly From, TimeOnly Until, bool Open, IReadOnlyList<SessionView> Today);

/// <summary>A membership or an application.</summary>
internal sealed record OfficeMembership(
    Guid Id, string Team, string Owner, string Purpose, Phrase Plan, PlanKind Kind, MembershipState State, DateOnly Wished, DateOnly? From, DateOnly? Until, bool Leaving, int? Desk, int People, DateTimeOffset At, DateTimeOffset? PayBefore);

/// <summary>How desks and rooms were used in a month (利用率), counted from what was booked: asked again it says the same.</summary>
/// <param name="Space">Code of the space.</param>
/// <param name="Month">Year and month, <c>202611</c>.</param>
internal sealed record ReadUtilisation(string Space, int Month) : IQuery<IReadOnlyList<UtilisationLine>>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (DeskRules.MonthFault(Month) is { } fault)
            yield return fault;
    }
}

/// <summary>One resource in a month.</summary>
/// <param name="Resource">What.</param>
/// <param name="IsDays">Whether it is counted in days, as fixed desks are, instead of hours.</param>
/// <param name="Capacity">Hours or days there were.</param>
/// <param name="Booked">Of them booked.</param>
/// <param name="Attended">Of them used by somebody who checked in; <c>null</c> for fixed desks.</param>
/// <param name="Bookings">How many bookings, or memberships.</param>
internal sealed record UtilisationLine(Phrase Resource, bool IsDays, decimal Capacity, decimal Booked, decimal? Attended, int Bookings)
{
    /// <summary>Booked of what there was, in percent.</summary>
    public decimal Percent => Capacity == 0 ? 0 : Math.Round(100 * Booked / Capacity, 1);
}

internal sealed class DeskOfficeHandler(LinliDb db, IBookings bookings, IBookingLists lists, IPeople people, CurrentCaller current, TimeProvider time)
    : IHandler<DeskOffice, IReadOnlyList<OfficeSpace>>, IHandler<ReadUtilisation, IReadOnlyList<UtilisationLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/desks/office", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskOffice(), cancel)).Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("Spaces with their memberships, names masked");
        api.MapGet("/desks/{space}/utilisation/{month:int}", (string space, int month, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadUtilisation(space, month), cancel))
            .Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("How desks and rooms were used in a month 利用率");
        api.MapGet("/desks/{space}/utilisation/{month:int}.csv", Csv).Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("The same as CSV");
    }

    public async Task<Result<IReadOnlyList<OfficeSpace>>> Handle(DeskOffice request, CancellationToken cancel)
    {
        var spaces = await db.Scoped<DeskSpace>(current.Value.ScopesFor(EnterprisePermissions.Desks)).AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel);
        var codes = spaces.ConvertAll(s => s.Code);
        // Of spaces that the caller keeps.
        var desks = (await db.Unfiltered<FixedDesk>().AsNoTracking().Where(d => codes.Contains(d.Space) && d.Gone == null).OrderBy(d => d.Number).ToListAsync(cancel)).ToLookup(d => d.Space);
        var rooms = (await db.Unfiltered<MeetingRoom>().AsNoTracking().Where(r => codes.Contains(r.Space)).OrderBy(r => r.Id).ToListAsync(cancel)).ToLookup(r => r.Space);
        var plans = await db.Unfiltered<DeskPlan>().AsNoTracking().Where(p => codes.Contains(p.Space)).OrderBy(p => p.FeeFen).ToListAsync(cancel);
        var memberships = await db.Unfiltered<Membership>().AsNoTracking().Where(m => codes.Contains(m.Space))
            // Those that are over never push a living one, and its desk, off the list.
            .OrderBy(m => !DeskBook.Alive.Contains(m.State)).ThenByDescending(m => m.At).Take(300).ToListAsync(cancel);
        var ids = memberships.ConvertAll(m => m.Id);
        var heads = await db.Unfiltered<TeamMember>().Where(t => ids.Contains(t.Membership) && t.LeftAt == null).GroupBy(t => t.Membership).Select(g => new { g.Key, All = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.All, cancel);
        var names = await people.NamesOf([.. memberships.Select(m => m.Account).Distinct()], cancel);
        var today = LocalTime.Today(time);
        var sessions = (await bookings.Sessions([.. spaces.Select(s => s.Offering), .. rooms.SelectMany(r => r).Select(r => r.Offering)], LocalTime.StartOfDay(today), LocalTime.EndOfDay(today), cancel))
            .Where(s => s.State != SessionState.Cancelled).ToLookup(s => s.Offering);
        return spaces.ConvertAll(s => new OfficeSpace(
            s.Code, s.Name, s.HotDesks, s.GuestFen, s.From, s.Noon, s.Until, s.About, [.. desks[s.Code].Select(d => new OfficeDesk(d.Number, memberships.Find(m => m.Id == d.Membership)?.Team))],
            [.. rooms[s.Code].Select(r => new OfficeRoom(r.Id, r.Name, r.Seats, r.GuestFen, r.From, r.Until, r.Open, [.. sessions[r.Offering]]))], [.. plans.Where(p => p.Space == s.Code).Select(ReadDesksHandler.Line)],
            [.. memberships.Where(m => m.Space == s.Code).Select(m => new OfficeMembership(
                m.Id, m.Team, names.GetValueOrDefault(m.Account) ?? "—", m.Purpose, plans.Find(p => p.Id == m.Plan)!.Name, m.Kind, m.State, m.Wished, m.From, m.Until, m.Leaving, m.Desk, heads.GetValueOrDefault(m.Id), m.At, m.PayBefore))],
            [.. sessions[s.Offering]]));
    }

    public async Task<Result<IReadOnlyList<UtilisationLine>>> Handle(ReadUtilisation request, CancellationToken cancel)
    {
        if (await db.Scoped<DeskSpace>(current.Value.ScopesFor(EnterprisePermissions.Desks)).AsNoTracking().SingleOrDefaultAsync(s => s.Code == request.Space, cancel) is not { } space)
            return FirmProblems.NoSpace;
        var (first, last) = DeskRules.DaysOf(request.Month);
        // Of a space that the caller keeps.
        var rooms = await db.Unfiltered<MeetingRoom>().AsNoTracking().Where(r => r.Space == space.Code).OrderBy(r => r.Id).ToListAsync(cancel);
        List<(Phrase Name, OfferingId Offering)> resources = [(("流动工位", "Hot desks"), space.Offering), .. rooms.Select(r => (r.Name, r.Offering))];
        var offerings = resources.ConvertAll(r => r.Offering);
        var sessions = (await bookings.Sessions(offerings, LocalTime.StartOfDay(first), LocalTime.EndOfDay(last), cancel)).Where(s => s.State != SessionState.Cancelled && s.Day >= first && s.Day <= last).ToLookup(s => s.Offering);
        var booked = (await lists.On(offerings, cancel)).Where(r => r.State is ReservationState.Confirmed or ReservationState.Attended or ReservationState.NoShow && LocalTime.DateOf(r.Start) is var day && day >= first && day <= last).ToLookup(r => r.Offering);
        var lines = resources.ConvertAll(r => new UtilisationLine(
            r.Name, false, sessions[r.Offering].Sum(s => Hours(s.Start, s.End) * s.Capacity), booked[r.Offering].Sum(b => Hours(b.Start, b.End) * b.Party),
            booked[r.Offering].Where(b => b.State == ReservationState.Attended).Sum(b => Hours(b.Start, b.End) * b.Party), booked[r.Offering].Count()));
        lines.Add(await Fixed(space, first, last, cancel));
        return lines;
    }

    private async Task<UtilisationLine> Fixed(DeskSpace space, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        // Days that have not come are neither free nor taken.
        last = LocalTime.Today(time) is var today && today < last ? today : last;
        var desks = await db.Unfiltered<FixedDesk>().AsNoTracking().Where(d => d.Space == space.Code && d.Since <= last && (d.Gone == null || d.Gone > first)).ToListAsync(cancel);
        var terms = await db.Unfiltered<MembershipTerm>().AsNoTracking().Where(t => t.Space == space.Code && t.From <= last && t.Until >= first && db.Unfiltered<Membership>().Any(m => m.Id == t.Membership && m.Kind == PlanKind.Fixed)).ToListAsync(cancel);
        return new(
            ("固定工位", "Fixed desks"), true, desks.Sum(d => DeskRules.DaysWithin(d.Since, d.Gone?.AddDays(-1) ?? last, first, last)), terms.Sum(t => DeskRules.DaysWithin(t.From, t.Until, first, last)), null, terms.Select(t => t.Membership).Distinct().Count());
    }

    private static decimal Hours(DateTimeOffset from, DateTimeOffset until) => (int)(until - from).TotalMinutes / 60m;

    private static async Task<IResult> Csv(string space, int month, UseCaseRunner run, CancellationToken cancel)
    {
        var found = await run.Ask(new ReadUtilisation(space, month), cancel);
        if (!found.Ok)
            return ProblemResults.From(found.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = TableWriter.Csv(output);
                await table.WriteHeaderAsync(["月份", "资源", "单位", "可用", "已预约", "已到场", "利用率（%）", "预约数"]);
                foreach (var line in found.Value)
                    await table.WriteRowAsync([month, line.Resource.Zh, line.IsDays ? "工位天" : "小时", line.Capacity, line.Booked, line.Attended, line.Percent, line.Bookings]);
                await table.CompleteAsync();
            },
            "text/csv; charset=utf-8", $"utilisation-{space}-{month.ToString(CultureInfo.InvariantCulture)}.csv");
    }
}
