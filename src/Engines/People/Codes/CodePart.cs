using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Codes;

/// <summary>What people show of themselves at a till, a shop or an activity (出示码).</summary>
internal static class CodePart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<CodeText>().AddScoped<IPresentedCodes, PresentedCodes>();
        module.UseCase<ShowMyCodeHandler>().UseCase<ReadCodeHandler>().Job<OldUsedCodes>(TimeSpan.FromMinutes(10))
            .Pages(new NavigationItem(Workspace.Resident, "/me/code", ("我的码", "My code"), "qrcode", Access.SignedIn, 940) { OnHome = true });
    }
}
