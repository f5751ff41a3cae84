using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Tables;
using Linli.Platform.Text;

namespace Linli.People.Privacy.Report;

/// <summary>The figures of a report as a table: what is downloaded, printed and signed.</summary>
internal static class ReportTable
{
    public static IReadOnlyList<(Phrase Name, int Count)> Figures(MinorsReportOfYear report) =>
    [
        (("登记的未满 14 周岁孩子（现有）", "Children under 14 in the register (now)"), report.Children),
        (("查看申请", "Requests to see their data"), report.Requests),
        (("其中批准", "of these approved"), report.Approved),
        (("其中未批准", "of these refused"), report.Refused),
        (("紧急查看", "Looked at in an emergency"), report.Emergencies),
        (("紧急查看尚未核查", "Emergencies not checked yet"), report.EmergenciesUnreviewed),
        (("实际查看次数", "Views"), report.Views),
        (("无审批的查看（应为 0）", "Views without an approval (must be 0)"), report.ViewsWithoutApproval),
        (("被拒绝的查看尝试", "Attempts that were refused"), report.Attempts),
        (("涉及未成年人的安全事件", "Breaches that concerned children"), report.Breaches),
        (("监护人同意", "Consents given by guardians"), report.Consents),
        (("监护人撤回", "Consents withdrawn by guardians"), report.Withdrawn),
    ];

    /// <summary>Hash of what was counted in the year. The number of children is of today and may move.</summary>
    public static string HashOf(MinorsReportOfYear report) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        Figures(report).Skip(1).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name.En}={f.Count}"))
            .Concat(report.Viewers.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Name}={v.Views},{v.Children},{v.Emergencies},{v.Attempts}")))))));

    public static async Task Write(MinorsReportOfYear report, Stream output, CancellationToken cancel)
    {
        await using var table = TableWriter.Csv(output);
        await table.WriteHeaderAsync(["项目", "Item", "数量 Count", "其中孩子 Children", "其中紧急 Emergencies", "被拒绝 Refused"], cancel);
        foreach (var (name, count) in Figures(report))
            await table.WriteRowAsync([name.Zh, name.En, count, null, null, null], cancel);
        foreach (var viewer in report.Viewers)
            await table.WriteRowAsync([$"查看人：{viewer.Name} {viewer.Unit?.Zh}", $"Viewer: {viewer.Name} {viewer.Unit?.En}", viewer.Views, viewer.Children, viewer.Emergencies, viewer.Attempts], cancel);
        if (report.Signature is { } signature)
            await table.WriteRowAsync([$"签发：{signature.By}", $"Signed by {signature.By}", null, null, null, null], cancel);
        await table.CompleteAsync(cancel);
    }
}
