using Linli.Platform.Data;
using Linli.Services.Matters;
using Linli.Services.Shops;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services;

/// <summary>The tables of the scene.</summary>
internal static class ServicesModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Shop>(e =>
        {
            e.ToTable("services_shop").HasKey(s => s.Id);
            e.HasIndex(s => s.Account).IsUnique();
            e.HasIndex(s => new { s.Scope, s.State });
            e.Property(s => s.State).IsConcurrencyToken();
        });
        model.Entity<MatterApplication>(e =>
        {
            e.ToTable("services_matter_application").HasKey(a => a.Case);
            e.Property(a => a.Number).HasMaxLength(40);
            e.Property(a => a.Matter).HasMaxLength(60);
            e.HasIndex(a => a.Account);
            e.HasIndex(a => new { a.Scope, a.At });
        });
    }
}
