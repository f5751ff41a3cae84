using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.People.Export;

/// <summary>A row of the exported register; its headings are those that the import knows.</summary>
internal static class ExportedRow
{
    public static readonly string[] Names =
        ["社区", "住址", "姓名", "住户类型", "产权份额", "租期至", "入住日期", "性别", "出生日期", "身份证号码", "联系电话"];

    public static IReadOnlyList<object?> Of(HomeTie tie, Person person, bool full, FieldCipher cipher, IScopeTree tree) =>
    [
        ScopePath.TryParse(tie.Scope, null, out var building) ? tree.CommunityOf(building)?.Name.Zh : null,
        tie.HomeLabel,
        full ? person.Name : Masked.Name(person.Name),
        tie.Relation switch { HomeRelation.Owner => "业主", HomeRelation.Tenant => "租户", _ => "家属" },
        TieRules.ShareOf(tie)?.ToString(),
        tie is { Relation: HomeRelation.Tenant, To: { } end } ? LocalTime.DateOf(end.AddTicks(-1)) : null,
        LocalTime.DateOf(tie.From),
        person.Sex switch { Sex.Male => "男", Sex.Female => "女", _ => null },
        // Without the day a birthday finds nobody, and still says who is old.
        person.BirthDate is not { } born ? null : full ? born : $"{born.Year}",
        full && person.Identity is { } identity ? cipher.Open(identity) : person.IdentityMask,
        full && (person.Phone ?? person.ContactPhone) is { } phone ? cipher.Open(phone) : person.PhoneMask ?? person.ContactPhoneMask,
    ];
}
