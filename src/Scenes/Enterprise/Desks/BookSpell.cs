using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Books several halves of days or hours of a room at once (一次预约多个时段): all of them, or none.</summary>
/// <param name="Sessions">1 to 8 of them, on one day.</param>
/// <param name="SeenFen">What all were shown to cost, in fen.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record BookSpell(IReadOnlyList<SessionId> Sessions, long? SeenFen = null, string? IdempotencyKey = null) : ICommand<SpellBooked>, IValidated, IRepeatable, IAudited
{
    /// <summary>Code of the space.</summary>
    [JsonIgnore]
    public string Space { get; init; } = "";

    object IRepeatable.Wish => (Space, string.Join(',', Sessions.Select(s => s.Value)), SeenFen);

    public string? AuditSubject => Space;

    public IEnumerable<Problem> Problems()
    {
        if (Sessions.Count is < 1 or > 8 || Sessions.Distinct().Count() != Sessions.Count)
            yield return Problem.Invalid("sessions", "enterprise.spells", "请选择 1–8 个时段。", "Choose 1 to 8 times.");
    }
}

/// <summary>What was booked.</summary>
internal sealed record SpellBooked(IReadOnlyList<ReservationId> Reservations, long Fen);

internal sealed class BookSpellHandler(LinliDb db, IBookings bookings, DeskPrices prices, CurrentCaller current, TimeProvider time) : IHandler<BookSpell, SpellBooked>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/desks/{space}/bookings", (string space, BookSpell request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Space = space }, cancel))
            .Needs(Access.SignedIn).WithTags("Desks").WithSummary("Book several halves of days or hours at once 预约工位或会议室");

    public async Task<Result<SpellBooked>> Handle(BookSpell request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return FirmProblems.PersonUnknown;
        // Open to everybody.
        var desks = await db.Unfiltered<DeskSpace>().Where(s => s.Code == request.Space).Select(s => s.Offering).ToListAsync(cancel);
        var rooms = await db.Unfiltered<MeetingRoom>().Where(r => r.Space == request.Space && r.Open).Select(r => r.Offering).ToListAsync(cancel);
        var now = Clock.Now(time);
        var wanted = (await bookings.Sessions([.. desks, .. rooms], now, now.AddDays(DeskRules.HorizonDays + 1), cancel)).Where(s => request.Sessions.Contains(s.Id)).OrderBy(s => s.Start).ThenBy(s => s.Id.Value).ToList();
        if (wanted.Count != request.Sessions.Count || wanted.Exists(s => s.Day != wanted[0].Day))
            return Problem.Invalid("sessions", "enterprise.spells", "请选择这里同一天还没开始的时段。", "Choose times of one day here that have not begun.");

        // In the order of time: no two of these wait for each other in a circle.
        var (made, fen) = (new List<ReservationId>(), 0L);
        // A try before this one, in the same page or after a collision, gave nothing away.
        prices.Forget();
        try
        {
            foreach (var session in wanted)
            {
                var reserved = await bookings.Reserve(new(session.Id), cancel);
                if (!reserved.Ok)
                    return reserved.As<SpellBooked>();
                made.Add(reserved.Value.Id);
                fen = checked(fen + reserved.Value.PriceFen);
                if (reserved.Value.PriceFen == 0 && rooms.Contains(session.Offering) && await prices.Of(me, request.Space, session.Day, cancel) is { } membership)
                    prices.Gave(membership, session.Day);
            }
        }
        finally
        {
            prices.Forget();
        }

        return request.SeenFen is { } seen && seen != fen
            ? Problem.Conflict("enterprise.fee_changed", $"现在共 {Yuan.Short(fen)} 元，请核对后再订。", $"It is ¥{Yuan.Short(fen)} now: look again before you book.")
            : new SpellBooked(made, fen);
    }
}
