using Linli.Mobility.Parking;
using Linli.Mobility.SchoolPath;
using Linli.Mobility.SlowWays;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility;

/// <summary>The tables of the scene.</summary>
internal static class MobilityModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        ParkingParts.Map(model);
        SchoolParts.Map(model);
        model.Entity<SlowLanePlan>(e =>
        {
            e.ToTable("mobility_slow_plan").HasKey(p => p.Jurisdiction);
            e.Property(p => p.Jurisdiction).HasMaxLength(400);
            e.Property(p => p.Source).HasMaxLength(200);
        });
        model.Entity<SlowRoute>(e =>
        {
            e.ToTable("mobility_slow_route").HasKey(r => r.Code);
            e.Property(r => r.Code).HasMaxLength(60);
            e.Property(r => r.NameZh).HasMaxLength(60);
            e.Property(r => r.NameEn).HasMaxLength(120);
            e.Property(r => r.Stops).HasMaxLength(1000);
        });
    }
}
