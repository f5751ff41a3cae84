using Linli.Hall.Queue;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Counter;

/// <summary>Halls where the caller works.</summary>
internal sealed record MyHalls : IQuery<IReadOnlyList<HallLine>>;

/// <summary>A hall as everybody may see it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Address">Where.</param>
/// <param name="Hours">When it is open.</param>
/// <param name="Phone">Its telephone.</param>
/// <param name="Around">What else there is.</param>
/// <param name="Offering">Id of the offering of appointments.</param>
/// <param name="Sites">Its rooms elsewhere.</param>
/// <param name="Mine">Whether the caller works there.</param>
internal sealed record HallLine(string Code, Phrase Name, string Address, string Hours, string? Phone, IReadOnlyList<Phrase> Around, Guid? Offering, IReadOnlyList<SiteLine> Sites, bool Mine)
{
    /// <summary>How many wait in it now.</summary>
    public int Waiting { get; init; }
}

/// <summary>A room elsewhere.</summary>
internal sealed record SiteLine(string Code, Phrase Name, string Address);

/// <summary>A counter as its clerk sees it.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter; the caller's own when left out.</param>
internal sealed record ReadCounter(string? Hall, int? Number = null) : IQuery<CounterView>;

/// <summary>The counter.</summary>
/// <param name="Hall">Name of the hall.</param>
/// <param name="HallCode">Its code.</param>
/// <param name="Counters">All counters with who sits there.</param>
/// <param name="Mine">Number of the one the caller sits at.</param>
/// <param name="Current">Who stands there.</param>
/// <param name="Next">Who comes next.</param>
/// <param name="Waiting">How many wait for this counter's purpose.</param>
/// <param name="Missed">How many may come back.</param>
/// <param name="MostCalls">After so many calls somebody counts as absent.</param>
/// <param name="Helpers">Colleagues who may help somebody from beginning to end.</param>
internal sealed record CounterView(
    Phrase Hall, string HallCode, IReadOnlyList<CounterLine> Counters, int? Mine, CurrentTicket? Current, IReadOnlyList<NextTicket> Next, int Waiting, int Missed, int MostCalls, IReadOnlyList<HelperLine> Helpers)
{
    /// <summary>Whether the room has a counter for questions to send somebody to.</summary>
    public bool AsksElsewhere { get; init; }
}

/// <summary>One counter.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind">What it is for besides.</param>
/// <param name="Site">In which room.</param>
/// <param name="Clerk">Who sits there.</param>
/// <param name="Ticket">Who stands there.</param>
/// <param name="Mine">Whether the caller may sit there.</param>
internal sealed record CounterLine(int Number, CounterKind Kind, Phrase? Site, string? Clerk, string? Ticket, bool Mine);

/// <summary>Who stands there.</summary>
internal sealed record CurrentTicket(Guid Id, string Number, string? Name, Lane Lane, PriorityReason? Priority, TicketState State, int Calls, DateTimeOffset TakenAt, string? Item, IReadOnlyList<string> Ready, IReadOnlyList<string> Shared, IReadOnlyList<Guid> Matters);

/// <summary>Who waits.</summary>
internal sealed record NextTicket(string Number, string? Name, Lane Lane, PriorityReason? Priority, DateTimeOffset TakenAt, bool SentHere);

/// <summary>A colleague.</summary>
internal sealed record HelperLine(Guid Account, string Name);

