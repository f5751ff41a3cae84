namespace Linli.Jt808;

/// <summary>Ids of the messages of JT/T 808 that are spoken here. From the terminal below 0x8000, to it from there on.</summary>
public static class JtMessages
{
    /// <summary>终端通用应答.</summary>
    public const ushort TerminalAnswer = 0x0001;

    /// <summary>终端心跳.</summary>
    public const ushort Heartbeat = 0x0002;

    /// <summary>终端注销.</summary>
    public const ushort Logout = 0x0003;

    /// <summary>查询服务器时间请求 (2019).</summary>
    public const ushort TimeQuery = 0x0004;

    /// <summary>终端补传分包请求 (2019).</summary>
    public const ushort PartsWanted = 0x0005;

    /// <summary>终端注册.</summary>
    public const ushort Register = 0x0100;

    /// <summary>终端鉴权.</summary>
    public const ushort Authenticate = 0x0102;

    /// <summary>查询终端参数应答.</summary>
    public const ushort Parameters = 0x0104;

    /// <summary>查询终端属性应答.</summary>
    public const ushort Attributes = 0x0107;

    /// <summary>位置信息汇报.</summary>
    public const ushort Position = 0x0200;

    /// <summary>位置信息查询应答.</summary>
    public const ushort PositionAnswer = 0x0201;

    /// <summary>定位数据批量上传.</summary>
    public const ushort Positions = 0x0704;

    /// <summary>平台通用应答.</summary>
    public const ushort PlatformAnswer = 0x8001;

    /// <summary>服务器补传分包请求.</summary>
    public const ushort PartsMissing = 0x8003;

    /// <summary>查询服务器时间应答 (2019).</summary>
    public const ushort Time = 0x8004;

    /// <summary>终端注册应答.</summary>
    public const ushort RegisterAnswer = 0x8100;

    /// <summary>设置终端参数.</summary>
    public const ushort SetParameters = 0x8103;

    /// <summary>查询终端参数.</summary>
    public const ushort QueryParameters = 0x8104;

    /// <summary>终端控制.</summary>
    public const ushort Control = 0x8105;

    /// <summary>查询指定终端参数.</summary>
    public const ushort QuerySomeParameters = 0x8106;

    /// <summary>查询终端属性.</summary>
    public const ushort QueryAttributes = 0x8107;

    /// <summary>位置信息查询.</summary>
    public const ushort QueryPosition = 0x8201;

    /// <summary>文本信息下发.</summary>
    public const ushort Text = 0x8300;

    /// <summary>设置圆形区域.</summary>
    public const ushort SetCircles = 0x8600;

    /// <summary>删除圆形区域.</summary>
    public const ushort RemoveCircles = 0x8601;

    /// <summary>设置矩形区域.</summary>
    public const ushort SetRectangles = 0x8602;

    /// <summary>删除矩形区域.</summary>
    public const ushort RemoveRectangles = 0x8603;

    /// <summary>设置多边形区域.</summary>
    public const ushort SetPolygon = 0x8604;

    /// <summary>删除多边形区域.</summary>
    public const ushort RemovePolygons = 0x8605;

    /// <summary>设置路线.</summary>
    public const ushort SetRoute = 0x8606;

    /// <summary>删除路线.</summary>
    public const ushort RemoveRoutes = 0x8607;
}

/// <summary>Results of general answers (通用应答结果).</summary>
public enum JtResult : byte
{
    /// <summary>成功/确认.</summary>
    Done = 0,

    /// <summary>失败: try again later.</summary>
    Failed = 1,

    /// <summary>消息有误.</summary>
    Wrong = 2,

    /// <summary>不支持.</summary>
    NotSupported = 3,
}

/// <summary>Results of registering (终端注册应答结果).</summary>
public enum JtRegisterResult : byte
{
    /// <summary>成功.</summary>
    Done = 0,

    /// <summary>车辆已被注册.</summary>
    VehicleTaken = 1,

    /// <summary>数据库中无该车辆.</summary>
    NoSuchVehicle = 2,

    /// <summary>终端已被注册.</summary>
    TerminalTaken = 3,

    /// <summary>数据库中无该终端.</summary>
    NoSuchTerminal = 4,
}
