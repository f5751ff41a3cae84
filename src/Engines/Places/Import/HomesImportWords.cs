using static Linli.Web.Bilingual;

namespace Linli.Places.Import;

/// <summary>Imports of homes in words.</summary>
internal static class HomesImportWords
{
    public static IReadOnlyList<string> Steps => [T("上传", "Upload"), T("对应列", "Columns"), T("检查", "Check"), T("完成", "Done")];

    public static int StepOf(HomesImportState state) => state switch
    {
        HomesImportState.Uploaded => 1,
        HomesImportState.Checked => 2,
        _ => 4,
    };

    public static string Of(HomesImportState state) => state switch
    {
        HomesImportState.Uploaded => T("待对应列", "Columns to choose"),
        HomesImportState.Checked => T("待导入", "Ready to import"),
        _ => T("已导入", "Imported"),
    };

    public static string Of(HomeConflictKind kind) => kind switch
    {
        HomeConflictKind.Area => T("面积不同", "Other area"),
        HomeConflictKind.Use => T("用途不同", "Other use"),
        _ => T("统一地址码不同", "Other house code"),
    };

    public static string Of(HomeVerdict verdict) => verdict switch
    {
        HomeVerdict.Keep => T("保留登记的", "Keep the register's"),
        HomeVerdict.Replace => T("改为文件中的", "Take the file's"),
        _ => T("整行不导入", "Leave the row out"),
    };
}
