using Linli.People.Contact;
using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Care;

/// <summary>What special-care lists bring to the module and its tables.</summary>
internal static class CarePart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<CareDesk>().AddScoped<ICareLists, CareDirectory>().AddScoped<IViewLog, ViewLog>();
        module.UseCase<KeepCareGroupHandler>().UseCase<ListCareHandler>().UseCase<EnterCareHandler>().UseCase<DecideCareHandler>()
            .UseCase<OpenCareHandler>().UseCase<AssignCareHandler>().UseCase<SuggestCareHandler>().UseCase<FindForCareHandler>().UseCase<RecordViewHandler>();
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/care", ("关爱名单", "Special care"), "heart-handshake", PeoplePermissions.Care, 340, NavigationSection.Care));
        module.Demo<CareDemo>(40);
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<CareGroup>(e =>
        {
            e.ToTable("people_care_group").HasKey(g => g.Code);
            e.Property(g => g.Code).HasMaxLength(30);
        });
        model.Entity<CareEntry>(e =>
        {
            e.ToTable("people_care_entry").HasKey(c => c.Id);
            e.Property(c => c.Group).HasMaxLength(30);
            e.HasIndex(c => new { c.PersonId, c.Group }, "ix_people_care_entry_one_open").IsUnique().HasFilter("\"State\" IN ('Waiting', 'Listed')");
            e.HasIndex(c => c.PersonId);
            e.HasIndex(c => c.Scope);
            e.HasIndex(c => c.Grid);
            e.Property(c => c.State).IsConcurrencyToken();
        });
        model.Entity<CareAssignment>(e =>
        {
            e.ToTable("people_care_assignment").HasKey(a => a.Id);
            e.HasIndex(a => new { a.PersonId, a.Account });
            e.HasIndex(a => a.Account);
        });
        model.Entity<CareDismissal>(e =>
        {
            e.ToTable("people_care_dismissal").HasKey(d => d.Id);
            e.HasIndex(d => new { d.PersonId, d.Group });
        });
    }
}
