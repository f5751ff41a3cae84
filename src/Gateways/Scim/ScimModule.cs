using Linli.Platform.Modules;
using Linli.Platform.UseCases;
using Linli.Scim.Discover;
using Linli.Scim.Groups;
using Linli.Scim.Speak;
using Linli.Scim.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scim;

/// <summary>SCIM 2.0 at <c>/scim/v2</c> (RFC 7643, RFC 7644): an employer's directory keeps the accounts and posts of its staff.</summary>
public sealed class ScimModule : IModule
{
    /// <inheritdoc/>
    public string Name => "scim";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddHttpContextAccessor();
        module.Services
            .AddScoped<WhereItIs>()
            .AddScoped<IHandler<PatchUser, UserWritten>, PatchUserHandler>()
            .AddScoped<IHandler<ReplaceUser, UserWritten>, ReplaceUserHandler>()
            .AddScoped<IHandler<RemoveUser, UserWritten>, RemoveUserHandler>()
            .AddScoped<IHandler<PatchGroup, GroupWritten>, PatchGroupHandler>()
            .AddScoped<IHandler<ReplaceGroup, GroupWritten>, ReplaceGroupHandler>()
            .AddScoped<IHandler<RemoveGroup, GroupWritten>, RemoveGroupHandler>();
        module
            .Routes(DiscoverEndpoints.Map)
            .Routes(UserEndpoints.Map)
            .Routes(GroupEndpoints.Map)
            .Routes(NoSuchAddress.Map);
    }
}
