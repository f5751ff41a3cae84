using System.Globalization;
using Linli.Bookings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;

namespace Linli.Health.Clinics;

/// <summary>The clinics of the demo with their doctors, a week of slots, and some people who booked.</summary>
internal sealed class ClinicDemo(LinliDb db, IScopeTree tree, IBookings bookings, ShiftPlanner planner, IHomeTies ties, ICallerDirectory callers, CurrentCaller current) : IDemoSeeder
{
    /// <summary>The job opens the second week at its first round: founding need not wait for it.</summary>
    private const int DaysAhead = 5;

    private static readonly string[] Patients = ["和一-3-1-201", "和二-4-1-302", "和二-9-1-401", "和三-2-1-301", "和一-6-1-501", "和二-11-1-301", "和三-7-1-402", "和二-6-2-401"];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var (clinics, departments) = (new Dictionary<string, Clinic>(StringComparer.Ordinal), new Dictionary<(string, string), Department>());
        foreach (var row in Rows(samples, "clinics.csv"))
        {
            var clinic = new Clinic
            {
                Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], About = row["about"], Facility = Text(row["facility"]), Space = Text(row["space"]),
            };
            clinics.Add(clinic.Code, clinic);
            db.Insert(clinic);
        }

        foreach (var row in Rows(samples, "clinic_departments.csv"))
        {
            var department = new Department
            {
                Id = Guid.CreateVersion7(samples.Now.AddMilliseconds(departments.Count)), Clinic = row["clinic"], Code = row["code"], Scope = clinics[row["clinic"]].Scope, NameZh = row["name_zh"], NameEn = row["name_en"],
                About = Text(row["about"]), LeastAge = Number(row["least_age"]), MostAge = Number(row["most_age"]), Position = departments.Count,
            };
            departments.Add((department.Clinic, department.Code), department);
            db.Insert(department);
        }

        var doctors = new List<Doctor>();
        foreach (var row in Rows(samples, "clinic_doctors.csv"))
            doctors.Add(await Seed(row, clinics[row["clinic"]], departments[(row["clinic"], row["department"])], doctors.Count, samples.Now, cancel));
        await db.SaveChangesAsync(cancel);
        await Book(doctors, samples, cancel);
        db.ChangeTracker.Clear();
    }

    private async Task<Doctor> Seed(TableRow row, Clinic clinic, Department department, int count, DateTimeOffset now, CancellationToken cancel)
    {
        var wish = new KeepDoctor(department.Code, row["name"], row["title"], Text(row["skills"]));
        var offering = (await bookings.Keep(KeepDoctorHandler.Plan(clinic, department, null, wish.Name, wish.Title, wish), cancel)).Value;
        var doctor = new Doctor
        {
            Id = Guid.CreateVersion7(now.AddMilliseconds(count)), Department = department.Id, Clinic = clinic.Code, Scope = clinic.Scope, Name = wish.Name, Title = wish.Title, Skills = wish.Skills, Offering = offering, Active = true,
        };
        db.Insert(doctor);
        // The planner looks the offering up.
        await db.SaveChangesAsync(cancel);
        var shift = new Shift
        {
            Id = Guid.CreateVersion7(now.AddMilliseconds(count)), Doctor = doctor.Id, Scope = doctor.Scope, Days = row["days"], From = At(row["from"]), Until = At(row["until"]), SlotMinutes = int.Parse(row["slot"], CultureInfo.InvariantCulture),
            Places = int.Parse(row["places"], CultureInfo.InvariantCulture), FirstDay = Platform.Time.LocalTime.DateOf(now).AddDays(-60), OnHolidays = false,
        };
        db.Insert(shift);
        await planner.Plan(shift, doctor, DaysAhead, cancel);
        return doctor;
    }

    // Everybody books by themselves, as they would.
    private async Task Book(List<Doctor> doctors, DemoSamples samples, CancellationToken cancel)
    {
        var (before, turn) = (current.Value, 0);
        foreach (var home in Patients)
            foreach (var tie in (await ties.AtHome(home, cancel)).Take(1))
            {
                if (doctors.Count == 0 || await callers.Find(tie.Account, cancel) is not { } caller)
                    continue;
                current.Value = caller;
                var slots = await bookings.Sessions([doctors[turn * 5 % doctors.Count].Offering], samples.Now, samples.Now.AddDays(DaysAhead), cancel);
                if (slots.Skip(turn % 3).FirstOrDefault(s => s.Start > samples.Now) is { } slot)
                    await bookings.Reserve(new(slot.Id), cancel);
                await db.SaveChangesAsync(cancel);
                turn++;
            }

        current.Value = before;
    }

    private static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static int? Number(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeOnly At(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
