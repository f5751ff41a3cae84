namespace Linli.Services.Matters;

/// <summary>The matters a community takes in. Whether one is offered here is data: its category is there, or it is not.</summary>
internal static class MatterBook
{
    private static readonly MatterField Name = new("name", ("姓名", "Full name"));
    private static readonly MatterField Number = new("id_number", ("证件号码", "Number of the identity document"), MatterFieldKind.IdentityNumber);
    private static readonly MatterField Birth = new("birth_date", ("出生日期", "Date of birth"), MatterFieldKind.Date);
    private static readonly MatterField Registered = new("registered_address", ("户籍地址", "Registered address"));
    private static readonly MatterPaper Card = new(("身份证复印件", "Copy of the identity card"), "name", "id_number");
    private static readonly MatterPaper Book = new(("户口簿复印件", "Copy of the household book"), "registered_address");

    public static readonly IReadOnlyList<Matter> All =
    [
        new("elder_card", ("老年优待证", "Elder card"), "id-badge-2", ("年满 60 周岁", "From 60 years of age"),
            [
                Name, Number, Birth, Registered,
                new("delivery", ("怎样领取", "How to receive it")) { Shared = false, Hint = ("例如：送到家、服务台自取", "Such as: brought home, or at the desk") },
            ],
            [Card, Book, new(("近期一寸照片", "A recent photo"), "photo_on_file")]) { FromAge = 60 },
        new("residence_registration", ("居住登记", "Registration of residence"), "home-check", ("新搬来的租户和家属", "Tenants and families who have just moved in"),
            [
                Name, Number, Registered,
                new("living_at", ("现住地址", "Where you live now")) { Shared = false },
                new("living_since", ("何时搬来", "Since when"), MatterFieldKind.Date) { Shared = false },
            ],
            [Card, Book, new(("房屋权属证明", "Proof of the right to the home"), "home_right")]),
        new("flexible_insurance", ("灵活就业社保补贴", "Insurance subsidy for flexible work"), "umbrella", ("灵活就业并缴纳社保", "Flexible work, insurance paid"),
            [Name, Number, new("insurance", ("参保状态", "State of insurance")), new("work", ("从事的工作", "What work you do")) { Shared = false }],
            [Card, new(("参保缴费证明", "Proof of contributions"), "insurance")]),
        new("birth_registration", ("生育登记", "Registration of a birth"), "baby-carriage", ("怀孕后或孩子出生后", "During pregnancy or after birth"),
            [
                Name, Number, new("marriage", ("婚姻状况", "Marital status")) { Required = false },
                new("expected", ("预产期或出生日期", "Expected or actual date of birth"), MatterFieldKind.Date) { Shared = false },
            ],
            [Card, Book, new(("结婚证", "Marriage certificate"), "marriage")]),
    ];

    public static Matter? Find(string? code) => All.FirstOrDefault(m => m.Code == code);
}
