using Linli.Bookings;
using Linli.Hall.Accept;
using Linli.Hall.Catalogue;
using Linli.Hall.Keep;
using Linli.People;
using Linli.Places;
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
using System.Security.Cryptography;

namespace Linli.Hall.Queue;

/// <summary>
/// Takes a ticket (取号): by phone for oneself, or at the entrance for whoever stands there. Who has an appointment now stands in its lane,
/// who is old enough in the priority lane. Nobody is turned away because many have come (R45).
/// </summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Item">Code of an item, where it is known; no counter is bound to any.</param>
/// <param name="Site">Where they wait; the hall itself when left out.</param>
/// <param name="Ticket">At the entrance: who was read, as <c>POST /codes/read</c> gives it.</param>
/// <param name="Name">At the entrance: how to call somebody without a code; kept masked.</param>
/// <param name="Priority">At the entrance: why they go first, as seen there.</param>
/// <param name="Code">At the entrance: what the scanner read off a phone or card, instead of a ticket.</param>
/// <param name="Own">Somebody who may give tickets out takes one for themselves, as everybody does; otherwise theirs are for whoever stands at the entrance.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record TakeTicket(
    string? Hall, Purpose Purpose = Purpose.Service, string? Item = null, string? Site = null, string? Ticket = null, string? Name = null, PriorityReason? Priority = null,
    string? Code = null, bool Own = false, string? IdempotencyKey = null) : ICommand<TicketView>, IRepeatable, IValidated, IAudited
{
    object IRepeatable.Wish => (Hall, Purpose, Item, Site, Name, Priority, Own, Ticket, Code);

    public string? AuditSubject => Hall;

    /// <summary>Whether only somebody at the entrance can say this.</summary>
    public bool ByGuide => Ticket is not null || Code is not null || Name is not null || Priority is not null;

    public IEnumerable<Problem> Problems()
    {
        if (Name is not null && (!PlainText.TryCleanLine(Name, 20, out var name) || name.Length == 0))
            yield return Problem.Invalid("name", "hall.name_length", "怎么称呼：1–20 个字。", "How to call them: 1 to 20 characters.");
        if (Priority == PriorityReason.GreenChannel)
            yield return Problem.Invalid("priority", "hall.green_needs_case", "绿色通道请在办件时选择办理方式。", "The green channel is chosen with the matter.");
    }
}

