using System.Text.Json.Serialization;
using Linli.Bookings.Mine;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Reserve;

/// <summary>Reserves a place of a session, waits for one, or enters a draw (预约、候补、报名摇号).</summary>
/// <param name="Party">How many come.</param>
/// <param name="OnBehalfOf">Person of the family it is for, as <c>GET /me/family</c> gives them.</param>
/// <param name="Wait">Whether to wait when it is full.</param>
/// <param name="SeenPriceFen">The price that was shown, in fen.</param>
/// <param name="Note">What it is for, at most 200 characters.</param>
/// <param name="Ticket">At a desk: the ticket of the person, as <c>POST /codes/read</c> gives it.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record ReservePlace(
    int Party = 1, Guid? OnBehalfOf = null, bool Wait = false, long? SeenPriceFen = null, string? Note = null, string? Ticket = null, string? IdempotencyKey = null)
    : ICommand<ReservationView>, IValidated, IRepeatable, IAudited, IGathered
{
    [JsonIgnore]
    public SessionId Session { get; init; }

    /// <summary>Whether it is paid with credit points (积分), where the offering takes them.</summary>
    public bool WithPoints { get; init; }

    /// <summary>The price in points that was shown.</summary>
    public long? SeenPricePoints { get; init; }

    object IRepeatable.Wish => (Session, Party, OnBehalfOf, Wait, Note, WithPoints);

    // Whom somebody acts for is asked one by one, and points move.
    object? IGathered.GatheredAbout => OnBehalfOf is null && Ticket is null && !WithPoints ? Session : null;

    public string? AuditSubject => Session.Value.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Note, 200, out _))
            yield return Problem.Invalid("note", "bookings.note", "说明不超过 200 个字。", "A note has at most 200 characters.");
    }

    internal PlaceWish ToWish() => new(Session)
    {
        Party = Party, OnBehalfOf = OnBehalfOf, Wait = Wait, SeenPriceFen = SeenPriceFen, SeenPricePoints = SeenPricePoints, WithPoints = WithPoints, Note = Note, Ticket = Ticket,
    };
}

internal sealed class ReservePlaceHandler(PlaceDesk desk, ReservationViews views) : IHandler<ReservePlace, ReservationView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bookings/sessions/{id}/reservations", (SessionId id, ReservePlace request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request with { Session = id }, r => $"/api/v1/bookings/mine/{r.Id.Value}", cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Reserve a place, wait for one, or enter a draw 预约");

    public async Task<Result<ReservationView>> Handle(ReservePlace request, CancellationToken cancel)
    {
        var made = await desk.Reserve(request.ToWish(), cancel);
        return made.Ok ? await views.Of(made.Value, cancel) : made.As<ReservationView>();
    }
}
