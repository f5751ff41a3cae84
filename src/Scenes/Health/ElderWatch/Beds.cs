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

/// <summary>The nursing beds of a centre (护理床位): by the plan, and by their sensors where whoever lies there agrees.</summary>
/// <param name="Centre">Code of the centre.</param>
internal sealed record ShowBeds(string Centre) : IQuery<BedsShown>;

/// <summary>Beds of a centre.</summary>
/// <param name="Beds">How many.</param>
/// <param name="Taken">Taken by the plan today.</param>
/// <param name="Sensed">Beds whose sensor is heard of now.</param>
/// <param name="SensedTaken">Those of them in which somebody lies.</param>
/// <param name="Differ">Beds whose plan and sensor do not agree: somebody lies in a bed that is free, or nobody has for a day in one that is taken.</param>
/// <param name="AsOf">The oldest word of the sensors heard of now, UTC; <c>null</c> with none.</param>
/// <param name="Lines">Each bed.</param>
internal sealed record BedsShown(int Beds, int Taken, int Sensed, int SensedTaken, int Differ, DateTimeOffset? AsOf, IReadOnlyList<BedLine> Lines)
{
    /// <summary>Free by the plan today.</summary>
    public int Free => Beds - Taken;
}

/// <summary>A bed.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Stay">Id of the stay that takes it; <c>null</c> while it is free.</param>
/// <param name="Guest">Masked name, or the number of the file.</param>
/// <param name="Until">Until when it is taken.</param>
/// <param name="Sensor">Code of its sensor.</param>
/// <param name="Listened">Whether the sensor may be listened to.</param>
/// <param name="Occupied">What the sensor says; <c>null</c> while it is not heard of.</param>
/// <param name="SaidAt">When it said so, UTC.</param>
/// <param name="Differs">Whether plan and sensor do not agree.</param>
internal sealed record BedLine(Guid Id, string Name, Guid? Stay, string? Guest, DateOnly? Until, string? Sensor, bool Listened, bool? Occupied, DateTimeOffset? SaidAt, bool Differs);

internal sealed class ShowBedsHandler(LinliDb db, IActingFor names, IDevices devices, ILatest latest, CurrentCaller current, TimeProvider time) : IHandler<ShowBeds, BedsShown>, IUseCase
{
    private static readonly TimeSpan LongEmpty = TimeSpan.FromHours(24);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care-centres/{code}/beds", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ShowBeds(code), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder watch").WithSummary("Nursing beds by plan and by sensor 护理床位");

    public async Task<Result<BedsShown>> Handle(ShowBeds request, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        if (!await db.Scoped<CareCentre>(current.Value.ScopesFor(HealthPermissions.Care)).AnyAsync(c => c.Code == request.Centre, cancel))
            return CareWords.NoCentre;
        // Of a centre of the caller's.
        var beds = await db.Unfiltered<CareBed>().AsNoTracking().Where(b => b.Centre == request.Centre).ToListAsync(cancel);
        var stays = (await db.Unfiltered<BedStay>().AsNoTracking().Where(s => s.Centre == request.Centre && s.EndedAt == null && s.From <= today).ToListAsync(cancel)).DistinctBy(s => s.Bed).ToDictionary(s => s.Bed);
        var masked = await names.MaskedNames([.. stays.Values.Select(s => s.Person).OfType<Guid>()], cancel);
        var lines = beds.OrderBy(b => b.Name, StringComparer.Ordinal).Select(b => Line(b, stays.GetValueOrDefault(b.Id), masked, now)).ToList();
        var heard = lines.Where(l => l.Occupied is not null).ToList();
        return new BedsShown(lines.Count, lines.Count(l => l.Stay is not null), heard.Count, heard.Count(l => l.Occupied == true), lines.Count(l => l.Differs), heard.Min(l => l.SaidAt), lines);
    }

    private BedLine Line(CareBed bed, BedStay? stay, IReadOnlyDictionary<Guid, string> masked, DateTimeOffset now)
    {
        var device = bed.Sensor is { } id ? devices.Find(new(id)) : null;
        var listened = device is not null && stay is not { Sensed: false };
        var twin = listened ? latest.Of(device!.Id) : null;
        LatestValue? word = twin is { Online: true } && twin.Values.TryGetValue("in-bed", out var value) ? value : null;
        bool? occupied = word is { } said ? said.Value >= 0.5 : null;
        var differs = (stay is null && occupied == true) || (stay is not null && occupied == false && now - word!.Value.At > LongEmpty);
        return new(bed.Id, bed.Name, stay?.Id, stay is null ? null : stay.Person is { } who ? masked.GetValueOrDefault(who, "＊") : stay.File, stay?.Until, device?.Code, listened, occupied, word?.At, differs);
    }
}

