using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linli.Sensing.Devices;

/// <summary>What devices bring to the engine.</summary>
internal static class DevicesPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<DeviceKeys>().AddSingleton<DeviceMemory>().AddSingleton<IDevices>(s => s.GetRequiredService<DeviceMemory>());
        module.Services.AddSingleton<DeviceKinds>();
        module.Services.AddScoped<DeviceBook>().AddScoped<IDeviceBook>(s => s.GetRequiredService<DeviceBook>());
        module.Services.TryAddSingleton<IHeard, NobodyListens>();
        module.Services.AddHostedService<DeviceService>();
        foreach (var kind in CommonKinds.All)
            module.Services.AddSingleton(kind);
    }

    public static void Map(ModelBuilder model)
    {
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
}
