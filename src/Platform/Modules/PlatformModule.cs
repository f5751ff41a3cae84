using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Live;
using Linli.Platform.Operations;
using Linli.Platform.Security;
using Linli.Platform.Webhooks;

namespace Linli.Platform.Modules;

/// <summary>What the platform itself brings: files, webhooks, live updates, and the operators' addresses. In every composition.</summary>
internal sealed class PlatformModule : IModule
{
    public string Name => "platform";

    public void Declare(ModuleBuilder module)
    {
        module
            .Tables(PlatformModel.Map)
            .Permissions(PlatformPermissions.All)
            .Routes(OperationsEndpoints.Map)
            .Routes(LiveEndpoint.Map)
            .Job<Housekeeping>(TimeSpan.FromHours(1));
        FilesPart.Declare(module);
        WebhooksPart.Declare(module);
    }
}
