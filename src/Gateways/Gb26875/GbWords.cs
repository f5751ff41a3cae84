using Linli.Platform.Text;

namespace Linli.Gb26875;

/// <summary>Systems, parts and states of GB 26875.3 as people call them (8.2.1 of the standard).</summary>
public static class GbWords
{
    private static readonly Dictionary<byte, Phrase> Systems = new()
    {
        [0] = ("通用", "General"), [1] = ("火灾报警系统", "Fire alarm system"), [10] = ("消防联动控制器", "Linkage controller"), [11] = ("消火栓系统", "Hydrants"),
        [12] = ("自动喷水灭火系统", "Sprinklers"), [13] = ("气体灭火系统", "Gas extinguishing"), [14] = ("水喷雾灭火系统（泵启动）", "Water spray, pumped"),
        [15] = ("水喷雾灭火系统（压力容器启动）", "Water spray, pressure vessel"), [16] = ("泡沫灭火系统", "Foam"), [17] = ("干粉灭火系统", "Dry powder"), [18] = ("防烟排烟系统", "Smoke control"),
        [19] = ("防火门及卷帘系统", "Fire doors and shutters"), [20] = ("消防电梯", "Firemen's lift"), [21] = ("消防应急广播", "Emergency broadcast"),
        [22] = ("消防应急照明和疏散指示系统", "Emergency lighting and signs"), [23] = ("消防电源", "Fire power supply"), [24] = ("消防电话", "Fire telephone"),
    };

    private static readonly Dictionary<byte, Phrase> Parts = new()
    {
        [0] = ("通用", "General"), [1] = ("火灾报警控制器", "Fire alarm controller"), [10] = ("可燃气体探测器", "Gas detector"), [11] = ("点型可燃气体探测器", "Point gas detector"),
        [12] = ("独立式可燃气体探测器", "Stand-alone gas detector"), [13] = ("线型可燃气体探测器", "Linear gas detector"), [16] = ("电气火灾监控报警器", "Electrical fire monitor"),
        [17] = ("剩余电流式电气火灾监控探测器", "Residual current detector"), [18] = ("测温式电气火灾监控探测器", "Electrical temperature detector"), [21] = ("探测回路", "Detection loop"),
        [22] = ("火灾显示盘", "Fire display"), [23] = ("手动火灾报警按钮", "Manual call point"), [24] = ("消火栓按钮", "Hydrant button"), [25] = ("火灾探测器", "Fire detector"),
        [30] = ("感温火灾探测器", "Heat detector"), [31] = ("点型感温火灾探测器", "Point heat detector"), [32] = ("点型感温火灾探测器（S型）", "Point heat detector S"),
        [33] = ("点型感温火灾探测器（R型）", "Point heat detector R"), [34] = ("线型感温火灾探测器", "Linear heat detector"), [35] = ("线型感温火灾探测器（S型）", "Linear heat detector S"),
        [36] = ("线型感温火灾探测器（R型）", "Linear heat detector R"), [37] = ("光纤感温火灾探测器", "Fibre heat detector"), [40] = ("感烟火灾探测器", "Smoke detector"),
        [41] = ("点型离子感烟火灾探测器", "Ionisation smoke detector"), [42] = ("点型光电感烟火灾探测器", "Optical smoke detector"), [43] = ("线型光束感烟火灾探测器", "Beam smoke detector"),
        [44] = ("吸气式感烟火灾探测器", "Aspirating smoke detector"), [50] = ("复合式火灾探测器", "Combined detector"), [51] = ("复合式感烟感温火灾探测器", "Smoke and heat detector"),
        [52] = ("复合式感光感温火灾探测器", "Flame and heat detector"), [53] = ("复合式感光感烟火灾探测器", "Flame and smoke detector"), [61] = ("紫外火焰探测器", "Ultraviolet flame detector"),
        [62] = ("红外火焰探测器", "Infrared flame detector"), [69] = ("感光火灾探测器", "Flame detector"), [74] = ("气体探测器", "Gas detector"), [78] = ("图像摄像方式火灾探测器", "Video fire detector"),
        [79] = ("感声火灾探测器", "Acoustic fire detector"), [81] = ("气体灭火控制器", "Gas extinguishing controller"), [82] = ("消防电气控制装置", "Electrical controller"),
        [83] = ("消防控制室图形显示装置", "Control room display"), [84] = ("模块", "Module"), [85] = ("输入模块", "Input module"), [86] = ("输出模块", "Output module"),
        [87] = ("输入/输出模块", "Input and output module"), [88] = ("中继模块", "Relay module"), [91] = ("消防水泵", "Fire pump"), [92] = ("消防水箱", "Fire water tank"), [95] = ("喷淋泵", "Sprinkler pump"),
        [96] = ("水流指示器", "Flow indicator"), [97] = ("信号阀", "Signal valve"), [98] = ("报警阀", "Alarm valve"), [99] = ("压力开关", "Pressure switch"), [101] = ("阀驱动装置", "Valve drive"),
        [102] = ("防火门", "Fire door"), [103] = ("防火阀", "Fire damper"), [104] = ("通风空调", "Ventilation"), [105] = ("泡沫液泵", "Foam pump"), [106] = ("管网电磁阀", "Solenoid valve"),
        [111] = ("防烟排烟风机", "Smoke fan"), [113] = ("排烟防火阀", "Smoke damper"), [114] = ("常闭送风口", "Air inlet"), [115] = ("排烟口", "Smoke outlet"), [116] = ("电控挡烟垂壁", "Smoke curtain"),
        [117] = ("防火卷帘控制器", "Shutter controller"), [118] = ("防火门监控器", "Fire door monitor"), [121] = ("警报装置", "Sounder"),
    };

