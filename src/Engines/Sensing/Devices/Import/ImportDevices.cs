using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing.Devices.Enter;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Devices.Import;

/// <summary>
/// Takes devices from a table, CSV or Excel, with Chinese or English headings (批量导入设备). Safe to repeat: a known code is changed, and
/// a row that says the same stays as it is. Rows that cannot be taken are told with their reasons; the others are taken.
/// </summary>
/// <param name="File">The table; read once, not disposed.</param>
/// <param name="FileName">What it was called, for the audit log.</param>
/// <param name="DryRun">Check only: nothing is written.</param>
/// <param name="Columns">Headers by field, where they are not known by name.</param>
public sealed record ImportDevices(Stream File, string FileName, bool DryRun, IReadOnlyDictionary<string, string>? Columns = null) : ICommand<DevicesImported>, IAudited
{
    public string? AuditSubject => DryRun ? null : FileName.Length > 100 ? FileName[..100] : FileName;
}

/// <summary>What became of the rows.</summary>
/// <param name="Added">New devices, which wait for their key: print their labels.</param>
/// <param name="Changed">Known devices of which something else is entered now.</param>
/// <param name="Same">Known devices that were as they are.</param>
/// <param name="Refused">The others.</param>
/// <param name="DryRun">Nothing was written.</param>
public sealed record DevicesImported(int Added, int Changed, int Same, IReadOnlyList<RefusedDevice> Refused, bool DryRun)
{
    /// <summary>The refused rows with their reasons as an Excel workbook.</summary>
    public async Task<byte[]> RefusedRows(CancellationToken cancel)
    {
        using var output = new MemoryStream();
        await using (var table = TableWriter.Xlsx(output, "拒绝"))
        {
            await table.WriteHeaderAsync(["行", "编号", "字段", "原因", "Reason"], cancel);
            foreach (var row in Refused)
                await table.WriteRowAsync([row.Row, row.Code, row.Field, row.Reason.Zh, row.Reason.En], cancel);
            await table.CompleteAsync(cancel);
        }

        return output.ToArray();
    }
}

/// <summary>A row that was not taken.</summary>
/// <param name="Row">Its row in Excel, or the line of the text file.</param>
/// <param name="Code">Its code.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Reason">What is wrong and what to do.</param>
public sealed record RefusedDevice(int Row, string Code, string? Field, Phrase Reason);

