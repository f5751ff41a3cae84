using System.Globalization;
using Linli.Platform.Tables;

namespace Linli.Bench;

/// <summary>People who do not exist, in the proportions of real ones: names, families, documents with right check digits.</summary>
internal sealed class RegisterSample(int seed)
{
    private const string Surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
    private const string Given = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国红玉梅春云志文晓雪海峰玲飞鹏宇浩然子轩梓涵雨欣怡佳俊辉晨阳思远婷琳凤珍荣福德祥宝生长林松柏清泉安康宁和瑞嘉诗语墨一诺可心若曦天佑泽";
    private static readonly int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private readonly Random random = new(seed);
    private int number;

    public string Name()
    {
        // Half of all people share a fifth of the surnames.
        var surname = Surnames[(int)(Surnames.Length * Math.Pow(random.NextDouble(), 2.2))];
        return random.Next(5) == 0 ? $"{surname}{Given[random.Next(Given.Length)]}" : $"{surname}{Given[random.Next(Given.Length)]}{Given[random.Next(Given.Length)]}";
    }

    public DateOnly Birth(int youngest, int oldest) => new DateOnly(2026, 1, 1).AddDays(-random.Next(youngest * 365, oldest * 365));

    /// <summary>A document; no two are equal.</summary>
    public string Document(DateOnly birth, bool woman)
    {
        var count = ++number;
        var body = string.Create(CultureInfo.InvariantCulture, $"3301{(count / 500 % 90) + 10:00}{birth:yyyyMMdd}{(count % 500 * 2) + (woman ? 0 : 1):000}");
        return body + "10X98765432"[body.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
    }

    public string Phone() => string.Create(CultureInfo.InvariantCulture, $"19{++number:000000000}");

    public int Next(int below) => random.Next(below);

    /// <summary>
    /// A register as a community keeps it: a title, a heading of two rows, addresses only in the first row of a household, several
    /// ways to write a date.
    /// </summary>
    public async Task Write(string file, IReadOnlyList<string> homes, int rows, CancellationToken cancel)
    {
        await using var output = File.Create(file);
        await using var table = TableWriter.Xlsx(output, "花名册");
        await table.WriteHeaderAsync(["和风里居民花名册"], cancel);
        await table.WriteRowAsync(["序号", "姓名", "身份证号码", "性别", "出生年月", "联系电话", "住址", "", "", "", "与户主关系", "租期至"], cancel);
        await table.WriteRowAsync(["", "", "", "", "", "", "小区", "楼栋", "单元", "房号", "", ""], cancel);
        var row = 0;
        for (var home = 0; row < rows; home++)
        {
            var parts = homes[home % homes.Count].Split('-');
            var size = 1 + random.Next(4);
            var tenant = random.Next(6) == 0;
            for (var member = 0; member < size && row < rows; member++)
            {
                var birth = member switch { 0 or 1 => Birth(30, 85), _ => Birth(1, 9) };
                var woman = member == 1 || (member > 1 && random.Next(2) == 0);
                var first = member == 0;
                await table.WriteRowAsync(
                    [
                        ++row, Name(), Document(birth, woman), woman ? "女" : "男", Written(birth), member < 2 ? Phone() : "",
                        first ? parts[0] : "", first ? parts[1] + "幢" : "", first && parts.Length == 4 ? parts[2] + "单元" : "", first ? parts[^1] + "室" : "",
                        member switch { 0 => "户主", 1 => "配偶", _ => woman ? "女儿" : "儿子" }, tenant && first ? "2028/6/30" : "",
                    ],
                    cancel);
            }
        }

        await table.CompleteAsync(cancel);
    }

    private string Written(DateOnly birth) => random.Next(4) switch
    {
        0 => $"{birth:yyyyMMdd}",
        1 => $"{birth.Year}年{birth.Month}月{birth.Day}日",
        2 => $"{birth:yyyy.MM}",
        _ => $"{birth.Year}/{birth.Month}/{birth.Day}",
    };
}
