namespace Linli.CitySimulator;

/// <summary>Whom the simulated city knows: two residents of the demo community and somebody new.</summary>
internal static class Citizens
{
    /// <summary>A certificate that has run out.</summary>
    public const string OldCertificate = "WZ-0000";

    public static readonly IReadOnlyList<Citizen> All =
    [
        Of("c-1001", "沈桂芳", "19900000101", ("76 岁，和一社区居民", "76, a resident of Heyi"), "1950-03-08", "330108195003080022", "和一-3-1-201", "已退休"),
        Of("c-1002", "林涛", "19900000103", ("38 岁，和二社区居民", "38, a resident of He'er"), "1988-06-17", "330108198806170017", "和二-9-1-401", "在职参保"),
        Of("c-1003", "林晓雨", "19900000999", ("28 岁，刚搬来，还没有邻里账号", "28, just moved here, no account yet"), "1998-11-30", "330108199811300044", "外省户籍", "灵活就业参保"),
    ];

    private static Citizen Of(string id, string name, string phone, (string, string) about, string birth, string number, string address, string insurance) => new(
        id, name, phone, about, id.Replace("c-", "WZ-", StringComparison.Ordinal), new Dictionary<string, Datum>(StringComparer.Ordinal)
        {
            ["name"] = Police(name),
            ["birth_date"] = Police(birth),
            ["id_number"] = Police(number),
            ["registered_address"] = Police(address),
            ["insurance"] = new(insurance, "市人力社保局（模拟）", "Social security office (simulated)", new(2026, 11, 1)),
            ["photo_on_file"] = Police("有"),
            ["marriage"] = new(id == "c-1003" ? "未婚" : "已婚", "市民政局（模拟）", "Civil affairs office (simulated)", new(2026, 10, 31)),
            ["home_right"] = new(id == "c-1003" ? "无" : "有", "市不动产登记中心（模拟）", "Land registry (simulated)", new(2026, 10, 15)),
        });

    private static Datum Police(string value) => new(value, "市公安局（模拟）", "Public security bureau (simulated)", new(2026, 11, 20));
}
