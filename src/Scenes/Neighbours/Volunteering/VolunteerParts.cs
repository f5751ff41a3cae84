using Linli.Ledger;
using Linli.Notices;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Neighbours.Volunteering;

/// <summary>What volunteering (S117) brings to the module and its tables.</summary>
internal static class VolunteerParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<VolunteerReach>().AddScoped<HoursBook>().AddScoped<IPersonalData, VolunteerPersonalData>()
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(HoursBook.Poster, ("“志愿服务”里更正时长", "correct the hours with the activity"), "/desk/volunteering"))
            .AddScoped<ITransferOwner, TimeBankTransfers>()
            .AddSingleton(new NoticeTopic("volunteer", ("志愿服务", "Volunteering"), ("名额、变动、时长", "Places, changes, hours")));
        module.Permissions(VolunteerPermissions.All);
        module.UseCase<SaveActivityHandler>().UseCase<OpenActivityHandler>().UseCase<FindActivitiesHandler>().UseCase<DeskActivitiesHandler>().UseCase<SignUpForActivityHandler>()
            .UseCase<CheckInHandler>().UseCase<LeadActivityHandler>().UseCase<CorrectHoursHandler>().UseCase<RegisterVolunteerHandler>().UseCase<MyRecordHandler>()
            .UseCase<ExchangeHoursHandler>().UseCase<ReadRequestsHandler>().UseCase<SetHoursRuleHandler>().UseCase<RemindLeadersHandler>()
            .Job<VolunteerClock>(TimeSpan.FromMinutes(10)).Demo<VolunteerDemo>(72);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/volunteering", ("志愿", "Volunteer"), "heart-handshake", VolunteerPermissions.Take, 944) { OnHome = true },
            new NavigationItem(Workspace.Staff, "/desk/volunteering", ("志愿服务", "Volunteering"), "heart-handshake", VolunteerPermissions.Desk, 325, NavigationSection.Offers));
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Volunteer>(e =>
        {
            e.ToTable("neighbours_volunteer").HasKey(v => v.Id);
            e.HasIndex(v => v.Person).IsUnique();
            e.HasIndex(v => v.Number).IsUnique();
            e.HasIndex(v => v.Scope);
        });
        model.Entity<VolunteerActivity>(e =>
        {
            e.ToTable("neighbours_volunteer_activity").HasKey(a => a.Id);
            e.HasIndex(a => new { a.Scope, a.StartsAt });
            e.HasIndex(a => a.Leader);
            e.Property(a => a.State).IsConcurrencyToken();
        });
        model.Entity<SignUp>(e =>
        {
            e.ToTable("neighbours_sign_up").HasKey(s => s.Id);
            e.HasOne<VolunteerActivity>().WithMany().HasForeignKey(s => s.Activity);
            e.HasIndex(s => new { s.Activity, s.Person }).IsUnique();
            e.HasIndex(s => s.Person);
            e.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<VolunteerCertificate>(e =>
        {
            e.ToTable("neighbours_volunteer_certificate").HasKey(c => c.Id);
            e.HasIndex(c => c.Code).IsUnique();
            e.HasIndex(c => c.Person);
        });
        model.Entity<HoursExchange>(e =>
        {
            e.ToTable("neighbours_hours_exchange").HasKey(r => r.Id);
            e.HasIndex(r => new { r.Scope, r.State });
            e.HasIndex(r => r.Giver);
            e.HasIndex(r => r.UsedTransfer);
            e.HasIndex(r => r.GivenTransfer);
            e.Property(r => r.State).IsConcurrencyToken();
        });
        model.Entity<VolunteerRule>(e => e.ToTable("neighbours_volunteer_rule").HasKey(r => r.Id));
    }
}
