using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.People.Import;

/// <summary>Imports in words.</summary>
internal static class ImportWords
{
    public static IReadOnlyList<string> Steps => [T("上传", "Upload"), T("对应列", "Columns"), T("检查", "Check"), T("导入", "Import"), T("完成", "Done")];

    public static int StepOf(ImportState state) => state switch
    {
        ImportState.Uploaded or ImportState.Failed => 1,
        ImportState.Checking or ImportState.Checked => 2,
        ImportState.Running => 3,
        _ => 5,
    };

    public static string Of(ImportState state) => state switch
    {
        ImportState.Uploaded => T("待对应列", "Columns to choose"),
        ImportState.Checking => T("检查中", "Being checked"),
        ImportState.Checked => T("待导入", "Ready to import"),
        ImportState.Running => T("导入中", "Being imported"),
        ImportState.Done => T("已导入", "Imported"),
        _ => T("未导入", "Not imported"),
    };

    public static Tone ToneOf(ImportState state) => state switch
    {
        ImportState.Done => Tone.Good,
        ImportState.Failed => Tone.Danger,
        ImportState.Checking or ImportState.Running => Tone.Info,
        _ => Tone.Warning,
    };

    /// <summary>What a row says somebody is, in the words of registers: kept with the findings, which are read in both languages.</summary>
    public static string Of(PersonRow read) => (read.Relation, read.ToHead) switch
    {
        (HomeRelation.Owner, _) => "业主",
        (HomeRelation.Tenant, _) => "租户",
        (_, ToHead.Head) => "户主",
        (_, ToHead.Spouse) => "配偶",
        (_, ToHead.Child) => "子女",
        (_, ToHead.Parent) => "父母",
        (_, ToHead.Grandchild) => "孙辈",
        (HomeRelation.Family, _) => "家属",
        (_, ToHead.Other) => "其他成员",
        _ => "",
    };

    public static string Of(ConflictKind kind) => kind switch
    {
        ConflictKind.Name => T("同一人，姓名不同", "Same person, other name"),
        ConflictKind.Phone => T("同一人，电话不同", "Same person, other phone"),
        ConflictKind.Birth => T("同一人，出生日期不同", "Same person, other birthday"),
        ConflictKind.Owner => T("房屋已有其他业主", "The home has another owner"),
        _ => T("与房屋的关系不同", "Other relation to the home"),
    };

    public static string Of(ConflictKind kind, Verdict verdict) => (kind, verdict) switch
    {
        (_, Verdict.Skip) => T("整行不导入", "Leave the row out"),
        (ConflictKind.Owner, Verdict.Keep) => T("保留原业主，此人只登记不作业主", "Keep the owner; take the person in without owning"),
        (ConflictKind.Owner, _) => T("改为文件中的业主，原业主结束", "The file's owner; the old one ends"),
        (_, Verdict.Keep) => T("保留名册原有", "Keep the register's"),
        _ => T("改为文件中的", "Take the file's"),
    };

    public static string Of(LeaseAnswer answer) => answer switch
    {
        LeaseAnswer.LeaveOut => T("不导入这些租户", "Leave them out"),
        LeaseAnswer.SameDay => T("都按同一天登记（填在右边）", "All end on one day (given beside)"),
        _ => T("先登记，租期列入待核实清单", "Enter them; the end goes on the list of doubts"),
    };

    public static string Of(HeadAnswer answer) => answer switch
    {
        HeadAnswer.Owner => T("按业主登记", "Owners"),
        HeadAnswer.Family => T("只登记为住户，业主以后补登", "Residents; owners are entered another day"),
        _ => T("不导入这些户主", "Leave them out"),
    };
}