    // Bit 0 is the other way round: 0 is a test.
    private static readonly Phrase[] States =
    [
        ("正常运行", "Running"), ("火警", "Fire"), ("故障", "Fault"), ("屏蔽", "Shielded"), ("监管", "Supervisory"), ("启动", "Started"), ("反馈", "Feedback"), ("延时", "Delayed"),
        ("主电故障", "Mains fault"), ("备电故障", "Standby power fault"), ("总线故障", "Bus fault"), ("手动", "Manual"), ("配置改变", "Settings changed"), ("复位", "Reset"),
    ];

    private static readonly Phrase[] UnitStates =
    [
        ("正常监视", "Watching"), ("火警", "Fire"), ("故障", "Fault"), ("主电故障", "Mains fault"), ("备电故障", "Standby power fault"), ("通信信道故障", "Channel fault"), ("监测线路故障", "Line fault"),
    ];

    private static readonly Phrase[] Operations =
    [
        ("复位", "Reset"), ("消音", "Silenced"), ("手动报警", "Manual alarm"), ("警情消除", "Alarm over"), ("自检", "Self-test"), ("确认/查岗应答", "Acknowledged, or duty answered"), ("测试", "Test"),
    ];

    /// <summary>系统类型.</summary>
    public static Phrase System(byte kind) => Systems.GetValueOrDefault(kind, ($"系统类型 {kind}", $"System {kind}"));

    /// <summary>部件类型.</summary>
    public static Phrase Part(byte kind) => Parts.GetValueOrDefault(kind, ($"部件类型 {kind}", $"Part {kind}"));

    /// <summary>States of a system, or of a part, whose bit 8 is its power.</summary>
    public static IReadOnlyList<Phrase> StatesOf(int bits, bool ofPart) => Words(bits, ofPart ? [.. States[..8], ("电源故障", "Power fault")] : States, ("测试", "Test"));

    /// <summary>States of a unit (用户信息传输装置).</summary>
    public static IReadOnlyList<Phrase> StatesOfUnit(int bits) => Words(bits, UnitStates, ("测试", "Test"));

    /// <summary>What was done at a panel or unit.</summary>
    public static IReadOnlyList<Phrase> OperationsOf(int bits) => Words(bits, Operations, null);

    private static List<Phrase> Words(int bits, Phrase[] names, Phrase? test)
    {
        var words = new List<Phrase>();
        if (test is { } testing && (bits & 1) == 0)
            words.Add(testing);
        for (var bit = 0; bit < names.Length; bit++)
            if ((bits >> bit & 1) != 0)
                words.Add(names[bit]);
        return words;
    }
}
