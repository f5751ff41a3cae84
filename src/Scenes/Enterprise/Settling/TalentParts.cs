using Linli.Cases;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Settling;

/// <summary>What the rules by which talent settles (人才落户机制) bring to the scene.</summary>
internal static class TalentParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(TalentBook.Type).AddScoped<TalentBook>().AddScoped<IFileGuard, TalentFiles>().AddScoped<IRetention, OldTalentPapers>().AddScoped<IPersonalData, TalentPersonalData>()
            .AddSingleton(new NoticeTopic("talent", ("人才认定", "Recognition as talent"), ("认定和申诉的结果", "Decisions and appeals")));
        module.Tables(Map);
        module.UseCase<TalentRulesHandler>().UseCase<ApplyForTalentHandler>().UseCase<DecideTalentHandler>().UseCase<AppealTalentHandler>().UseCase<TalentRegisterHandler>()
            .After<CaseMoved, WithdrawWithCase>().Demo<TalentDemo>(96);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/enterprise/talent", ("人才认定", "Recognition as talent"), "certificate", Access.Public, 961),
            new NavigationItem(Workspace.Staff, "/desk/talent", ("人才认定", "Talent applications"), "certificate", EnterprisePermissions.DecideTalent, 361, NavigationSection.Enterprise),
            new NavigationItem(Workspace.Staff, "/desk/talent-rules", ("人才落户规则", "Rules for talent"), "gavel", EnterprisePermissions.TalentRules, 362, NavigationSection.Enterprise));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        MapRules(model);
        MapApplications(model);
    }

    private static void MapRules(ModelBuilder model)
    {
        model.Entity<TalentRule>(e =>
        {
            e.ToTable("enterprise_talent_rule").HasKey(r => r.Id);
            e.Property(r => r.Source).HasMaxLength(200);
            e.Property(r => r.MarketSource).HasMaxLength(200);
            e.HasIndex(r => new { r.Scope, r.Version }).IsUnique();
        });
        model.Entity<TalentCategory>(e =>
        {
            e.ToTable("enterprise_talent_category").HasKey(c => c.Id);
            e.Property(c => c.Code).HasMaxLength(20);
            e.Property(c => c.NameZh).HasMaxLength(40);
            e.Property(c => c.NameEn).HasMaxLength(80);
            e.Property(c => c.WhoZh).HasMaxLength(200);
            e.Property(c => c.WhoEn).HasMaxLength(400);
            e.Ignore(c => c.Name);
            e.HasIndex(c => new { c.Rule, c.Code }).IsUnique();
        });
        model.Entity<TalentPaper>(e =>
        {
            e.ToTable("enterprise_talent_paper").HasKey(p => new { p.Category, p.Code });
            e.Property(p => p.Code).HasMaxLength(10);
            e.Property(p => p.NameZh).HasMaxLength(40);
            e.Property(p => p.NameEn).HasMaxLength(80);
            e.Ignore(p => p.Name);
        });
    }

    private static void MapApplications(ModelBuilder model)
    {
        model.Entity<TalentApplication>(e =>
        {
            e.ToTable("enterprise_talent_application").HasKey(a => a.Id);
            e.Property(a => a.Number).HasMaxLength(30);
            e.Property(a => a.Reason).HasMaxLength(500);
            e.Property(a => a.EndReason).HasMaxLength(500);
            e.Property(a => a.State).IsConcurrencyToken();
            e.HasIndex(a => a.Person);
            e.HasIndex(a => a.Case);
            e.HasIndex(a => new { a.Scope, a.State });
        });
        model.Entity<TalentEvidence>(e =>
        {
            e.ToTable("enterprise_talent_evidence").HasKey(x => new { x.Application, x.File });
            e.Property(x => x.Paper).HasMaxLength(10);
        });
        model.Entity<TalentAppeal>(e =>
        {
            e.ToTable("enterprise_talent_appeal").HasKey(a => a.Id);
            e.Property(a => a.Number).HasMaxLength(30);
            e.Property(a => a.Grounds).HasMaxLength(1000);
            e.Property(a => a.Reason).HasMaxLength(500);
            e.Property(a => a.State).IsConcurrencyToken();
            e.HasIndex(a => a.Application);
        });
    }
}
