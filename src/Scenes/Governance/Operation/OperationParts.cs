using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Governance.Operation;

/// <summary>What the operating ledgers of spaces (S115) bring to the module and its tables.</summary>
internal static class OperationParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<OperationBook>();
        module.Services.AddSingleton<ITransferOwner>(new UndoneElsewhere(EnterOperationHandler.Poster, ("“空间运营”里更正这一条", "correct the line with the operation of the space"), "/desk/operation", "space.cost", "space.income", "space.subsidy"));
        module.Services.AddSingleton(new SpentElsewhere(OwnerKind.Operator, OperationBook.Purpose, ("“空间运营”里按约定分成结算", "share it out with the operation of the space"), "/desk/operation"));
        module.Permissions(OperationPermissions.All).Tables(Map);
        module.UseCase<KeepOperationHandler>().UseCase<EnterOperationHandler>().UseCase<SettleOperationHandler>().UseCase<ReadOperationHandler>();
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/operation", ("空间运营", "Operation of spaces"), "report-money", OperationPermissions.Keep, 430, NavigationSection.Places));
        module.Demo<OperationDemo>(76);
    }

    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<SpaceOperation>(e =>
        {
            e.ToTable("governance_space_operation").HasKey(o => o.Space);
            e.Property(o => o.Space).HasMaxLength(60);
            e.HasIndex(o => o.Scope);
        });
        model.Entity<ShareRule>(e =>
        {
            e.ToTable("governance_share_rule").HasKey(r => r.Id);
            e.HasOne<SpaceOperation>().WithMany().HasForeignKey(r => r.Space);
            e.HasIndex(r => new { r.Space, r.From }).IsUnique();
        });
        model.Entity<OperationEntry>(e =>
        {
            e.ToTable("governance_operation_entry").HasKey(x => x.Id);
            e.HasOne<SpaceOperation>().WithMany().HasForeignKey(x => x.Space);
            e.HasIndex(x => new { x.Space, x.Month });
            e.HasIndex(x => x.Corrects).IsUnique();
            e.HasIndex(x => x.Scope);
        });
        model.Entity<OperationSettlement>(e =>
        {
            e.ToTable("governance_operation_settlement").HasKey(s => s.Id);
            e.HasOne<SpaceOperation>().WithMany().HasForeignKey(s => s.Space);
            // No month is settled twice, whatever two do at the same moment.
            e.HasIndex(s => new { s.Space, s.From }).IsUnique();
            e.HasIndex(s => s.Scope);
        });
    }
}
