using Linli.People.Export;
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
        module.Pages(
            new NavigationItem(Workspace.Staff, "/desk/register/import", ("导入名册", "Import the register"), "file-import", PeoplePermissions.Import, 306, NavigationSection.People),
            new NavigationItem(Workspace.Staff, "/desk/register/export", ("导出名册", "Export the register"), "file-export", PeoplePermissions.Export, 307, NavigationSection.People));
        module.UseCase<StageImportHandler>()
            .UseCase<CheckImportHandler>()
            .UseCase<StartImportHandler>()
            .UseCase<DropImportHandler>()
            .UseCase<GetImportHandler>()
            .UseCase<ListImportsHandler>()
            .UseCase<CarryOutImportHandler>()
            .UseCase<KeepFindingsHandler>()
            .UseCase<FailImportHandler>()
            .UseCase<ExportRegisterHandler>()
            .Job<WorkOffImports>(TimeSpan.FromSeconds(2))
            .Job<OldImports>(TimeSpan.FromMinutes(15));
    }
}
