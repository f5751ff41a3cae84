using Linli.Platform.Text;

namespace Linli.Neighbours.Friends;

/// <summary>What people meet for.</summary>
internal static class Interests
{
    /// <summary>Most that one card names.</summary>
    public const int Most = 5;

    private static readonly Dictionary<string, (Phrase Name, string Icon)> Known = new(StringComparer.Ordinal)
    {
        ["chess"] = (("棋牌", "Chess and cards"), "chess"),
        ["dance"] = (("广场舞", "Dancing"), "music"),
        ["walking"] = (("散步快走", "Walking"), "walk"),
        ["running"] = (("跑步", "Running"), "run"),
        ["table-tennis"] = (("乒乓球", "Table tennis"), "ping-pong"),
        ["badminton"] = (("羽毛球", "Badminton"), "shirt-sport"),
        ["basketball"] = (("篮球", "Basketball"), "ball-basketball"),
        ["taiji"] = (("太极", "Taiji"), "yin-yang"),
        ["cycling"] = (("骑行", "Cycling"), "bike"),
        ["singing"] = (("唱歌", "Singing"), "microphone"),
        ["calligraphy"] = (("书法绘画", "Calligraphy and painting"), "brush"),
        ["reading"] = (("读书", "Reading"), "book"),
        ["photography"] = (("摄影", "Photography"), "camera"),
        ["cooking"] = (("做饭烘焙", "Cooking and baking"), "chef-hat"),
        ["gardening"] = (("养花种菜", "Gardening"), "plant-2"),
        ["handicraft"] = (("手工编织", "Handicraft"), "needle-thread"),
        ["pets"] = (("养宠", "Pets"), "paw"),
        ["parenting"] = (("带娃遛娃", "Parents with children"), "baby-carriage"),
        ["volunteering"] = (("志愿服务", "Volunteering"), "heart-handshake"),
        ["languages"] = (("学语言", "Languages"), "language"),
    };

    /// <summary>All codes, in the order in which they are offered.</summary>
    public static IEnumerable<string> Codes => Known.Keys;

    public static bool Has(string? code) => code is not null && Known.ContainsKey(code);

    public static Phrase NameOf(string code) => Known.TryGetValue(code, out var known) ? known.Name : (code, code);

    public static string IconOf(string code) => Known.TryGetValue(code, out var known) ? known.Icon : "point";

    /// <summary>Several codes as a row keeps them: each between blanks.</summary>
    public static string Join(IEnumerable<string> codes) => $" {string.Join(' ', codes)} ";

    /// <summary>The codes of a row.</summary>
    public static string[] Split(string joined) => joined.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
