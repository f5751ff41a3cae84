using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Linli.People.Me;
using Linli.People.Register.Rules;
using Linli.Platform.Identity;
using Linli.Platform.Tables;
using Linli.Platform.Text;

namespace Linli.People.Import;

/// <summary>Reads the cells of a row.</summary>
internal sealed partial class RowReader(ColumnMap map, DateOnly today)
{
    private HomeWords above = HomeWords.Nothing;
    private string aboveHousehold = "";

    /// <summary>Reads the next row; rows must come in the order of the file.</summary>
    public PersonRow Read(TableRow row)
    {
        var own = new HomeWords(Cell(row, ImportColumns.Address), Cell(row, ImportColumns.Compound), Cell(row, ImportColumns.Building), Cell(row, ImportColumns.Unit), Cell(row, ImportColumns.Room));
        var toHead = RelationReading.HeadOf(Cell(row, ImportColumns.ToHead));
        var household = Cell(row, ImportColumns.Household);
        // Whoever has no address of their own is not the neighbour's family: the row must say that it goes on.
        var goesOn = toHead is not (null or ToHead.Head) || (household.Length > 0 && household == aboveHousehold) || IsMerged(row);
        var home = goesOn ? own.Below(above) : own;
        // A number of the household above counts on as long as the home does.
        household = household.Length == 0 && own.IsEmpty && goesOn ? aboveHousehold : household;
        (above, aboveHousehold) = (home, household);

        RowProblem? problem = null;
        var name = NameOf(row, ref problem);
        var identity = IdentityOf(row, ref problem);
        var birth = DateOf(row, ImportColumns.Birth, ref problem);
        var sex = SexOf(row, ref problem);
        CheckAgreement(identity, birth, sex, ref problem);
        var leaseEnd = LeaseOf(row, ref problem);
        var read = new PersonRow(row.Number, name, home, null)
        {
            Identity = identity,
            Phone = PhoneOf(row, ref problem),
            Birth = birth,
            Sex = identity?.Sex ?? sex,
            Household = household,
            ToHead = toHead ?? HeadByType(row),
            Relation = RelationOf(row, leaseEnd, ref problem),
            Share = ShareOf(row, ref problem),
            LeaseEnd = leaseEnd,
            From = DateOf(row, ImportColumns.From, ref problem)?.Day,
            Guardian = Cell(row, ImportColumns.Guardian),
        };
        return read with { Problem = problem };
    }

    private bool IsMerged(TableRow row) =>
        Array.Exists(ImportColumns.OfTheHome, field => map.IsMerged(row, field)) && Array.TrueForAll(ImportColumns.OfTheHome, f => Cell(row, f).Length == 0 || !map.IsMerged(row, f));

    // 户主 where owner, tenant or family is asked says who speaks for the household, not who owns the home.
    private ToHead? HeadByType(TableRow row) => RelationReading.IsHead(Cell(row, ImportColumns.Relation)) ? ToHead.Head : null;

    private string Cell(TableRow row, string field) => map.Get(row, field) is { Length: > 0 } text ? text.Normalize(NormalizationForm.FormKC).Trim() : "";

    private string NameOf(TableRow row, ref RowProblem? problem)
    {
        PlainText.TryCleanLine(Cell(row, ImportColumns.Name), 80, out var name);
        // Chinese names are written with blanks between characters to fill a column: 王 芳.
        name = name.Any(char.IsAsciiLetter) ? name : name.Replace(" ", "", StringComparison.Ordinal);
        if (name.Contains('*', StringComparison.Ordinal))
            problem ??= new(ImportColumns.Name, ("姓名是遮住的：这是脱敏名册里的行，不能导入", "The name is masked: this row is of a masked register and cannot be imported"));
        else if (PersonNames.Check(name) is { } wrong)
            problem ??= new(ImportColumns.Name, wrong.Message);
        return name;
    }

    private IdentityNumber? IdentityOf(TableRow row, ref RowProblem? problem)
    {
        var text = Cell(row, ImportColumns.Identity);
        if (text is "" or "无" or "-" or "/" or "不详" or "未提供")
            return null;
        if (Exponent().IsMatch(text))
            problem ??= new(ImportColumns.Identity, ("Excel 把号码存成了数字，后几位已丢失；请把该列设为文本后重新填写", "Excel kept the number as a figure and lost its last digits: set the column to text and enter it again"));
        else if (IdentityNumber.TryParse(text, out var number, out var wrong, today))
            return number;
        else
            problem ??= new(ImportColumns.Identity, IdentityNumber.Describe(wrong));
        return null;
    }