internal sealed class ImportDevicesHandler(DeviceBook book, DeviceWishes wishes, DeviceKinds kinds, CurrentCaller current) : IHandler<ImportDevices, DevicesImported>, IUseCase
{
    private const int MostRows = 50_000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/devices/import", Take).Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Import devices from CSV or Excel 批量导入设备")
            .Accepts<IFormFile>("multipart/form-data").Produces<DevicesImported>()
            .DisableAntiforgery(); // as for /files: a sign-in cookie does not come along from another site

    public async Task<Result<DevicesImported>> Handle(ImportDevices request, CancellationToken cancel)
    {
        List<(int Number, KeepDevice Wish, Problem? Problem)> rows;
        try
        {
            using var table = TableReader.Open(request.File, [.. DeviceTable.KnownHeaders, .. request.Columns?.Values ?? []]);
            var map = ColumnMap.Match(table.Headers, DeviceTable.Columns, request.Columns);
            if (!map.IsUsable)
                return Unusable(map);
            rows = [.. table.Rows().Where(r => r.Cells.Any(c => c.Length > 0)).Take(MostRows + 1).Select(r => Read(r, map))];
        }
        catch (InvalidTableException e)
        {
            return Problem.Invalid("file", "sensing.table_unreadable", "文件无法读取，请用 CSV 或 Excel：" + e.Message, "The file cannot be read; use CSV or Excel: " + e.Message);
        }

        return rows.Count > MostRows
            ? Problem.Invalid("file", "sensing.too_many_rows", $"一次最多 {MostRows} 行。", $"At most {MostRows} rows at once.")
            : await Plan(rows, request.DryRun, cancel);
    }

    private (int, KeepDevice, Problem?) Read(TableRow row, ColumnMap map)
    {
        var (wish, problem) = DeviceTable.Read(row, map, kinds);
        return (row.Number, wish, problem);
    }

    private static Problem Unusable(ColumnMap map)
    {
        var wrong = map.Missing.Concat(map.Ambiguous.Keys).Concat(map.WrongChoices).ToList();
        return Problem.Invalid("file", "sensing.table_columns", "缺少或重复的列：" + string.Join("、", wrong) + "。可先导出一份作为模板。", "Columns missing or ambiguous: " + string.Join(", ", wrong) + ". An export serves as a template.");
    }

    private async Task<Result<DevicesImported>> Plan(List<(int Number, KeepDevice Wish, Problem? Problem)> rows, bool dryRun, CancellationToken cancel)
    {
        // Nobody enters another device between the check and the writing.
        await book.NextChange(cancel);
        var register = await book.Register([.. rows.Select(r => r.Wish.Code!)], cancel);
        var (added, changes, same) = (new List<NewDevice>(), new List<(DeviceRow Row, NewDevice Wish)>(), 0);
        var refused = new List<RefusedDevice>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (number, wish, unreadable) in rows)
        {
            var code = wish.Code!;
            var known = register.Find(code);
            var problem = unreadable ?? (wish with { Change = known is not null, Key = known is null ? wish.Key : null }).Problems().FirstOrDefault()
                ?? (seen.TryAdd(code, number) ? null : Problem.Invalid("code", "sensing.code_twice", $"编号与第 {seen[code]} 行重复。", $"The code is that of row {seen[code]}."))
                ?? (known is { State: DeviceState.Retired } ? DeviceProblems.Retired : known is not null && !current.Value.May(SensingPermissions.Devices, known.Scope) ? DeviceProblems.CodeTaken(code) : null);
            var device = problem is null ? wishes.Read(wish with { Key = known is null ? wish.Key : null }, known, current.Value) : problem;
            problem ??= device.Ok ? register.Claim(device.Value) : device.Problem;
            if (problem is not null)
                refused.Add(new(number, code, problem.Field, problem.Message));
            else if (known is null)
                added.Add(device.Value!);
            else if (register.IsSame(known, device.Value!))
                same++;
            else
                changes.Add((known, device.Value!));
        }

        if (!dryRun)
        {
            if (await book.EnterMany(added, cancel) is { Ok: false } failed)
                return failed.As<DevicesImported>();
            foreach (var (row, wish) in changes)
                if (await book.Change(row, wish, cancel) is { Ok: false } conflict)
                    return conflict.As<DevicesImported>();
        }

        return new DevicesImported(added.Count, changes.Count, same, refused, dryRun);
    }

    private static async Task<IResult> Take(IFormFile file, bool? dryRun, UseCaseRunner run, CancellationToken cancel)
    {
        await using var content = file.OpenReadStream();
        var result = await run.Run(new ImportDevices(content, file.FileName, dryRun == true), cancel);
        return result.Ok ? TypedResults.Ok(result.Value) : ProblemResults.From(result.Problems);
    }
}

/// <summary>The devices a file speaks of as they are entered, and who holds which address, the file's own rows included.</summary>
internal sealed class DeviceRegister(
    IReadOnlyDictionary<string, DeviceRow> devices, Dictionary<DeviceAddress, string> holders, ILookup<DeviceId, DeviceAddress> addresses, ILookup<DeviceId, string> members, IReadOnlySet<string> groups)
{
    public DeviceRow? Find(string code) => devices.GetValueOrDefault(code);

    /// <summary>Takes the addresses of a device for it, or says who has one.</summary>
    public Problem? Claim(NewDevice device)
    {
        var wanted = device.Addresses.Select(DeviceRules.Plain).ToList();
        foreach (var address in wanted)
            if (holders.TryGetValue(address, out var holder) && holder != device.Code)
                return DeviceProblems.AddressTaken(address, holder);
        if (device.Groups.FirstOrDefault(g => !groups.Contains(g)) is { } none)
            return DeviceProblems.NoGroup(none);
        foreach (var address in wanted)
            holders[address] = device.Code;
        return null;
    }

    public bool IsSame(DeviceRow row, NewDevice wish) =>
        row.Name == wish.Name && row.Kind == wish.Kind && row.Scope == wish.Scope.Value && row.Facility == wish.Facility && row.Coordinates == wish.Coordinates
        && row.Latitude == wish.Place?.Latitude && row.Longitude == wish.Place?.Longitude
        && wish.Addresses.Select(DeviceRules.Plain).ToHashSet().SetEquals(addresses[row.Id]) && wish.Groups.Where(g => !SceneGroups.Keeps(g)).ToHashSet().SetEquals(members[row.Id]);
}
