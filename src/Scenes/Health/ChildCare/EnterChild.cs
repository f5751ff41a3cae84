using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Health.Clinics;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>A guardian says what the carers may call the child (入园登记); before that it stands on the list without a name.</summary>
/// <param name="CallName">What the carers call it, at most 12 characters; better not its full name.</param>
internal sealed record EnterChild(string CallName) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Reservation { get; init; }

    public string? AuditSubject => Reservation.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(CallName, 12).Length < 1)
            yield return Problem.Invalid("callName", "health.nursery_call_name", "请填写老师怎么称呼孩子（1–12 个字）。", "Say what the carers call the child (1–12 characters).");
    }
}

internal sealed class EnterChildHandler(LinliDb db, NurseryPlaces places, TimeProvider time) : IHandler<EnterChild, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/nurseries/mine/{reservation:guid}", (Guid reservation, EnterChild request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Reservation = reservation }, cancel))
            .Needs(Access.SignedIn).WithTags("Child-care").WithSummary("What the carers call my child 入园登记");

    public async Task<Result<Done>> Handle(EnterChild request, CancellationToken cancel)
    {
        if (await places.Mine(request.Reservation, cancel) is not { } place)
            return NurseryProblems.NoPlace;
        if (place.Reservation.State != ReservationState.Confirmed)
            return Problem.Conflict("health.nursery_not_confirmed", "还没有确认的托位；候补有空位时会通知您。", "The place is not confirmed yet: you hear when one is free.");
        await db.LockUntilCommit($"nursery child {request.Reservation}", cancel);
        // One's own child.
        var child = await db.Unfiltered<NurseryChild>().SingleOrDefaultAsync(c => c.Reservation == place.Reservation.Id, cancel);
        if (child is null)
            db.Insert(child = new()
            {
                Id = Guid.CreateVersion7(), Reservation = place.Reservation.Id, Person = place.Reservation.Person, Group = place.Group.Id, Scope = place.Group.Scope, CallName = "", At = Clock.Now(time),
            });
        child.CallName = ClinicProblems.Line(request.CallName, 12);
        return Done.It;
    }
}

/// <summary>Places in child-care of the caller's children.</summary>
internal sealed class NurseryPlaces(LinliDb db, IBookings bookings, IActingFor family, TimeProvider time)
{
    /// <summary>One of them, with its group; <c>null</c> for somebody else's.</summary>
    public async Task<NurseryPlace?> Mine(Guid reservation, CancellationToken cancel) => (await Mine(cancel)).FirstOrDefault(p => p.Reservation.Id.Value == reservation);

    /// <summary>
    /// The child of a place, for its guardians: as long as the place is theirs, and as long as the child is still inside though the place was
    /// given back meanwhile. <c>null</c> for somebody else's, and before it was entered.
    /// </summary>
    public async Task<NurseryChild?> ChildOf(Guid reservation, CancellationToken cancel)
    {
        var (id, today) = (new ReservationId(reservation), LocalTime.Today(time));
        var people = (await family.People(FamilyMatters.Book, cancel)).Select(p => p.Person).ToList();
        // One's own child.
        if (await db.Unfiltered<NurseryChild>().AsNoTracking().SingleOrDefaultAsync(c => c.Reservation == id && people.Contains(c.Person), cancel) is not { } child)
            return null;
        return await Mine(reservation, cancel) is not null || await db.Unfiltered<Handover>().AnyAsync(h => h.Child == child.Id && h.Day == today && h.LeftAt == null, cancel) ? child : null;
    }

    /// <summary>All of them that were not given back, the latest first.</summary>
    public async Task<IReadOnlyList<NurseryPlace>> Mine(CancellationToken cancel) => [.. (await All(cancel)).Where(p => p.Reservation.State != ReservationState.Cancelled)];

    /// <summary>All of them, the latest first.</summary>
    public async Task<IReadOnlyList<NurseryPlace>> All(CancellationToken cancel)
    {
        var people = (await family.People(FamilyMatters.Book, cancel)).ToDictionary(p => p.Person);
        if (people.Count == 0)
            return [];
        var found = await bookings.Of(people.Keys, NurseryParts.Kind.Code, cancel);
        var offerings = found.Select(r => r.Offering).Distinct().ToList();
        // The groups of one's own children.
        var groups = await db.Unfiltered<NurseryGroup>().AsNoTracking().Where(g => offerings.Contains(g.Offering)).ToDictionaryAsync(g => g.Offering, cancel);
        return [.. found.Where(r => groups.ContainsKey(r.Offering)).Select(r => new NurseryPlace(r, groups[r.Offering], people[r.Person].Name))];
    }
}

/// <summary>A place of a child.</summary>
internal sealed record NurseryPlace(ReservationView Reservation, NurseryGroup Group, string Name);
