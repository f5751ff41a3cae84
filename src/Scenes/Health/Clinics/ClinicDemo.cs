using System.Globalization;
using Linli.Bookings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Health.Clinics;

/// <summary>The clinics of the demo with their doctors, a week of slots, and some people who booked.</summary>
internal sealed class ClinicDemo(LinliDb db, IScopeTree tree, IBookings bookings, ShiftPlanner planner, IHomeTies ties, CurrentCaller current) : IDemoSeeder
{
    /// <summary>The job opens the second week at its first round: founding need not wait for it.</summary>
    private const int DaysAhead = 5;

    private static readonly string[] Patients =
    [
        "和一-3-1-201", "和二-4-1-302", "和二-9-1-401", "和三-2-1-301", "和一-6-1-501", "和二-11-1-301", "和三-7-1-402", "和二-6-2-401",
        "望汐新村-13-2-201", "竹笛里-4-3-302", "雨棠居-9-1-702", "溪畔居-1-1-1601", "茶亭人家-9-1501", "和三-14-4-101",
    ];

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
        db.ChangeTracker.Clear();
        // Everybody in the list is a grown-up, and not every department is for both sexes or all ages.
        var anybody = departments.Values.Where(d => d is { LeastAge: null, MostAge: null }).Select(d => d.Id).ToHashSet();
        await Book(doctors.FindAll(d => anybody.Contains(d.Department)), samples.Now, cancel);
        db.ChangeTracker.Clear();
    }

    private async Task<Doctor> Seed(TableRow row, Clinic clinic, Department department, int count, DateTimeOffset now, CancellationToken cancel)
    {
        var wish = new KeepDoctor(department.Code, row["name"], row["title"], Text(row["skills"]));
        var offering = DemoResidents.Must(await bookings.Keep(KeepDoctorHandler.Plan(clinic, department, null, wish.Name, wish.Title, wish), cancel), wish.Name);
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
            Places = int.Parse(row["places"], CultureInfo.InvariantCulture), FirstDay = LocalTime.DateOf(now).AddDays(-60), OnHolidays = false,
        };
        db.Insert(shift);
        if (await planner.Plan(shift, doctor, DaysAhead, cancel) is { } refused)
            throw new InvalidDataException($"{wish.Name}: {refused.Message.En}");
        return doctor;
    }

    // Everybody books by themselves, as they would: today while there still are slots, and once in the next days.
    private async Task Book(List<Doctor> doctors, DateTimeOffset now, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(now);
        // What is about to begin may have begun when it is its turn.
        var slots = (await bookings.Sessions(doctors.ConvertAll(d => d.Offering), now, now.AddDays(DaysAhead + 1), cancel)).Where(s => s.Start > now.AddMinutes(30)).ToList();
        var (soon, later) = (slots.FindAll(s => s.Day == today), slots.FindAll(s => s.Day > today));
        var given = new Dictionary<SessionId, int>();
        for (var turn = 0; turn < Patients.Length; turn++)
            foreach (var tie in (await ties.AtHome(Patients[turn], cancel)).Take(1))
                foreach (var (list, step) in new[] { (soon, 5), (later, 11) })
                    if (list.Count > 0 && list[turn * step % list.Count] is var slot && given.GetValueOrDefault(slot.Id) < slot.Left)
                    {
                        given[slot.Id] = given.GetValueOrDefault(slot.Id) + 1;
                        await DemoResidents.Book(db, bookings, current, tie, slot, cancel);
                    }
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
