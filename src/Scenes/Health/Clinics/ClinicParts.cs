using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Health.Clinics;

/// <summary>What clinics bring to the scene.</summary>
internal static class ClinicParts
{
    /// <summary>Appointments with doctors (门诊号源). Nobody says why they come: that is for the doctor.</summary>
    public static readonly OfferingKind Kind = new("clinic", ("门诊预约", "Doctors' appointments"), Scene.Health, "stethoscope")
    {
        MadeAtDesk = false,
        Listed = false,
        ListPermission = HealthPermissions.Clinics,
        Discreet = ("门诊预约", "Doctor's appointment"),
        Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Ahead, 6)],
        Terms = new()
        {
            OpensDaysBefore = ShiftRules.HorizonDays, CancelHours = 1, OfferMinutes = 60, NoShow = new(3, 180, 60),
            Quotas = [new(QuotaOf.Offering, QuotaPer.Person, QuotaPeriod.Day, 1)],
        },
    };

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(Kind).AddScoped<ShiftPlanner>();
        module.Tables(Map);
        module.UseCase<FindClinicsHandler>().UseCase<ReadClinicHandler>().UseCase<KeepClinicHandler>().UseCase<KeepDepartmentHandler>().UseCase<KeepDoctorHandler>()
            .UseCase<KeepShiftHandler>().UseCase<SendAwayHandler>().UseCase<EndAwayHandler>().UseCase<EndShiftHandler>().UseCase<ClinicDayHandler>();
        module.Job<PlanShifts>(TimeSpan.FromHours(1)).Demo<ClinicDemo>(76);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/clinics", ("门诊预约", "See a doctor"), "stethoscope", Access.Public, 944) { OnHome = true },
            new NavigationItem(Workspace.Staff, "/desk/clinics", ("门诊与排班", "Clinics and shifts"), "stethoscope", HealthPermissions.Clinics, 40, NavigationSection.Offers));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Clinic>(e =>
        {
            e.ToTable("health_clinic").HasKey(c => c.Code);
            e.Property(c => c.Code).HasMaxLength(40);
            e.Property(c => c.NameZh).HasMaxLength(60);
            e.Property(c => c.NameEn).HasMaxLength(100);
            e.Property(c => c.About).HasMaxLength(500);
            e.Property(c => c.Facility).HasMaxLength(60);
            e.Property(c => c.Space).HasMaxLength(60);
            e.Ignore(c => c.Name);
        });
        model.Entity<Department>(e =>
        {
            e.ToTable("health_department").HasKey(d => d.Id);
            e.Property(d => d.Clinic).HasMaxLength(40);
            e.Property(d => d.Code).HasMaxLength(40);
            e.Property(d => d.NameZh).HasMaxLength(60);
            e.Property(d => d.NameEn).HasMaxLength(100);
            e.Property(d => d.About).HasMaxLength(300);
            e.Ignore(d => d.Name);
            e.HasIndex(d => new { d.Clinic, d.Code }).IsUnique();
        });
        model.Entity<Doctor>(e =>
        {
            e.ToTable("health_doctor").HasKey(d => d.Id);
            e.Property(d => d.Clinic).HasMaxLength(40);
            e.Property(d => d.Name).HasMaxLength(30);
            e.Property(d => d.Title).HasMaxLength(30);
            e.Property(d => d.Skills).HasMaxLength(200);
            e.HasIndex(d => d.Clinic);
        });
        model.Entity<Shift>(e =>
        {
            e.ToTable("health_shift").HasKey(s => s.Id);
            e.Property(s => s.Days).HasMaxLength(7);
            e.HasIndex(s => s.Doctor);
            e.HasIndex(s => s.PlannedUntil);
        });
        model.Entity<DoctorAway>(e =>
        {
            e.ToTable("health_doctor_away").HasKey(a => a.Id);
            e.Property(a => a.Reason).HasMaxLength(100);
            e.HasIndex(a => new { a.Doctor, a.Until });
        });
    }
}