internal sealed class TakeTicketHandler(
    LinliDb db, HallDesk desk, ItemBook items, IPresentedCodes codes, IPersonTraits traits, IPersonAccounts accounts, IActingFor names, IBookings bookings, MatterDesk matters, TicketViews views)
    : IHandler<TakeTicket, TicketView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/{hall}/tickets", (string hall, TakeTicket request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request with { Hall = hall }, t => $"{Edge.Api}/halls/tickets/{t.Secret}", cancel))
            .Needs(Access.SignedIn).WithTags("Hall").WithSummary("Take a ticket 取号");

    public async Task<Result<TicketView>> Handle(TakeTicket request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, cancel) is not { } hall)
            return HallDesk.NoHall;
        var guide = !request.Own && await desk.Works(hall, HallPermissions.Guide, cancel);
        if (request.ByGuide && !guide)
            return Problem.Forbidden("hall.not_guide", "替别人取号或登记优先，请到大厅导办台。", "Tickets for others, and priority, are given at the entrance of the hall.");
        if (request.Item is not null && !(await items.In(hall, cancel)).ContainsKey(request.Item))
            return Problem.Invalid("item", "hall.item_unknown", "这里没有这个事项，请重新选择。", "This item is not offered here: choose another.");
        var site = request.Site ?? "";
        if (!(await desk.Queues(hall.Id, cancel)).Any(site))
            return HallDesk.NoRoom;
        if (!guide && Refuse(hall) is { } closed)
            return closed;
        var who = await Who(request, guide, cancel);
        if (!who.Ok)
            return who.As<TicketView>();
        await desk.Lock(hall.Id, cancel);
        var ticket = await Running(hall, request.Purpose, who.Value.Person, who.Value.Account, cancel);
        if (ticket is null)
        {
            ticket = await Make(hall, request, site, who.Value, cancel);
            db.Insert(ticket);
            await desk.Moved(hall, "taken", ticket, [], cancel);
        }
        else if (ticket is { State: TicketState.Waiting, Reservation: null, Purpose: Purpose.Service } && who.Value.Person is { } guest)
        {
            // Taken in the morning, asked again when the appointment is near.
            await Book(hall, ticket, guest, cancel);
        }

        return await views.Of(ticket, hall, [.. await desk.Waiting(hall.Id, cancel), .. ticket.State == TicketState.Waiting ? [ticket] : Array.Empty<TicketRow>()], cancel);
    }

    private Problem? Refuse(HallRow hall)
    {
        if (!OpeningTimes.TryParse(hall.Hours, out var times))
            return null;
        var minute = LocalTime.ToLocal(desk.Now).TimeOfDay.TotalMinutes;
        return times.SpansOn(desk.Today, WorkingDayCalendar.China).Any(s => s.From - 30 <= minute && minute < s.To)
            ? null
            : Problem.Conflict("hall.closed", $"大厅现在不开门，时间：{OpeningHours.InWords(hall.Hours).Zh}。可以先预约。", $"The hall is closed now; hours: {OpeningHours.InWords(hall.Hours).En}. You can book ahead.");
    }

    // Somebody at the entrance takes tickets for others; by phone it is one's own.
    private async Task<Result<Holder>> Who(TakeTicket request, bool guide, CancellationToken cancel)
    {
        if ((request.Ticket ?? request.Code) is not null)
        {
            var presented = request.Ticket is { } ticket ? codes.Open(ticket) : await codes.Read(request.Code!, cancel);
            return presented.Ok
                ? new Holder(presented.Value.Person, (await accounts.Of([presented.Value.Person], cancel))[presented.Value.Person].Cast<Guid?>().FirstOrDefault(), presented.Value.Name)
                : presented.As<Holder>();
        }

        if (guide)
            return new Holder(null, null, request.Name is { } typed && PlainText.TryCleanLine(typed, 20, out var name) ? Masked.Name(name) : null);
        return desk.Caller.Account is { } account && desk.Caller.Person is { } me
            ? new Holder(me, account, (await names.MaskedNames([me], cancel)).GetValueOrDefault(me))
            : Problem.Forbidden("hall.machine", "接口密钥不能取号。", "A machine takes no ticket.");
    }

    private Task<TicketRow?> Running(HallRow hall, Purpose purpose, Guid? person, Guid? account, CancellationToken cancel)
    {
        var today = desk.Today;
        return person is null && account is null ? Task.FromResult<TicketRow?>(null) : db.Unfiltered<TicketRow>().FirstOrDefaultAsync(
            t => t.Hall == hall.Id && t.Day == today && t.Purpose == purpose && t.Person == person
                && (t.State == TicketState.Waiting || t.State == TicketState.Called || t.State == TicketState.Serving), cancel);
    }

    private async Task<TicketRow> Make(HallRow hall, TakeTicket request, string site, Holder who, CancellationToken cancel)
    {
        var priority = request.Priority;
        if (priority is null && who.Person is { } person && (await traits.Of(person, cancel))?.AgeOn(desk.Today) >= hall.ElderFrom)
            priority = PriorityReason.Elder;
        if (priority is null && who.Person is { } known && await matters.IsGreen(known, cancel))
            priority = PriorityReason.GreenChannel;
        var booked = request.Purpose == Purpose.Service && who.Person is { } guest ? await Booked(hall, guest, cancel) : null;
        var lane = TicketRules.LaneOf(priority, booked is not null && booked.Start - TicketRules.Early <= desk.Now);
        var letter = TicketRules.Letter(lane, request.Purpose);

        // The queue is locked: on whatever node they come, people stand in the order they came.
        var order = await Counters.Reserve(db, $"hall/{hall.Code}/{desk.Today:yyMMdd}", 1, cancel);
        var number = await Counters.Reserve(db, $"hall/{hall.Code}/{desk.Today:yyMMdd}/{letter}", 1, cancel);
        return new()
        {
            Id = Guid.CreateVersion7(desk.Now), Hall = hall.Id, Scope = hall.Scope, Day = desk.Today, Number = $"{letter}{number:000}", Purpose = request.Purpose, Site = site, Lane = lane,
            Priority = priority, Item = request.Item, Person = who.Person, Account = who.Account, Name = who.Name, Secret = NewSecret(), Reservation = booked?.Id, BookedFrom = booked?.Start, TakenAt = desk.Now,
            Rank = order * TicketRules.Step, State = TicketState.Waiting,
        };
    }

    private async Task Book(HallRow hall, TicketRow ticket, Guid person, CancellationToken cancel)
    {
        if (await Booked(hall, person, cancel) is { } booked)
            (ticket.Reservation, ticket.BookedFrom) = (booked.Id, booked.Start);
        ticket.Lane = TicketRules.LaneAt(ticket, desk.Now);
    }

    // Whoever has a ticket has come: an hour too early is no reason to count as absent later.
    private async Task<ReservationView?> Booked(HallRow hall, Guid person, CancellationToken cancel)
    {
        if (hall.Offering is not { } offering)
            return null;
        var mine = (await bookings.Of([person], AppointmentKind.Code, cancel))
            .Where(r => r.Offering == offering && r.State == ReservationState.Confirmed && r.Start - TicketRules.CheckIn <= desk.Now && desk.Now < r.End).MinBy(r => r.Start);
        return mine is not null && (await bookings.Attend(mine.Session, mine.Id, true, cancel)).Ok ? mine : null;
    }

    /// <summary>Letters nobody guesses and nobody mistakes.</summary>
    internal static string NewSecret() => RandomNumberGenerator.GetString("23456789abcdefghjkmnpqrstuvwxyz", 16);

    private sealed record Holder(Guid? Person, Guid? Account, string? Name);
}
