using Linli.Platform.Text;

namespace Linli.Places.Circles;

/// <summary>What a home should have within reach.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kinds">Kinds of facilities that serve it.</param>
/// <param name="Minutes">Which circle it belongs to: 5, 10 or 15 minutes.</param>
/// <param name="Metres">The longest way on foot, where the standard gives metres.</param>
/// <param name="Profile">Who walks.</param>
/// <param name="SquareMetresPer100Homes">Square metres asked for a hundred homes.</param>
/// <param name="Source">Where it was taken from.</param>
public sealed record CircleCategory(
    string Code, Phrase Name, IReadOnlyList<string> Kinds, int Minutes, int? Metres, string Profile, int? SquareMetresPer100Homes, string Source)
{
    /// <summary>What holds where a community says nothing of its own (R24); walking distances are along the network.</summary>
    internal static IReadOnlyList<CircleCategory> Defaults { get; } =
    [
        new("community_service", ("社区服务", "Community service"), ["service_centre", "neighbourhood_centre", "one_stop_desk", "government_hall"], 15, null, "adult", null, Model),
        new("health", ("医疗卫生", "Health"), ["clinic"], 15, null, "elder", null, Model),
        new("elder_care", ("养老服务", "Elder care"), ["day_care", "care_home"], 15, null, "elder", 20, "绍兴市居家养老服务条例 第九条：已建小区每百户 20 ㎡（R24）· Shaoxing home care rules, art. 9"),
        new("childcare", ("托育", "Child-care"), ["childcare"], 5, 300, "adult", null, Older),
        new("kindergarten", ("幼儿园", "Kindergarten"), ["kindergarten"], 5, 300, "child", null, Older),
        new("primary", ("小学", "Primary school"), ["primary_school"], 10, 500, "child", null, Older),
        new("junior", ("初中", "Junior school"), ["junior_school", "middle_school"], 15, 1000, "child", null, Older),
        new("market", ("菜场与便民商业", "Market and shops"), ["market", "shop", "mall"], 10, null, "adult", null, Model),
        new("culture", ("文化", "Culture"), ["library", "parlour", "culture_station"], 15, null, "adult", null, Model),
        new("sport", ("体育", "Sport"), ["sports_hall", "square"], 10, null, "adult", null, Model),
        new("park", ("公园绿地", "Park"), ["park", "square", "garden"], 5, null, "adult", null, Model),
        new("parking", ("停车", "Parking"), ["parking"], 5, null, "adult", null, Model),
        new("bus", ("公交", "Bus"), ["bus_stop"], 10, null, "adult", null, Model),
    ];

    private const string Older = "旧版标准服务半径（R24，来源 jzsc.net、jianbiaoku.com），请按本地规划核对 · service distance of an older standard; check with local planning";
    private const string Model = "R24 的类别；所属生活圈为默认取值，TD/T 1062-2021 附表未公开，按数据导入 · category of R24; its circle is our default, the annex tables of TD/T 1062-2021 are loaded as data";
}

/// <summary>One of the circles (生活圈) of GB 50180-2018 (R22). A wider circle does not replace a narrower one.</summary>
/// <param name="Minutes">5, 10 or 15.</param>
/// <param name="MetresFrom">How far it reaches at least.</param>
/// <param name="MetresTo">How far it reaches at most.</param>
/// <param name="PeopleFrom">Fewest people it is planned for.</param>
/// <param name="PeopleTo">Most people it is planned for.</param>
/// <param name="HomesFrom">Fewest homes it is planned for.</param>
/// <param name="HomesTo">Most homes it is planned for.</param>
/// <param name="Source">Where the figures were taken from.</param>
public sealed record CircleLevel(int Minutes, int MetresFrom, int MetresTo, int PeopleFrom, int PeopleTo, int HomesFrom, int HomesTo, string Source)
{
    /// <summary>The three circles.</summary>
    public static IReadOnlyList<CircleLevel> All { get; } =
    [
        new(5, 300, 300, 5_000, 12_000, 1_500, 4_000, "GB 50180-2018（R22）"),
        new(10, 500, 500, 15_000, 25_000, 5_000, 8_000, "GB 50180-2018（R22）"),
        new(15, 800, 1_000, 50_000, 100_000, 17_000, 32_000, "GB 50180-2018（R22）"),
    ];

    /// <summary>How many circles of this width so many homes make; 0 where they are fewer than one needs.</summary>
    public int CirclesFor(int homes) => homes / HomesFrom;
}
