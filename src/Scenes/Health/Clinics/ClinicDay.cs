using Linli.Bookings;
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

namespace Linli.Health.Clinics;

/// <summary>Who sees people on a day and how full it is (今日出诊), for the desk.</summary>
/// <param name="Day">Local day; today when left out.</param>
internal sealed record ClinicDay(DateOnly? Day = null) : IQuery<IReadOnlyList<DoctorDay>>;

/// <summary>A doctor of the caller's clinics.</summary>
/// <param name="Id">Id.</param>
/// <param name="Clinic">Code of the clinic.</param>
/// <param name="ClinicName">Its name.</param>
/// <param name="Department">The department.</param>
/// <param name="DepartmentCode">Its code.</param>
/// <param name="Name">Full name.</param>
/// <param name="Title">Professional title.</param>
/// <param name="Skills">What they are good at.</param>
/// <param name="Active">Whether they see people.</param>
/// <param name="Shifts">Shifts in words.</param>
/// <param name="Slots">Slots of the day.</param>
/// <param name="AwayUntil">The last day on which they are away, where the day lies in it.</param>
internal sealed record DoctorDay(
    Guid Id, string Clinic, Phrase ClinicName, Phrase Department, string DepartmentCode, string Name, string Title, string? Skills, bool Active, IReadOnlyList<ShiftLine> Shifts, IReadOnlyList<SessionView> Slots, DateOnly? AwayUntil);

/// <summary>A shift in words.</summary>
internal sealed record ShiftLine(Guid Id, Phrase Words);

internal sealed class ClinicDayHandler(LinliDb db, IBookings bookings, CurrentCaller current, TimeProvider time) : IHandler<ClinicDay, IReadOnlyList<DoctorDay>>, IUseCase
{
    private const string Zh = "一二三四五六日";
    private static readonly string[] En = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/clinics/day", (UseCaseRunner run, CancellationToken cancel, DateOnly? day = null) => run.Answer(new ClinicDay(day), cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("Who sees people on a day 今日出诊");

    public async Task<Result<IReadOnlyList<DoctorDay>>> Handle(ClinicDay request, CancellationToken cancel)
    {
        var (day, scopes) = (request.Day ?? LocalTime.Today(time), current.Value.ScopesFor(HealthPermissions.Clinics));
        if (day.Year is < 2000 or > 2100)
            return Problem.Invalid("day", "health.day", "日期不正确。", "The day is wrong.");
        var clinics = await db.Scoped<Clinic>(scopes).AsNoTracking().ToDictionaryAsync(c => c.Code, cancel);
        var departments = await db.Scoped<Department>(scopes).AsNoTracking().ToDictionaryAsync(d => d.Id, cancel);
        var doctors = await db.Scoped<Doctor>(scopes).AsNoTracking().ToListAsync(cancel);
        var shifts = (await db.Scoped<Shift>(scopes).AsNoTracking().Where(s => s.LastDay == null || s.LastDay >= day).ToListAsync(cancel)).ToLookup(s => s.Doctor);
        var away = (await db.Scoped<DoctorAway>(scopes).AsNoTracking().Where(a => a.From <= day && a.Until >= day).ToListAsync(cancel)).ToLookup(a => a.Doctor);
        var slots = (await bookings.Sessions(doctors.ConvertAll(d => d.Offering), LocalTime.StartOfDay(day), LocalTime.EndOfDay(day), cancel)).Where(s => s.State != SessionState.Cancelled).ToLookup(s => s.Offering);
        return doctors.Where(d => clinics.ContainsKey(d.Clinic) && departments.ContainsKey(d.Department))
            .OrderBy(d => d.Clinic, StringComparer.Ordinal).ThenBy(d => departments[d.Department].Position).ThenBy(d => d.Id)
            .Select(d => new DoctorDay(
                d.Id, d.Clinic, clinics[d.Clinic].Name, departments[d.Department].Name, departments[d.Department].Code, d.Name, d.Title, d.Skills, d.Active, [.. shifts[d.Id].Select(s => new ShiftLine(s.Id, Words(s)))], [.. slots[d.Offering]],
                away[d.Id].Select(a => (DateOnly?)a.Until).Max())).ToList();
    }

    private static Phrase Words(Shift shift) => (
        $"周{string.Join('、', shift.Days.Select(d => Zh[d - '1']))} {shift.From:HH:mm}–{shift.Until:HH:mm}，每 {shift.SlotMinutes} 分钟 {shift.Places} 人" + (shift.LastDay is { } zh ? $"，到 {zh:M月d日}" : ""),
        $"{string.Join(", ", shift.Days.Select(d => En[d - '1']))} {shift.From:HH:mm}–{shift.Until:HH:mm}, {shift.Places} every {shift.SlotMinutes} min" + (shift.LastDay is { } en ? $", until {en:d MMM}" : ""));
}