internal sealed class ReadCounterHandler(LinliDb db, HallDesk desk, IPeople people) : IHandler<MyHalls, IReadOnlyList<HallLine>>, IHandler<ReadCounter, CounterView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/halls", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyHalls(), cancel)).Needs(Platform.Security.Access.Public).WithTags("Hall").WithSummary("Halls 政务大厅");
        api.MapGet("/halls/{hall}/counter", (string hall, int? number, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadCounter(hall, number), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("A counter as its clerk sees it 窗口工作台");
    }

    public async Task<Result<IReadOnlyList<HallLine>>> Handle(MyHalls request, CancellationToken cancel)
    {
        var today = desk.Today;
        // Halls are public.
        var halls = await db.Unfiltered<HallRow>().AsNoTracking().OrderBy(h => h.Code).ToListAsync(cancel);
        var sites = (await db.Records<SiteRow>().AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel)).ToLookup(s => s.Hall);
        var waiting = await db.Unfiltered<TicketRow>().Where(t => t.Day == today && t.State == TicketState.Waiting).GroupBy(t => t.Hall).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return halls.ConvertAll(h => new HallLine(
            h.Code, h.Name, h.Address, h.Hours, h.Phone, [.. h.Around.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Both)], h.Offering?.Value,
            [.. sites[h.Id].Select(s => new SiteLine(s.Code, s.Name, s.Address))], desk.Works(h, sites[h.Id].Select(s => s.Scope), HallPermissions.Counter))
        { Waiting = waiting.GetValueOrDefault(h.Id) });
    }

    public async Task<Result<CounterView>> Handle(ReadCounter request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoHall;
        var today = desk.Today;
        var all = await db.Unfiltered<CounterRow>().AsNoTracking().Where(c => c.Hall == hall.Id).OrderBy(c => c.Number).ToListAsync(cancel);
        // Where the caller may sit; they see the others only as counters to send somebody to.
        var counters = all.FindAll(c => desk.Caller.May(HallPermissions.Counter, c.Scope));
        var queues = new Queues(all);
        var sites = await db.Records<SiteRow>().AsNoTracking().Where(s => s.Hall == hall.Id).ToDictionaryAsync(s => s.Code, s => s.Name, cancel);
        var tickets = await db.Unfiltered<TicketRow>().AsNoTracking().Where(t => t.Hall == hall.Id && t.Day == today
            && (t.State == TicketState.Waiting || t.State == TicketState.Called || t.State == TicketState.Serving || t.State == TicketState.Absent)).ToListAsync(cancel);
        var clerks = await people.NamesOf([.. all.Select(c => c.Clerk).OfType<Guid>()], cancel);
        var mine = counters.Find(c => c.Clerk is not null && c.Clerk == desk.Caller.Account && (request.Number is null || c.Number == request.Number));
        var seen = mine ?? counters.Find(c => c.Number == request.Number) ?? counters.FirstOrDefault();
        var waiting = tickets.FindAll(t => t.State == TicketState.Waiting);
        waiting.ForEach(t => t.Lane = TicketRules.LaneAt(t, desk.Now));
        var inOrder = seen is null ? [] : HallDesk.InOrder(
            hall, queues, await db.Records<QueueRow>().AsNoTracking().SingleOrDefaultAsync(q => q.Hall == hall.Id && q.Day == today && q.Purpose == seen.Purpose && q.Site == seen.Site, cancel), waiting, seen.Purpose, seen.Site).ToList();
        var helpers = (await people.StaffAround(ScopePath.Parse(await desk.WorkScope(hall, HallPermissions.Counter, cancel), null), HallPermissions.HelperPosts, cancel)).DistinctBy(m => m.Account).Select(m => new HelperLine(m.Account, m.Name));
        return new CounterView(
            hall.Name, hall.Code,
            [
                .. all.Select(c => new CounterLine(
                    c.Number, c.Kind, c.Site.Length > 0 ? HallWords.Site(sites, c.Site) : null, c.Clerk is { } clerk ? clerks.GetValueOrDefault(clerk, "") : null, tickets.Find(t => t.Id == c.Ticket)?.Number, counters.Contains(c))),
            ],
            mine?.Number, mine?.Ticket is { } at && tickets.Find(t => t.Id == at) is { } current ? await Of(current, cancel) : null,
            [
                .. waiting.Where(t => mine is not null && t.OnlyCounter == mine.Id).OrderBy(t => t.Rank).Concat(inOrder).Take(8)
                    .Select(t => new NextTicket(t.Number, t.Name, t.Lane, t.Priority, t.TakenAt, t.OnlyCounter is not null)),
            ],
            inOrder.Count, tickets.Count(t => t.State == TicketState.Absent), hall.CallsBeforeAbsent, [.. helpers])
        { AsksElsewhere = seen is { Purpose: Purpose.Service } && queues.Has(Purpose.Consultation, seen.Site) };
    }

    private async Task<CurrentTicket> Of(TicketRow ticket, CancellationToken cancel)
    {
        var prepared = ticket.Account is { } account && ticket.Item is { } item
            ? await db.Records<PreparationRow>().AsNoTracking().SingleOrDefaultAsync(p => p.Account == account && p.Item == item, cancel) : null;
        var cases = db.Unfiltered<FileRow>().Where(f => f.Ticket == ticket.Id).Select(f => f.Case);
        return new(
            ticket.Id, ticket.Number, ticket.Name, ticket.Lane, ticket.Priority, ticket.State, ticket.Calls, ticket.TakenAt, ticket.Item, Words(prepared?.Ready), Words(prepared?.Shared),
            await db.Unfiltered<HallMatter>().Where(m => cases.Contains(m.Case)).Select(m => m.Id).ToListAsync(cancel));
    }

    private static string[] Words(string? codes) => (codes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Phrase Both(string line) => line.Split('|', 2) is [var zh, var en] ? (zh.Trim(), en.Trim()) : (line, line);
}
