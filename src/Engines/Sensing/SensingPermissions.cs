using Linli.People;
using Linli.Platform.Security;

namespace Linli.Sensing;

/// <summary>What may be done with devices and alarms, and by which posts unless a community says otherwise.</summary>
public static class SensingPermissions
{
    /// <summary>Enter, change and retire devices, hand out their keys, send them commands.</summary>
    public const string Devices = "sensing.devices";

    /// <summary>Take devices into service on the spot, with the label that was printed for each.</summary>
    public const string Provision = "sensing.provision";

    /// <summary>Fences and rules.</summary>
    public const string Rules = "sensing.rules";

    /// <summary>See alarms and readings that are about no person.</summary>
    public const string Watch = "sensing.watch";

    /// <summary>Acknowledge, call out, shelve and close alarms.</summary>
    public const string Handle = "sensing.handle";

    internal static readonly Permission[] All =
    [
        new(Devices, ("管理物联设备", "Keep devices"), Posts.Operator, Posts.Administrator),
        new(Provision, ("扫码安装设备", "Take devices into service"), Posts.PropertyRepair, Posts.Operator, Posts.Administrator),
        new(Rules, ("维护围栏与告警规则", "Keep fences and alarm rules"), Posts.Operator, Posts.Administrator),
        new(Watch, ("查看告警与监测数据", "Watch alarms and readings"), Posts.DutyOfficer, Posts.Operator, Posts.CommunityWorker, Posts.Administrator),
        new(Handle, ("处置告警", "Handle alarms"), Posts.DutyOfficer, Posts.Operator, Posts.Administrator),
    ];
}
