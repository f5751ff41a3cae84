using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Lottery;

/// <summary>The published record of a draw (摇号公示): everything needed to do it again, and nobody's name.</summary>
internal sealed record ReadDraw(SessionId Session) : IQuery<DrawRecord>;

/// <summary>A draw as it is published.</summary>
/// <param name="At">When it was, or will be, drawn.</param>
/// <param name="SeedHash">SHA-256 of the seed, published from the beginning.</param>
/// <param name="Seed">The seed; <c>null</c> before the draw.</param>
/// <param name="Places">How many places there were.</param>
/// <param name="Entered">How many tickets.</param>
/// <param name="Order">Tickets in the order of the draw; empty before it.</param>
internal sealed record DrawRecord(DateTimeOffset At, string SeedHash, string? Seed, int Places, int Entered, IReadOnlyList<DrawnTicket> Order);

/// <summary>A ticket and what became of it.</summary>
/// <param name="Number">The number its person knows.</param>
/// <param name="Party">Places it asked for.</param>
/// <param name="Mark">SHA-256 of "seed:number".</param>
/// <param name="Won">Whether it got its places in the draw.</param>
internal sealed record DrawnTicket(int Number, int Party, string Mark, bool Won);

internal sealed class ReadDrawHandler(LinliDb db, OfferingBook offerings) : IHandler<ReadDraw, DrawRecord>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/sessions/{id}/draw", (SessionId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadDraw(id), cancel))
            .Needs(Access.Public).WithTags("Bookings").WithSummary("The published record of a draw 摇号公示");

    public async Task<Result<DrawRecord>> Handle(ReadDraw request, CancellationToken cancel)
    {
        if (await offerings.Session(request.Session, cancel) is not { DrawAt: { } at, SeedHash: { } hash } session)
            return BookingProblems.NoSession;
        // Numbers only: what is published names nobody.
        var tickets = await db.Unfiltered<DrawTicketRow>().AsNoTracking().Where(t => t.Session == session.Id).OrderBy(t => t.Number).ToListAsync(cancel);
        return session.DrawnAt is null
            ? new DrawRecord(at, hash, null, session.Capacity, session.LastTurn, [])
            : new DrawRecord(at, hash, session.Seed, session.DrawPlaces ?? session.Capacity, tickets.Count,
                [.. DrawRules.Draw(session.Seed!, tickets.Select(t => new Ticket(t.Number, t.Party)), session.DrawPlaces ?? session.Capacity)
                    .Select(d => new DrawnTicket(d.Ticket.Number, d.Ticket.Party, DrawRules.MarkOf(session.Seed!, d.Ticket.Number), d.Won))]);
    }
}
