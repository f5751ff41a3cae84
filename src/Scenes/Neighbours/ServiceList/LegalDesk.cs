using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.ServiceList;

/// <summary>Offers a time of legal advice.</summary>
/// <param name="Place">Code of the community or joined communities whose residents may book.</param>
/// <param name="StartsAt">From.</param>
/// <param name="EndsAt">To, the same day.</param>
/// <param name="Adviser">Who advises, 2–60 characters.</param>
/// <param name="Room">Where, 2–60 characters.</param>
/// <param name="Capacity">1–50 people.</param>
internal sealed record OfferLegalTime(string? Place, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string? Adviser, string? Room, int Capacity = 1) : ICommand<LegalTimeOffered>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (StartsAt is null || EndsAt is null || EndsAt <= StartsAt || EndsAt - StartsAt > TimeSpan.FromHours(12))
            yield return Problem.Invalid("startsAt", "legal.times", "请填写起止时间，结束晚于开始，不超过 12 小时。", "Give from and to, the end after the start, within 12 hours.");
        if (Capacity is < 1 or > 50)
            yield return Problem.Invalid("capacity", "legal.capacity", "名额为 1–50。", "There are 1 to 50 places.");
        if (Text(Adviser, 60, "adviser", "请填写谁来咨询", "Say who advises") is { } adviser)
            yield return adviser;
        if (Text(Room, 60, "room", "请填写地点", "Say where") is { } room)
            yield return room;
    }
}

/// <summary>A time that was offered.</summary>
internal sealed record LegalTimeOffered(Guid Id);

/// <summary>Times at the caller's places from today on, with their appointments.</summary>
internal sealed record LegalDesk : IQuery<IReadOnlyList<LegalDeskLine>>;

/// <summary>A time with who comes.</summary>
internal sealed record LegalDeskLine(LegalTime Time, IReadOnlyList<AppointmentLine> Appointments);

/// <summary>An appointment as the team sees it.</summary>
/// <remarks>What it is about is opened one by one, and each opening stands in the person's log (R37).</remarks>
internal sealed record AppointmentLine(Guid Id, string Name, AppointmentState State);

/// <summary>Opens what an appointment is about, to prepare for it; the person reads who looked.</summary>
/// <param name="Id">Which.</param>
internal sealed record OpenLegalTopic(Guid Id) : ICommand<LegalTopic>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>What it is about.</summary>
internal sealed record LegalTopic(string Topic);

/// <summary>The team confirms an appointment, calls it off with a word, or says that it was held.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">confirmed, cancelled or held.</param>
/// <param name="Word">When calling off: why, 2–200 characters; the person reads it.</param>
internal sealed record DecideAppointment(Guid Id, AppointmentState State, string? Word = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (State == AppointmentState.Booked)
            yield return Problem.Invalid("state", "legal.state", "请选择确认、取消或已办结。", "Choose confirmed, cancelled or held.");
        if (State == AppointmentState.Cancelled && Text(Word, 200, "word", "请告诉本人取消的原因", "Tell the person why") is { } word)
            yield return word;
    }
}

