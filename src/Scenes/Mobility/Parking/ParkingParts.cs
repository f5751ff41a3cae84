using Linli.Mobility.FindCar;
using Linli.Mobility.Roads;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility.Parking;

/// <summary>What parking and finding the car bring to the module.</summary>
internal static class ParkingParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(ParkingDevices.Gate).AddSingleton(ParkingDevices.Bay).AddSingleton(RoadRules.Counter).AddScoped<ICockpitModule, ParkingOnTheWall>();
        module.UseCase<FindMyCarHandler>().UseCase<GetCarStartsHandler>().UseCase<GetParkingHandler>().UseCase<CorrectLotHandler>().UseCase<ParkingBoardHandler>().UseCase<GetRoadsHandler>().UseCase<GetRoadPictureHandler>();
        module.Services.AddSingleton<RoadPictures>();
        module.Job<CountLots>(TimeSpan.FromSeconds(15)).Demo<ParkingDemo>(72);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/parking", ("停车", "Parking"), "parking", Access.Public, 960) { OnHome = true },
            new NavigationItem(Workspace.Staff, "/desk/parking", ("停车对账", "Parking counts"), "parking", MobilityPermissions.Parking, 65, NavigationSection.Places));
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Road>(e =>
        {
            e.ToTable("mobility_road").HasKey(r => r.Code);
            e.Property(r => r.Code).HasMaxLength(60);
            e.HasIndex(r => r.Scope);
            foreach (var name in (string[])[nameof(Road.NameZh), nameof(Road.NameEn), nameof(Road.SourceZh), nameof(Road.SourceEn)])
                e.Property(name).HasMaxLength(120);
        });
        model.Entity<ParkingLot>(e =>
        {
            e.ToTable("mobility_parking_lot").HasKey(l => l.Code);
            e.Property(l => l.Code).HasMaxLength(60);
            e.HasIndex(l => l.Scope);
            foreach (var name in (string[])[nameof(ParkingLot.NameZh), nameof(ParkingLot.Facility), nameof(ParkingLot.Venue), nameof(ParkingLot.Phone)])
                e.Property(name).HasMaxLength(60);
            foreach (var name in (string[])[nameof(ParkingLot.NameEn), nameof(ParkingLot.Address), nameof(ParkingLot.Hours), nameof(ParkingLot.TariffZh), nameof(ParkingLot.TariffEn), nameof(ParkingLot.Operator)])
                e.Property(name).HasMaxLength(200);
        });
        model.Entity<LotCount>(e =>
        {
            e.ToTable("mobility_parking_count").HasKey(c => c.Lot);
            e.Property(c => c.Lot).HasMaxLength(60);
        });
        model.Entity<GateTotal>(e =>
        {
            e.ToTable("mobility_parking_gate").HasKey(t => t.Device);
            e.Property(t => t.Device).ValueGeneratedNever();
            e.Property(t => t.Lot).HasMaxLength(60);
        });
        model.Entity<LotCorrection>(e =>
        {
            e.ToTable("mobility_parking_correction").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Lot).HasMaxLength(60);
            e.Property(c => c.Reason).HasMaxLength(200);
            e.HasIndex(c => c.Scope);
        });
        model.Entity<LotHour>(e =>
        {
            e.ToTable("mobility_parking_hour").HasKey(h => new { h.Lot, h.Hour });
            e.Property(h => h.Lot).HasMaxLength(60);
        });
    }
}
