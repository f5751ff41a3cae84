using Linli.People.Accounts;
using Linli.People.Register.Persons;
using Linli.Places;
using Linli.Platform.Identity;
using static Linli.Web.Bilingual;

namespace Linli.People.Register;

/// <summary>The register in words.</summary>
internal static class RegisterWords
{
    public static string Of(HomeUse use) => use switch
    {
        HomeUse.TalentFlat => T("人才公寓", "Talent flat"),
        HomeUse.Shop => T("商铺", "Shop"),
        HomeUse.Office => T("办公", "Office"),
        _ => T("住宅", "Dwelling"),
    };

    public static string Of(AreaSource source) => source switch
    {
        AreaSource.Register => T("不动产登记", "property register"),
        AreaSource.Survey => T("测绘", "survey"),
        _ => T("买卖合同", "contract"),
    };

    public static string Of(TieEnd? end) => end switch
    {
        TieEnd.MovedOut => T("搬离", "Moved out"),
        TieEnd.Died => T("去世", "Died"),
        TieEnd.Sold => T("产权转移", "Sold"),
        TieEnd.Mistake => T("登记有误", "Mistake"),
        _ => T("到期", "Ran out"),
    };

    public static string Of(Sex? sex) => sex switch
    {
        Sex.Male => T("男", "Male"),
        Sex.Female => T("女", "Female"),
        _ => "",
    };

    public static string Of(IdentityDocument document) => document switch
    {
        IdentityDocument.HongKongMacaoTaiwanPermit => T("港澳台居民居住证", "Residence permit (HK, Macao, Taiwan)"),
        IdentityDocument.ForeignPermanentResident => T("外国人永久居留身份证", "Foreign permanent resident card"),
        IdentityDocument.Passport => T("护照", "Passport"),
        _ => T("居民身份证", "Resident identity card"),
    };

    public static string Of(GuardianKind kind) => kind switch
    {
        GuardianKind.Parent => T("父母", "Parent"),
        GuardianKind.Grandparent => T("祖父母、外祖父母", "Grandparent"),
        _ => T("指定监护人", "Appointed"),
    };

    public static string Of(PersonalPart part) => part switch
    {
        PersonalPart.Identity => T("证件号码", "Document number"),
        PersonalPart.ContactPhone => T("联系电话", "Contact phone"),
        _ => T("手机号", "Mobile number"),
    };

    public static string Age(int? age) => age is { } years ? T($"{years} 岁", $"{years}") : "";

    public static string Area(decimal? area) =>
        area is { } metres ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{metres:0.##} ㎡") : T("未登记", "not known");
}
