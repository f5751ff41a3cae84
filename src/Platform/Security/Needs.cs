using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Linli.Platform.Security;

/// <summary>Names the permission an endpoint or page asks for. A test fails on any endpoint without one.</summary>
/// <remarks>Not an <see cref="IAuthorizeData"/>: that would add the default policy, and public pages would ask for a sign-in.</remarks>
/// <param name="permission">A declared permission, or one of <see cref="Access"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(string permission) : Attribute, IAuthorizationRequirementData
{
    /// <summary>The permission's name.</summary>
    public string Permission { get; } = permission;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new PermissionRequirement(Permission)];
}

/// <summary>The permission must be held somewhere; the use case then checks the place.</summary>
/// <param name="Permission">A declared permission, or one of <see cref="Access"/>.</param>
public sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

internal sealed class PermissionRequirementHandler(CurrentCaller caller) : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (caller.Value.May(requirement.Permission))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Endpoint conventions for permissions.</summary>
public static class NeedsExtensions
{
    /// <summary>The endpoint asks for this permission.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, string permission)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new NeedsAttribute(permission)));
        return endpoint;
    }
}
