using Linli.Platform.Tables;
using Linli.Platform.Text;

namespace Linli.People.Import;

/// <summary>The columns of a register as communities keep it (花名册), each under the many names it goes by.</summary>
internal static class ImportColumns
{
    public const string Name = "name";
    public const string Identity = "id";
    public const string Phone = "phone";
    public const string Address = "address";
    public const string Compound = "compound";
    public const string Building = "building";
    public const string Unit = "unit";
    public const string Room = "room";
    public const string Household = "household";
    public const string ToHead = "to_head";
    public const string Relation = "relation";
    public const string Tenant = "tenant";
    public const string Share = "share";
    public const string LeaseEnd = "lease_end";
    public const string From = "from";
    public const string Sex = "sex";
    public const string Birth = "birth";
    public const string Guardian = "guardian";

    /// <summary>The fields that say where somebody lives.</summary>
    public static readonly string[] OfTheHome = [Address, Compound, Building, Unit, Room];

    public static readonly IReadOnlyList<TableColumn> All =
    [
        new(Name, true, "姓名", "居民姓名", "人员姓名", "住户姓名", "成员姓名", "名字", "业主姓名", "full name"),
        new(Identity, false, "身份证号码", "身份证号", "身份证", "证件号", "证件号码", "公民身份号码", "公民身份证号码", "居民身份证号码", "身份证件号码", "有效证件号码", "id number", "identity"),
        new(Phone, false, "联系电话", "手机", "手机号", "手机号码", "电话", "电话号码", "联系方式", "移动电话", "本人电话", "联系号码", "mobile"),
        new(Address, false, "住址", "地址", "家庭住址", "家庭地址", "现住址", "居住地址", "现居住地址", "详细地址", "房屋地址", "房屋坐落", "门牌地址", "门牌", "房屋", "home"),
        new(Compound, false, "小区", "小区名称", "所属小区", "苑", "estate"),
        new(Building, false, "楼栋", "楼幢", "幢", "栋", "幢号", "栋号", "楼号", "楼栋号", "楼幢号", "几幢", "几栋", "住址楼栋", "住址楼幢", "住址幢"),
        new(Unit, false, "单元", "单元号", "住址单元"),
        new(Room, false, "房号", "室", "室号", "房间号", "门牌号", "户室号", "房室号", "门号", "住址房号", "住址室", "door"),
        new(Household, false, "户号", "户编号", "家庭编号", "户序号", "户口簿号"),
        new(ToHead, false, "与户主关系", "与户主的关系", "户主关系", "家庭关系", "和户主关系", "relation to head"),
        new(Relation, false, "与业主关系", "住户类型", "住户类别", "人员类别", "居民类型", "居住类型", "居住性质", "住户身份", "业主或租户", "关系"),
        new(Tenant, false, "是否租户", "是否出租", "是否租客", "租户", "是否承租人"),
        new(Share, false, "产权份额", "份额", "共有份额", "占有份额", "产权比例", "持有比例", "owner share"),
        new(LeaseEnd, false, "租期至", "租赁到期", "租赁到期日", "到期日期", "租期截止", "租赁截止日期", "合同到期日", "租约到期", "租期止", "租赁到期时间", "lease until"),
        new(From, false, "入住日期", "入住时间", "迁入日期", "搬入时间", "居住起始日期", "moved in"),
        new(Sex, false, "性别", "gender"),
        new(Birth, false, "出生日期", "出生年月", "出生年月日", "生日", "birthday", "birth date", "birth_date", "date of birth"),
        new(Guardian, false, "监护人", "监护人姓名", "法定监护人"),
    ];

    /// <summary>Every name by which the heading is recognised.</summary>
    public static readonly IReadOnlyList<string> Known = [.. All.SelectMany(c => c.Names)];

    /// <summary>What a field is called on a page.</summary>
    public static Phrase TitleOf(string field) => field switch
    {
        Name => ("姓名", "Name"),
        Identity => ("证件号码", "Identity number"),
        Phone => ("电话", "Phone"),
        Address => ("完整住址", "Whole address"),
        Compound => ("小区", "Compound"),
        Building => ("楼幢", "Building"),
        Unit => ("单元", "Unit"),
        Room => ("房号", "Room"),
        Household => ("户号", "Household number"),
        ToHead => ("与户主关系", "Relation to the head of household"),
        Relation => ("住户类型", "Owner, tenant or family"),
        Tenant => ("是否租户", "Tenant: yes or no"),
        Share => ("产权份额", "Owner's share"),
        LeaseEnd => ("租期至", "Lease until"),
        From => ("入住日期", "Living there since"),
        Sex => ("性别", "Sex"),
        Birth => ("出生日期", "Date of birth"),
        Guardian => ("监护人", "Guardian"),
        _ => (field, field),
    };
}
