using Linli.People;
using Linli.Platform.Security;

namespace Linli.Market.Machines;

/// <summary>What may be done with unattended machines.</summary>
internal static class MachinePermissions
{
    /// <summary>Look after machines: stock, prices, purchases that wait for staff. A merchant those of their own shop.</summary>
    public const string Machines = "market.machines";

    /// <summary>Register machines, give them a new key, take them out of service.</summary>
    public const string Register = "market.machines_register";

    /// <summary>Decide disputes about receipts.</summary>
    public const string Disputes = "market.machines_disputes";

    /// <summary>Be a machine: held by keys only.</summary>
    public const string Device = "market.machine";

    public static readonly Permission[] All =
    [
        new(Machines, ("管理无人设备", "Look after unattended machines"), Posts.Operator, Posts.Merchant),
        new(Register, ("登记无人设备", "Register unattended machines"), Posts.Operator, Posts.Administrator),
        new(Disputes, ("处理无人设备异议", "Decide disputes at machines"), Posts.Operator),
        new(Device, ("作为无人设备接入", "Be an unattended machine")),
    ];
}
