using Linli.Platform.Modules;
using Linli.Sensing.Devices.Care;
using Linli.Sensing.Devices.Commands;
using Linli.Sensing.Devices.Enter;
using Linli.Sensing.Devices.Groups;
using Linli.Sensing.Devices.Import;
using Linli.Sensing.Devices.Provision;
using Linli.Sensing.Devices.Read;
using Linli.Sensing.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linli.Sensing.Devices;

/// <summary>What devices bring to the engine.</summary>
internal static class DevicesPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<DeviceKeys>().AddSingleton<DeviceMemory>().AddSingleton<IDevices>(s => s.GetRequiredService<DeviceMemory>())
            .AddSingleton<IDeviceGroups>(s => s.GetRequiredService<DeviceMemory>());
        module.Services.AddSingleton<DeviceKinds>();
        module.Services.AddScoped<DeviceBook>().AddScoped<IDeviceBook>(s => s.GetRequiredService<DeviceBook>());
        module.Services.TryAddSingleton<IHeard, NobodyListens>();
        module.Services.AddSingleton<DeviceLines>().AddSingleton<IDeviceLines>(s => s.GetRequiredService<DeviceLines>());
        module.Services.AddSingleton<CommandStore>().AddSingleton<IDeviceReports>(s => s.GetRequiredService<CommandStore>());
        module.Services.AddSingleton<CommandPump>().AddHostedService(s => s.GetRequiredService<CommandPump>()).AddSingleton<FirstWords>().AddHostedService<DeviceService>();
        module.Services.AddScoped<IDeviceCommands, DeviceCommands>().AddScoped<DeviceWishes>().AddScoped<DeviceViews>();
        module
            .Demo<DevicesDemo>(order: 14)
            .Pages(
                new NavigationItem(Workspace.Staff, "/desk/sensing/devices", ("物联设备", "Devices"), "antenna", SensingPermissions.Watch, Order: 70, NavigationSection.Places),
                new NavigationItem(Workspace.Property, "/desk/sensing/claim", ("扫码启用设备", "Take a device into service"), "qrcode", SensingPermissions.Provision, Order: 300))
            .Job<ExpireCommands>(TimeSpan.FromMinutes(1))
            .UseCase<FindDevicesHandler>()
            .UseCase<ShowDeviceHandler>()
            .UseCase<DevicesOnMapHandler>()
            .UseCase<ExportDevicesHandler>()
            .UseCase<KeepDeviceHandler>()
            .UseCase<ImportDevicesHandler>()
            .UseCase<RenewDeviceKeyHandler>()
            .UseCase<IssueClaimsHandler>()
            .UseCase<ClaimDeviceHandler>()
            .UseCase<MaintainDeviceHandler>()
            .UseCase<TestDeviceHandler>()
            .UseCase<KeepDeviceGroupHandler>()
            .UseCase<SendCommandHandler>();
        foreach (var kind in CommonKinds.All)
            module.Services.AddSingleton(kind);
    }

    public static void Map(ModelBuilder model)
    {
        MapProvisioning(model);
        MapCommands(model);
        model.Entity<DeviceRow>(e =>
        {
            e.ToTable("sensing_device").HasKey(d => d.Id);
            e.Property(d => d.Id).ValueGeneratedNever();
            e.Property(d => d.Code).HasMaxLength(60);
            e.Property(d => d.Name).HasMaxLength(60);
            e.Property(d => d.Kind).HasMaxLength(40);
            e.Property(d => d.Facility).HasMaxLength(60);
            e.Property(d => d.KeyHash).HasMaxLength(64);
            e.HasIndex(d => d.Code).IsUnique();
            e.HasIndex(d => d.Scope);
            e.HasIndex(d => d.Change);
        });
        model.Entity<DeviceAddressRow>(e =>
        {
            e.ToTable("sensing_device_address").HasKey(a => new { a.Protocol, a.Address });
            e.Property(a => a.Protocol).HasMaxLength(20);
            e.Property(a => a.Address).HasMaxLength(60);
            e.HasIndex(a => a.Device);
        });
        model.Entity<MaintenanceRow>(e =>
        {
            e.ToTable("sensing_maintenance").HasKey(m => m.Id);
            e.Property(m => m.Id).ValueGeneratedNever();
            e.Property(m => m.Reason).HasMaxLength(200);
            e.HasIndex(m => new { m.Device, m.To });
            e.HasIndex(m => m.To);
        });
        model.Entity<DeviceGroupRow>(e =>
        {
            e.ToTable("sensing_group").HasKey(g => g.Code);
            e.Property(g => g.Code).HasMaxLength(60);
            e.Property(g => g.Name).HasMaxLength(60);
            e.HasIndex(g => g.Scope);
        });
        model.Entity<DeviceGroupMemberRow>(e =>
        {
            e.ToTable("sensing_group_member").HasKey(m => new { m.Group, m.Device });
            e.Property(m => m.Group).HasMaxLength(60);
            e.HasIndex(m => m.Device);
        });
        model.Entity<DeviceChangeRow>(e =>
        {
            e.ToTable("sensing_device_change").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
        });
    }

    private static void MapProvisioning(ModelBuilder model)
    {
        model.Entity<ClaimRow>(e =>
        {
            e.ToTable("sensing_claim").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.TokenHash).HasMaxLength(64);
            e.HasIndex(c => c.TokenHash).IsUnique();
            e.HasIndex(c => c.Device);
        });
        model.Entity<ClaimTryRow>(e =>
        {
            e.ToTable("sensing_claim_try").HasKey(t => t.Id);
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Property(t => t.Why).HasMaxLength(60);
            e.HasIndex(t => t.Device);
        });
    }

    private static void MapCommands(ModelBuilder model)
    {
        model.Entity<CommandRow>(e =>
        {
            e.ToTable("sensing_command").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Name).HasMaxLength(40);
            e.HasIndex(c => new { c.Device, c.At });
            e.HasIndex(c => new { c.State, c.At });
        });
        model.Entity<DesiredRow>(e =>
        {
            e.ToTable("sensing_desired").HasKey(d => new { d.Device, d.Name });
            e.Property(d => d.Name).HasMaxLength(60);
            e.Property(d => d.Value).HasMaxLength(500);
            e.Property(d => d.Reported).HasMaxLength(500);
        });
    }
}