    private MobileNumber? PhoneOf(TableRow row, ref RowProblem? problem)
    {
        var text = Cell(row, ImportColumns.Phone);
        if (text is "" or "无" or "-" or "/" or "不详")
            return null;
        PhoneProblem wrong = default;
        foreach (var one in text.Split(['/', ',', ';', '、', ' ', '\n', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (MobileNumber.TryParse(one, out var number, out wrong))
                return number;
        if (MobileNumber.TryParse(text, out var whole, out wrong))
            return whole;
        // A landline belongs to a home rather than to a person, and signs nobody in: it is left out without harm.
        if (!Landline.TryParse(text, out _, out _))
            problem ??= new(ImportColumns.Phone, PhoneNumbers.Describe(wrong == PhoneProblem.None ? PhoneProblem.Shape : wrong));
        return null;
    }

    private ReadDate? DateOf(TableRow row, string field, ref RowProblem? problem)
    {
        var text = Cell(row, field);
        if (text is "" or "无" or "-" or "/" or "不详")
            return null;
        if (!DateReading.TryRead(text, out var date))
            problem ??= new(field, ($"“{ImportColumns.TitleOf(field).Zh}”不是可识别的日期，请写成 2016-09-10", $"The {ImportColumns.TitleOf(field).En.ToLowerInvariant()} cannot be read as a date: write 2016-09-10"));
        else if (date!.Day > today || date.Day < today.AddYears(-PersonRules.OldestYears))
            problem ??= new(field, ($"“{ImportColumns.TitleOf(field).Zh}”应在今天以前、130 年之内", $"The {ImportColumns.TitleOf(field).En.ToLowerInvariant()} lies before today, within 130 years"));
        return date;
    }

    private Sex? SexOf(TableRow row, ref RowProblem? problem)
    {
        switch (Cell(row, ImportColumns.Sex).ToLowerInvariant())
        {
            case "":
                return null;
            case "男" or "男性" or "m" or "male" or "1":
                return Platform.Identity.Sex.Male;
            case "女" or "女性" or "f" or "female" or "2":
                return Platform.Identity.Sex.Female;
            default:
                problem ??= new(ImportColumns.Sex, ("性别应为“男”或“女”", "The sex must be 男 or 女"));
                return null;
        }
    }

    // The number was checked by its own digits; what stands beside it must not contradict it.
    private void CheckAgreement(IdentityNumber? identity, ReadDate? birth, Sex? sex, ref RowProblem? problem)
    {
        if (identity?.BirthDate is { } tooOld && tooOld < today.AddYears(-PersonRules.OldestYears))
            problem ??= new(ImportColumns.Identity, ("证件号码中的出生日期已超过 130 年，请核对", "The document says a birth more than 130 years ago: check it"));
        if (identity?.BirthDate is { } born && birth is not null
            && (born.Year != birth.Year || (birth.Month is { } month && born.Month != month) || (birth.Day is { } day && born != day)))
            problem ??= new(ImportColumns.Birth, ("出生日期与证件号码不一致，请核对", "The date of birth does not agree with the identity number; please check both"));
        if (identity?.Sex is { } known && sex is not null && known != sex)
            problem ??= new(ImportColumns.Sex, ("性别与证件号码不一致，请核对", "The sex does not agree with the identity number; please check both"));
    }

    private DateOnly? LeaseOf(TableRow row, ref RowProblem? problem)
    {
        var text = Cell(row, ImportColumns.LeaseEnd);
        if (text is "" or "无" or "-" or "/" or "长期" or "无固定期限" or "不定期" or "永久")
            return null;
        if (!DateReading.TryRead(text, out var date))
        {
            problem ??= new(ImportColumns.LeaseEnd, ("租期不是可识别的日期，请写成 2027-08-31", "The end of the lease cannot be read as a date: write 2027-08-31"));
            return null;
        }

        // A lease "until 2027.08" runs to the end of that month.
        var end = date!.Day ?? (date.Month is { } month ? new DateOnly(date.Year, month, DateTime.DaysInMonth(date.Year, month)) : null);
        if (end is null)
            problem ??= new(ImportColumns.LeaseEnd, ("租期缺少日期，请写成 2027-08-31", "The end of the lease has no day: write 2027-08-31"));
        else if (end < today)
            problem ??= new(ImportColumns.LeaseEnd, ($"租期已于 {end:yyyy-MM-dd} 结束，请核对是否已搬离", $"The lease ended on {end:yyyy-MM-dd}: check whether they have moved out"));
        return end;
    }

    private HomeRelation? RelationOf(TableRow row, DateOnly? leaseEnd, ref RowProblem? problem)
    {
        var text = Cell(row, ImportColumns.Relation);
        var tenant = Cell(row, ImportColumns.Tenant);
        var yes = RelationReading.YesOrNo(tenant);
        if (tenant.Length > 0 && yes is null)
            problem ??= new(ImportColumns.Tenant, ("“是否租户”应为“是”或“否”", "Tenant must be 是 or 否"));
        if (text.Length > 0 && !RelationReading.IsHead(text))
        {
            var read = RelationReading.RelationOf(text);
            if (read is null)
                problem ??= new(ImportColumns.Relation, ("住户类型应为业主、租户或家属", "It must be 业主, 租户 or 家属"));
            else if (yes == true && read == HomeRelation.Owner)
                problem ??= new(ImportColumns.Tenant, ("既是业主又是租户，请核对", "Owner and tenant at once; please check"));
            return yes == true && read == HomeRelation.Family ? HomeRelation.Tenant : read;
        }

        return yes == true || leaseEnd is not null ? HomeRelation.Tenant : null;
    }

    private Share? ShareOf(TableRow row, ref RowProblem? problem)
    {
        var text = Cell(row, ImportColumns.Share);
        if (text is "" or "-" or "无")
            return null;
        text = text is "单独所有" or "独有" or "100" ? "全部" : text.Replace('⁄', '/');
        // Excel turns 50 % into 0.5.
        if (Decimal().IsMatch(text) && decimal.Parse(text, CultureInfo.InvariantCulture) is > 0 and <= 1 and var part)
            text = (part * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%";
        if (Register.Rules.Share.Parse(text) is { } share)
            return share;
        problem ??= new(ImportColumns.Share, Register.Rules.Share.Wrong.Message);
        return null;
    }

    [GeneratedRegex(@"^\d(\.\d+)?E\+?\d+$", RegexOptions.IgnoreCase)]
    private static partial Regex Exponent();

    [GeneratedRegex(@"^[01]\.\d+$")]
    private static partial Regex Decimal();
}