/// <summary>Enters a nursing bed, or gives it another name or sensor (维护床位).</summary>
/// <param name="Name">1–20 characters, unique within the centre.</param>
/// <param name="Sensor">Code of the sensor under its mattress; <c>null</c> for none.</param>
internal sealed record KeepBed(string Name, string? Sensor) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Centre { get; init; } = "";

    /// <summary>Which bed; <c>null</c> for a new one.</summary>
    public Guid? Bed { get; init; }

    public string? AuditSubject => Centre;

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(Name, 20).Length < 1)
            yield return Problem.Invalid("name", "health.bed_name", "请填写床号（1–20 个字），例如 201-1。", "Give the bed a name of 1–20 characters, such as 201-1.");
    }
}

internal sealed class KeepBedHandler(LinliDb db, IDevices devices, ITracks tracks, WatchMemory memory, CurrentCaller current, TimeProvider time) : IHandler<KeepBed, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/care-centres/{code}/beds", (string code, KeepBed request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Centre = code }, cancel))
            .Needs(HealthPermissions.KeepCare).WithTags("Elder watch").WithSummary("Enter a nursing bed and its sensor 维护床位");

    public async Task<Result<Guid>> Handle(KeepBed request, CancellationToken cancel)
    {
        var (now, name) = (Clock.Now(time), ClinicProblems.Line(request.Name, 20));
        if (await db.Scoped<CareCentre>(current.Value.ScopesFor(HealthPermissions.KeepCare)).AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Centre, cancel) is not { } centre)
            return CareWords.NoCentre;
        // Of a centre of the caller's.
        var beds = await db.Unfiltered<CareBed>().Where(b => b.Centre == centre.Code).ToListAsync(cancel);
        var bed = beds.FirstOrDefault(b => b.Id == request.Bed);
        if (bed is null && request.Bed is not null)
            return Stays.NoBed;
        if (beds.Any(b => b.Name == name && b != bed))
            return Problem.Conflict("health.bed_there", "这家中心已有这个床号。", "The centre has a bed of this name.") with { Field = "name" };
        var device = string.IsNullOrWhiteSpace(request.Sensor) ? null : devices.ByCode(request.Sensor.Trim());
        if (!string.IsNullOrWhiteSpace(request.Sensor) && (device is not { State: not DeviceState.Retired } || device.Kind != WatchDevices.NursingBed.Code))
            return Problem.Invalid("sensor", "health.bed_sensor", "没有这个编号的护理床监测设备。", "There is no nursing bed sensor with this code.");
        if (device is not null && await db.Unfiltered<CareBed>().AnyAsync(b => b.Sensor == device.Id.Value && (bed == null || b.Id != bed.Id), cancel))
            return Problem.Conflict("health.bed_sensor_used", "这个设备已装在另一张床上。", "This sensor lies under another bed.") with { Field = "sensor" };
        if (bed is null)
            db.Insert(bed = new() { Id = Guid.CreateVersion7(now), Centre = centre.Code, Scope = centre.Scope, Name = name });
        // What one bed said is not of the next.
        if (bed.Sensor is { } before && before != device?.Id.Value)
            await tracks.ForgetWhole(new(before), now, cancel);
        (bed.Name, bed.Sensor) = (name, device?.Id.Value);
        memory.Changed(db);
        return bed.Id;
    }
}
