using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Queue;

/// <summary>A ticket as whoever holds it sees it.</summary>
/// <param name="Secret">Opens it: <c>/hall/t/…</c>.</param>
/// <param name="Number">What is called.</param>
/// <param name="Hall">Name of the hall.</param>
/// <param name="HallCode">Its code.</param>
/// <param name="Site">Where they wait.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Lane">In which lane.</param>
/// <param name="Priority">Why they go first.</param>
/// <param name="State">How far it is.</param>
/// <param name="Ahead">How many are called before, while nobody comes who goes first.</param>
/// <param name="Minutes">Expected wait in minutes.</param>
/// <param name="Counter">Number of the counter to go to.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="MostCalls">After so many calls it counts as missed.</param>
/// <param name="BackUntil">Until when a missed one can come back, UTC.</param>
/// <param name="PlacesBehind">Behind how many it stands then.</param>
/// <param name="TakenAt">When it was taken, UTC.</param>
/// <param name="Item">Name of the item they come for.</param>
/// <param name="Rating">1–5.</param>
internal sealed record TicketView(
    string Secret, string Number, Phrase Hall, string HallCode, Phrase? Site, Purpose Purpose, Lane Lane, PriorityReason? Priority, TicketState State, int? Ahead, int? Minutes, int? Counter,
    int Calls, int MostCalls, DateTimeOffset? BackUntil, int PlacesBehind, DateTimeOffset TakenAt, Phrase? Item, int? Rating)
{
    /// <summary>Other rooms of the hall with their expected wait, for who would rather wait there.</summary>
    public IReadOnlyList<SiteWait> Elsewhere { get; init; } = [];
}

/// <summary>A room where one can wait.</summary>
/// <param name="Code">Its code; empty for the hall itself.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Minutes">Expected wait.</param>
internal sealed record SiteWait(string Code, Phrase Name, int Minutes);

/// <summary>Tickets as their holders see them.</summary>
internal sealed class TicketViews(LinliDb db, HallDesk desk)
{
    private const int Recent = 20;

    public async Task<TicketView> Of(TicketRow ticket, HallRow hall, IReadOnlyList<TicketRow> waiting, CancellationToken cancel)
    {
        var sites = await db.Records<SiteRow>().AsNoTracking().Where(s => s.Hall == hall.Id).ToDictionaryAsync(s => s.Code, s => s.Name, cancel);
        var queues = await desk.Queues(hall.Id, cancel);
        var purpose = queues.Of(ticket.Purpose, ticket.Site);
        int? ahead = null;
        waiting = [.. waiting.DistinctBy(t => t.Id)];
        if (ticket.State == TicketState.Waiting && ticket.Day == desk.Today)
        {
            var queue = await db.Records<QueueRow>().AsNoTracking().SingleOrDefaultAsync(q => q.Hall == hall.Id && q.Day == ticket.Day && q.Purpose == purpose && q.Site == ticket.Site, cancel);
            ahead = ticket.OnlyCounter is { } only
                ? waiting.Count(t => t.OnlyCounter == only && t.Rank < ticket.Rank)
                : Math.Max(0, HallDesk.InOrder(hall, queues, queue, waiting, purpose, ticket.Site).ToList().FindIndex(t => t.Id == ticket.Id));
        }

        var minutes = await Minutes(hall, cancel);
        var item = ticket.Item is null ? null : await db.Unfiltered<ItemRow>().AsNoTracking().SingleOrDefaultAsync(i => i.Code == ticket.Item, cancel);
        return new(
            ticket.Secret, ticket.Number, hall.Name, hall.Code, ticket.Site.Length > 0 ? HallWords.Site(sites, ticket.Site) : null, ticket.Purpose, ticket.Lane, ticket.Priority, ticket.State, ahead,
            ahead is { } before ? TicketRules.WaitMinutes(before + 1, minutes, ticket.OnlyCounter is null ? queues.Open(ticket.Purpose, ticket.Site) : 1) : null,
            ticket.State is TicketState.Called or TicketState.Serving ? queues.Find(ticket.Counter)?.Number : null, ticket.Calls, hall.CallsBeforeAbsent,
            ticket.State == TicketState.Absent ? ticket.AbsentAt?.AddMinutes(hall.AbsentMinutes) : null, hall.PlacesBehind, ticket.TakenAt, item?.Name, ticket.Rating)
        {
            Elsewhere = ahead is null ? [] :
            [
                .. sites.Append(new("", ("本大厅", "In the hall"))).Where(s => s.Key != ticket.Site && queues.Open(ticket.Purpose, s.Key) > 0)
                    .Select(s => new SiteWait(s.Key, s.Value, TicketRules.WaitMinutes(AheadIn(hall, queues, waiting, ticket, s.Key) + 1, minutes, queues.Open(ticket.Purpose, s.Key)))),
            ],
        };
    }

    /// <summary>Minutes one took lately today; what is usual while too few have shown it.</summary>
    public async Task<double> Minutes(HallRow hall, CancellationToken cancel)
    {
        var today = desk.Today;
        var lately = await db.Unfiltered<TicketRow>().AsNoTracking().Where(t => t.Hall == hall.Id && t.Day == today && t.State == TicketState.Done && t.ServedAt != null && t.EndedAt != null)
            .OrderByDescending(t => t.EndedAt).Take(Recent).Select(t => new { t.ServedAt, t.EndedAt }).ToListAsync(cancel);
        return lately.Count < 5 ? hall.UsualMinutes : lately.Average(t => (t.EndedAt!.Value - t.ServedAt!.Value).TotalMinutes);
    }

    // As if they waited there with the place they have.
    private static int AheadIn(HallRow hall, Queues queues, IReadOnlyList<TicketRow> waiting, TicketRow ticket, string site)
    {
        var purpose = queues.Of(ticket.Purpose, site);
        var there = waiting.Where(t => t.Id != ticket.Id && t.Site == site && t.OnlyCounter is null && queues.Of(t.Purpose, site) == purpose).Append(ticket);
        return CallOrder.InOrder(there, t => t.Lane, t => t.Rank, hall.ShareOf, _ => 0).ToList().FindIndex(t => t.Id == ticket.Id);
    }
}
