using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Health.Clinics;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
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

internal sealed class EnterChildHandler(LinliDb db, NurseryPlaces places, CurrentCaller current, TimeProvider time) : IHandler<EnterChild, Done>, IUseCase
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
                Id = Guid.CreateVersion7(), Reservation = place.Reservation.Id, Person = place.Reservation.Person, Group = place.Group.Id, Scope = place.Group.Scope, CallName = "", Guardian = current.Value.Person!.Value,
                Account = current.Value.Account!.Value, At = Clock.Now(time),
            });
        (child.CallName, child.Guardian, child.Account) = (ClinicProblems.Line(request.CallName, 12), current.Value.Person!.Value, current.Value.Account!.Value);
        return Done.It;
    }
}

/// <summary>Places in child-care of the caller's children.</summary>
internal sealed class NurseryPlaces(LinliDb db, IBookings bookings, IActingFor family)
{
    /// <summary>One of them, with its group; <c>null</c> for somebody else's.</summary>
    public async Task<NurseryPlace?> Mine(Guid reservation, CancellationToken cancel) => (await Mine(cancel)).FirstOrDefault(p => p.Reservation.Id.Value == reservation);

    /// <summary>All of them that were not given back, the latest first.</summary>
    public async Task<IReadOnlyList<NurseryPlace>> Mine(CancellationToken cancel)
    {
        var people = (await family.People(FamilyMatters.Book, cancel)).ToDictionary(p => p.Person);
        if (people.Count == 0)
            return [];
        var found = (await bookings.Of(people.Keys, NurseryParts.Kind.Code, cancel)).Where(r => r.State != ReservationState.Cancelled).ToList();
        var offerings = found.ConvertAll(r => r.Offering);
        // The groups of one's own children.
        var groups = await db.Unfiltered<NurseryGroup>().AsNoTracking().Where(g => offerings.Contains(g.Offering)).ToDictionaryAsync(g => g.Offering, cancel);
        return [.. found.Where(r => groups.ContainsKey(r.Offering)).Select(r => new NurseryPlace(r, groups[r.Offering], people[r.Person].Name))];
    }
}

/// <summary>A place of a child.</summary>
internal sealed record NurseryPlace(ReservationView Reservation, NurseryGroup Group, string Name);
