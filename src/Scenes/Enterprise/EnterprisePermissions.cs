using Linli.Platform.Security;

namespace Linli.Enterprise;

/// <summary>What may be done in the scene of enterprise and talent.</summary>
public static class EnterprisePermissions
{
    internal static readonly Permission[] All =
    [
    ];
}
