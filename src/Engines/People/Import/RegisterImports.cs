using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Import;

/// <summary>What the import and export of the register add to the module.</summary>
internal static class RegisterImports
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<ImportProgress>();
        module.Services.AddScoped<Staging>();
        module.Services.AddScoped<ImportReading>();
        module.Services.AddScoped<ImportPlanning>();
        module.Services.AddScoped<ImportWriting>();
        module.Services.AddScoped<IRegisterImport, RegisterImportFromFile>();
        module.UseCase<StageImportHandler>()
            .UseCase<CheckImportHandler>()
            .UseCase<StartImportHandler>()
            .UseCase<DropImportHandler>()
            .UseCase<GetImportHandler>()
            .UseCase<ListImportsHandler>()
            .UseCase<CarryOutImportHandler>()
            .UseCase<KeepFindingsHandler>()
            .UseCase<FailImportHandler>()
            .Job<WorkOffImports>(TimeSpan.FromSeconds(2))
            .Job<OldImports>(TimeSpan.FromMinutes(15));
    }
}