internal sealed class LegalDeskHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IPeople people, INotices notices, IDisclosure disclosure, FieldCipher cipher, TimeProvider time)
    : IHandler<OpenLegalTopic, LegalTopic>, IHandler<OfferLegalTime, LegalTimeOffered>, IHandler<LegalDesk, IReadOnlyList<LegalDeskLine>>, IHandler<DecideAppointment, Done>, IUseCase
{
    public static readonly Problem NotFound = Problem.NotFound("legal.not_found", "没有找到这个预约。", "This appointment was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/legal-aid/times", (OfferLegalTime request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(NeighboursPermissions.LegalAid).WithTags("legal-aid").WithSummary("Offer a time of legal advice");
        api.MapGet("/legal-aid/times", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new LegalDesk(), cancel))
            .Needs(NeighboursPermissions.LegalAid).WithTags("legal-aid").WithSummary("Times with their appointments");
        api.MapPost("/legal-aid/appointments/{id:guid}/topic", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenLegalTopic(id), cancel))
            .Needs(NeighboursPermissions.LegalAid).WithTags("legal-aid").WithSummary("Open what an appointment is about: logged and shown to the person");
        api.MapPost("/legal-aid/appointments/{id:guid}/decide", (Guid id, DecideAppointment request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(NeighboursPermissions.LegalAid).WithTags("legal-aid").WithSummary("Confirm, call off or close an appointment");
    }

    public async Task<Result<LegalTimeOffered>> Handle(OfferLegalTime request, CancellationToken cancel)
    {
        if (request.Place is not { Length: > 0 } code || tree.FindCode(code) is not { Kind: PlaceKind.Community or PlaceKind.Group } place
            || !current.Value.May(NeighboursPermissions.LegalAid, place.Path))
            return Problem.Invalid("place", "visits.place", "请选择您所在的社区。", "Choose a community where you work.");
        var now = Clock.Now(time);
        if (request.StartsAt <= now || request.StartsAt > now.AddYears(1))
            return Problem.Invalid("startsAt", "legal.times", "时段须在现在之后一年之内。", "The time lies between now and a year from now.");
        var (from, to, adviser) = (Clock.ToMicroseconds(request.StartsAt!.Value), Clock.ToMicroseconds(request.EndsAt!.Value), Clean(request.Adviser, 60));
        await db.LockUntilCommit($"legal.adviser.{adviser}", cancel);
        if (await db.Unfiltered<LegalSlot>().AnyAsync(s => s.Adviser == adviser && s.CancelledAt == null && s.StartsAt < to && s.EndsAt > from, cancel))
            return Problem.Conflict("legal.adviser_busy", "这位咨询人这段时间已有安排。", "This adviser has another time then.");
        var slot = new LegalSlot { Id = Guid.CreateVersion7(now), Scope = place.Path.Value, StartsAt = from, EndsAt = to, Adviser = adviser, Place = Clean(request.Room, 60), Capacity = request.Capacity };
        db.Insert(slot);
        return new LegalTimeOffered(slot.Id);
    }

    public async Task<Result<IReadOnlyList<LegalDeskLine>>> Handle(LegalDesk request, CancellationToken cancel)
    {
        var since = Clock.Now(time).AddDays(-1);
        var slots = await db.Scoped<LegalSlot>(current.Value.ScopesFor(NeighboursPermissions.LegalAid)).AsNoTracking()
            .Where(s => s.CancelledAt == null && s.EndsAt > since).OrderBy(s => s.StartsAt).Take(100).ToListAsync(cancel);
        var ids = slots.Select(s => s.Id).ToArray();
        var booked = await db.Records<LegalAppointment>().AsNoTracking().Where(a => ids.Contains(a.Slot)).OrderBy(a => a.At).ToListAsync(cancel);
        var names = await people.NamesOf([.. booked.Select(a => a.Account).Distinct()], cancel);
        var bySlot = booked.ToLookup(a => a.Slot);
        return slots.ConvertAll(s => new LegalDeskLine(
            new(s.Id, s.StartsAt, s.EndsAt, s.Adviser, s.Place, s.Capacity, Math.Max(0, s.Capacity - bySlot[s.Id].Count(a => a.State != AppointmentState.Cancelled))),
            [.. bySlot[s.Id].Select(a => new AppointmentLine(a.Id, names.GetValueOrDefault(a.Account, "–"), a.State))]));
    }

    public async Task<Result<LegalTopic>> Handle(OpenLegalTopic request, CancellationToken cancel)
    {
        var mine = db.Scoped<LegalSlot>(current.Value.ScopesFor(NeighboursPermissions.LegalAid));
        if (await db.Records<LegalAppointment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Id && mine.Any(s => s.Id == a.Slot), cancel) is not { } found)
            return NotFound;
        var allowed = await disclosure.AllowOf(found.Account, [PersonalField.Consultation], "法律咨询预约：准备咨询", cancel);
        return allowed.Ok ? new LegalTopic(cipher.Open(found.Topic)) : allowed.As<LegalTopic>();
    }

    public async Task<Result<Done>> Handle(DecideAppointment request, CancellationToken cancel)
    {
        var mine = db.Scoped<LegalSlot>(current.Value.ScopesFor(NeighboursPermissions.LegalAid));
        var found = await db.Records<LegalAppointment>().SingleOrDefaultAsync(a => a.Id == request.Id && mine.Any(s => s.Id == a.Slot), cancel);
        if (found is null)
            return NotFound;
        var slot = await db.Unfiltered<LegalSlot>().SingleAsync(s => s.Id == found.Slot, cancel);
        var now = Clock.Now(time);
        if (found.State is not (AppointmentState.Booked or AppointmentState.Confirmed) || found.State == request.State)
            return Problem.Conflict("legal.settled", "这个预约的状态已变，请刷新。", "This appointment has moved on: reload.");
        if (request.State == AppointmentState.Held && slot.StartsAt > now)
            return Problem.Conflict("legal.not_begun", "还没到预约时间。", "Its time has not come yet.");
        found.State = request.State;
        if (request.State == AppointmentState.Cancelled)
            (found.CancelledAt, found.Word) = (now, Clean(request.Word, 200));
        if (request.State != AppointmentState.Held)
            await notices.Tell(
                found.Account, "legal.appointment", request.State == AppointmentState.Confirmed ? ("咨询预约已确认", "Your appointment is confirmed") : ("咨询预约被取消", "Your appointment was called off"),
                ("请查看详情。", "See the details."), "/legal-aid", $"legal:{found.Id}:{request.State}", cancel);
        return Done.It;
    }
}
