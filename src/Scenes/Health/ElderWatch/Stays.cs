using System.Text.Json.Serialization;
using Linli.Health.Clinics;
using Linli.Health.ElderCare;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>Refusals of stays.</summary>
internal static class Stays
{
    public static readonly Problem NoBed = Problem.NotFound("health.no_bed", "没有这张床，或不在您的范围内。", "There is no such bed, or it is not yours.");
    public static readonly Problem NoStay = Problem.NotFound("health.no_stay", "没有这条入住，或已经退床。", "There is no such stay, or it has ended.");
}

/// <summary>
/// Somebody takes a bed (入住): one with a running plan of care at the centre, or a guest from elsewhere by the number of their file. The
/// sensor of the bed is listened to only while they agree: by their consent to bed sensors, or on paper in the file.
/// </summary>
/// <param name="Plan">The plan of care; <c>null</c> for a guest from elsewhere.</param>
/// <param name="File">Number of the file of a guest from elsewhere, 2–40 characters; no name.</param>
/// <param name="Until">Until when, today to a year ahead.</param>
/// <param name="SensorOnPaper">Whether such a guest agreed to the sensor on paper that lies in the file.</param>
internal sealed record TakeBed(Guid? Plan, string? File, DateOnly Until, bool SensorOnPaper = false) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Bed { get; init; }

    public string? AuditSubject => Bed.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Plan is null && ClinicProblems.Line(File, 40).Length < 2)
            yield return Problem.Invalid("file", "health.stay_guest", "请选择照护计划，或填写入住档案编号（2–40 个字，不写姓名）。", "Choose a plan of care, or give the number of the guest's file (2–40 characters, no name).");
    }
}

internal sealed class TakeBedHandler(LinliDb db, IConsents consents, ITracks tracks, WatchMemory memory, CurrentCaller current, TimeProvider time) : IHandler<TakeBed, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-beds/{id:guid}/stays", (Guid id, TakeBed request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Bed = id }, cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder watch").WithSummary("Somebody takes a bed 入住");

    public async Task<Result<Guid>> Handle(TakeBed request, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        if (await db.Scoped<CareBed>(current.Value.ScopesFor(HealthPermissions.Care)).AsNoTracking().SingleOrDefaultAsync(b => b.Id == request.Bed, cancel) is not { } bed)
            return Stays.NoBed;
        if (request.Until < today || request.Until > today.AddYears(1))
            return Problem.Invalid("until", "health.stay_until", "入住截止日应在今天到一年以内。", "A stay lasts from today until within a year.");
        await db.LockUntilCommit($"care bed {bed.Id}", cancel);
        // Of a bed of the caller's.
        if (await db.Unfiltered<BedStay>().AnyAsync(s => s.Bed == bed.Id && s.EndedAt == null, cancel))
            return Problem.Conflict("health.bed_taken", "这张床已有人入住，请先退床。", "Somebody has this bed: end that stay first.");
        Guid? person = null;
        if (request.Plan is { } plan)
        {
            person = await db.Unfiltered<CarePlan>().Where(p => p.Id == plan && p.Centre == bed.Centre && p.State == PlanState.Agreed).Select(p => p.Person).SingleOrDefaultAsync(cancel);
            if (person is null)
                return CareWords.NotAgreed with { Field = "plan" };
            if (await db.Unfiltered<BedStay>().AnyAsync(s => s.Person == person && s.EndedAt == null, cancel))
                return Problem.Conflict("health.stay_there", "这位长者已经有一张床。", "This person has a bed already.") with { Field = "plan" };
        }

        var sensed = person is { } who ? await consents.Has(who, "elder-bed", cancel) : request.SensorOnPaper;
        var stay = new BedStay
        {
            Id = Guid.CreateVersion7(now), Bed = bed.Id, Centre = bed.Centre, Scope = bed.Scope, Person = person, File = person is null ? ClinicProblems.Line(request.File, 40) : null, From = today, Until = request.Until,
            Sensed = sensed, By = current.Value.Account, At = now,
        };
        db.Insert(stay);
        if (bed.Sensor is { } sensor)
            await tracks.ForgetWhole(new(sensor), now, cancel);
        memory.Changed(db);
        return stay.Id;
    }
}

/// <summary>Somebody gives a bed back (退床). What its sensor said of them is deleted.</summary>
/// <param name="Stay">Which.</param>
internal sealed record LeaveBed(Guid Stay) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Stay.ToString();
}

internal sealed class LeaveBedHandler(LinliDb db, ITracks tracks, WatchMemory memory, CurrentCaller current, TimeProvider time) : IHandler<LeaveBed, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/care-beds/stays/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeaveBed(id), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder watch").WithSummary("Somebody gives a bed back 退床");

    public async Task<Result<Done>> Handle(LeaveBed request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (await db.Scoped<BedStay>(current.Value.ScopesFor(HealthPermissions.Care)).SingleOrDefaultAsync(s => s.Id == request.Stay && s.EndedAt == null, cancel) is not { } stay)
            return Stays.NoStay;
        stay.EndedAt = now;
        if (await db.Unfiltered<CareBed>().AsNoTracking().Where(b => b.Id == stay.Bed).Select(b => b.Sensor).SingleAsync(cancel) is { } sensor)
            await tracks.ForgetWhole(new(sensor), now, cancel);
        memory.Changed(db);
        return Done.It;
    }
}

/// <summary>Who lies in a bed and agrees to bed sensors later is listened to from there on.</summary>
internal sealed class ListenToBedWithConsent(LinliDb db, WatchMemory memory) : Platform.Events.IEventHandler<ConsentGiven>
{
    public async Task Handle(Platform.Events.Delivered<ConsentGiven> delivered, CancellationToken cancel)
    {
        if (delivered.Event.Purpose != "elder-bed")
            return;
        // Their own word.
        foreach (var stay in await db.Unfiltered<BedStay>().Where(s => s.Person == delivered.Event.Person && s.EndedAt == null && !s.Sensed).ToListAsync(cancel))
            stay.Sensed = true;
        memory.Changed(db);
    }
}
