using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Files;

/// <summary>What files bring.</summary>
internal static class FilesPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(module.Configuration.GetSection("Files").Get<FileLimits>() ?? new());
        module.Services.AddSingleton<FileVault>();
        module.Services.AddScoped<IFileStore, FileStore>();
        module.Services.AddScoped<IManyFiles, ManyFiles>();
        module
            .UseCase<UploadFileHandler>()
            .Routes(ReadFile.Map)
            .Job<FileCleaner>(TimeSpan.FromHours(1))
            .Verifies<FileVerification>();
    }

    public static void Map(ModelBuilder model) => model.Entity<FileRecord>(e =>
    {
        e.ToTable("platform_file").HasKey(f => f.Id);
        e.Property(f => f.Hash).HasMaxLength(64);
        e.Property(f => f.Name).HasMaxLength(200);
        e.Property(f => f.MediaType).HasMaxLength(100);
        e.Property(f => f.SubjectKind).HasMaxLength(40);
        e.HasIndex(f => f.Hash);
        e.HasIndex(f => new { f.SubjectKind, f.SubjectId });
        e.HasIndex(f => f.CreatedAt, "ix_platform_file_loose").HasFilter("\"SubjectKind\" IS NULL");
        e.Ignore(f => f.Shown);
    });
}
