using Linli.Neighbours.Friends;
using Linli.Notices;
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
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.ServiceList;

/// <summary>Times of legal advice to come that the caller can book, and their appointments.</summary>
internal sealed record LegalTimes : IQuery<LegalTimesForMe>;

/// <summary>Times and own appointments.</summary>
internal sealed record LegalTimesForMe(IReadOnlyList<LegalTime> Free, IReadOnlyList<MyAppointment> Mine);

/// <summary>A time with how many places are left.</summary>
internal sealed record LegalTime(Guid Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Adviser, string Place, int Capacity, int Left);

/// <summary>An appointment as its owner sees it.</summary>
internal sealed record MyAppointment(Guid Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Adviser, string Place, string Topic, AppointmentState State, string? Word, bool MayCancel);

/// <summary>Books a time. Nobody gets two at once, and no time more people than it has places, whoever comes first.</summary>
/// <param name="Slot">Which time.</param>
/// <param name="Topic">What it is about, 2–300 characters; encrypted.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record BookLegalAid(Guid Slot, string? Topic, string? IdempotencyKey = null) : ICommand<AppointmentMade>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (Text(Topic, 300, "topic", "请说说是什么事", "Say what it is about") is { } topic)
            yield return topic;
    }
}

/// <summary>An appointment that was made.</summary>
internal sealed record AppointmentMade(Guid Id, AppointmentState State);

/// <summary>The owner calls an appointment off, until it begins.</summary>
internal sealed record CancelLegalAid(Guid Id) : ICommand<Done>;

internal sealed class BookLegalAidHandler(LinliDb db, CurrentCaller current, IScopeTree tree, INotices notices, FieldCipher cipher, TimeProvider time)
    : IHandler<LegalTimes, LegalTimesForMe>, IHandler<BookLegalAid, AppointmentMade>, IHandler<CancelLegalAid, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/legal-aid", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new LegalTimes(), cancel))
            .Needs(NeighboursPermissions.ServiceList).WithTags("legal-aid").WithSummary("Times of legal advice, and my appointments");
        api.MapPost("/legal-aid/appointments", (BookLegalAid request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(NeighboursPermissions.ServiceList).WithTags("legal-aid").WithSummary("Book legal advice 法律援助预约");
        api.MapPost("/legal-aid/appointments/{id:guid}/cancel", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CancelLegalAid(id), cancel))
            .Needs(NeighboursPermissions.ServiceList).WithTags("legal-aid").WithSummary("Call an appointment off");
    }

    public async Task<Result<LegalTimesForMe>> Handle(LegalTimes request, CancellationToken cancel)
    {
        if (Above() is not { } above)
            return FriendProblems.NotResident;
        var (now, me) = (Clock.Now(time), current.Value.Account!.Value);
        var slots = await db.Unfiltered<LegalSlot>().AsNoTracking().Where(s => above.Contains(s.Scope) && s.CancelledAt == null && s.StartsAt > now)
            .OrderBy(s => s.StartsAt).Take(60)
            .Select(s => new { s, Taken = db.Records<LegalAppointment>().Count(a => a.Slot == s.Id && a.State != AppointmentState.Cancelled) }).ToListAsync(cancel);
        var mine = await db.Records<LegalAppointment>().AsNoTracking().Where(a => a.Account == me)
            .Join(db.Unfiltered<LegalSlot>(), a => a.Slot, s => s.Id, (a, s) => new { a, s }).OrderByDescending(x => x.s.StartsAt).Take(20).ToListAsync(cancel);
        return new LegalTimesForMe(
            slots.ConvertAll(x => new LegalTime(x.s.Id, x.s.StartsAt, x.s.EndsAt, x.s.Adviser, x.s.Place, x.s.Capacity, Math.Max(0, x.s.Capacity - x.Taken))),
            mine.ConvertAll(x => new MyAppointment(
                x.a.Id, x.s.StartsAt, x.s.EndsAt, x.s.Adviser, x.s.Place, cipher.Open(x.a.Topic), x.a.State, x.a.Word,
                x.a.State is AppointmentState.Booked or AppointmentState.Confirmed && x.s.StartsAt > now)));
    }

    public async Task<Result<AppointmentMade>> Handle(BookLegalAid request, CancellationToken cancel)
    {
        if (Above() is not { } above)
            return FriendProblems.NotResident;
        var (now, me) = (Clock.Now(time), current.Value.Account!.Value);
        // Always the person before the time, so that two bookings never wait for each other.
        await db.LockUntilCommit($"legal.person.{me}", cancel);
        await db.LockUntilCommit($"legal.slot.{request.Slot}", cancel);
        var slot = await db.Unfiltered<LegalSlot>().SingleOrDefaultAsync(s => s.Id == request.Slot && above.Contains(s.Scope) && s.CancelledAt == null, cancel);
        if (slot is null)
            return Problem.NotFound("legal.slot_not_found", "没有找到这个时段。", "This time was not found.");
        if (slot.StartsAt <= now)
            return Problem.Conflict("legal.begun", "这个时段已经开始，请选别的。", "This time has begun: choose another.");
        if (await db.Records<LegalAppointment>().AnyAsync(a => a.Account == me && (a.State == AppointmentState.Booked || a.State == AppointmentState.Confirmed)
            && db.Unfiltered<LegalSlot>().Any(s => s.Id == a.Slot && s.EndsAt > now), cancel))
            return Problem.Conflict("legal.one_at_a_time", "您已有一个预约；取消或办完后再约。", "You have an appointment already: call it off, or keep it first.");
        if (await db.Records<LegalAppointment>().CountAsync(a => a.Slot == slot.Id && a.State != AppointmentState.Cancelled, cancel) >= slot.Capacity)
            return Problem.Conflict("legal.full", "这个时段已约满，请选别的。", "This time is full: choose another.");
        var made = new LegalAppointment { Id = Guid.CreateVersion7(now), Slot = slot.Id, Account = me, Topic = cipher.Seal(Clean(request.Topic, 300)), State = AppointmentState.Booked, At = now };
        db.Records<LegalAppointment>().Add(made);
        var at = LocalTime.ToLocal(slot.StartsAt);
        await notices.Tell(
            me, "legal.appointment", ("已预约咨询", "Your appointment is booked"), ($"{at:MM-dd HH:mm}，{slot.Place}。可随时取消。", $"{at:MM-dd HH:mm}, {slot.Place}. You may call it off."),
            "/legal-aid", $"legal:{made.Id}", cancel);
        return new AppointmentMade(made.Id, made.State);
    }

    public async Task<Result<Done>> Handle(CancelLegalAid request, CancellationToken cancel)
    {
        var found = await db.Records<LegalAppointment>().SingleOrDefaultAsync(a => a.Id == request.Id && a.Account == current.Value.Account, cancel);
        if (found is null)
            return LegalDeskHandler.NotFound;
        var slot = await db.Unfiltered<LegalSlot>().SingleAsync(s => s.Id == found.Slot, cancel);
        var now = Clock.Now(time);
        if (found.State is not (AppointmentState.Booked or AppointmentState.Confirmed) || slot.StartsAt <= now)
            return Problem.Conflict("legal.settled", "这个预约已开始、已办结或已取消。", "This appointment has begun, was held or called off.");
        (found.State, found.CancelledAt) = (AppointmentState.Cancelled, now);
        return Done.It;
    }

    private string[]? Above() => Residence.Of(current.Value, tree) is { } home ? [.. home.Community.Path.SelfAndAncestors().Select(p => p.Value)] : null;
}
