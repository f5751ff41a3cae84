using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Sensing.Devices.Import;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Devices.Read;

/// <summary>All devices of a filter with what is entered of them, for a table that an import takes again.</summary>
/// <param name="Filter">As of the list; its page does not matter.</param>
internal sealed record ExportDevices(FindDevices Filter) : IQuery<ExportedDevice[]>;

/// <summary>A device with its addresses and groups.</summary>
internal sealed record ExportedDevice(DeviceLine Device, IReadOnlyList<DeviceAddress> Addresses, IReadOnlyList<string> Groups, string Coordinates);

internal sealed class ExportDevicesHandler(DeviceViews views, DeviceMemory memory, CurrentCaller current) : IHandler<ExportDevices, ExportedDevice[]>, IUseCase
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sensing/devices/export.csv", ([AsParameters] FindDevices filter, UseCaseRunner run, TimeProvider time, CancellationToken cancel) =>
                File(run, filter, "text/csv; charset=utf-8", "csv", TableWriter.Csv, time, cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("The devices as CSV 导出 CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/sensing/devices/export.xlsx", ([AsParameters] FindDevices filter, UseCaseRunner run, TimeProvider time, CancellationToken cancel) =>
                File(run, filter, XlsxType, "xlsx", output => TableWriter.Xlsx(output, "设备"), time, cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("The devices as an Excel workbook 导出 Excel").Produces(StatusCodes.Status200OK, contentType: XlsxType);
    }

    public Task<Result<ExportedDevice[]>> Handle(ExportDevices request, CancellationToken cancel) =>
        Task.FromResult<Result<ExportedDevice[]>>(views.Lines(request.Filter, current.Value.ScopesFor(SensingPermissions.Watch)).Select(line =>
        {
            var device = memory.ByCode(line.Code)!;
            // The number of somebody's card is for those who keep it.
            var veiled = line.Personal && !current.Value.May(SensingPermissions.Devices, device.Scope);
            return new ExportedDevice(line, veiled ? [] : memory.AddressesOf(device.Id), veiled ? [] : memory.GroupsOf(device.Id), device.Coordinates.ToString().ToLowerInvariant());
        }).ToArray());

    private static async Task<IResult> File(
        UseCaseRunner run, FindDevices filter, string mediaType, string extension, Func<Stream, TableWriter> writer, TimeProvider time, CancellationToken cancel)
    {
        var found = await run.Ask(new ExportDevices(filter), cancel);
        if (!found.Ok)
            return ProblemResults.From(found.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = writer(output);
                await table.WriteHeaderAsync([.. DeviceTable.Columns.Where(c => c.Field != DeviceTable.Key).Select(c => c.Names[0]), "状态", "在线", "最近联系", "电量"], cancel);
                foreach (var device in found.Value)
                    await table.WriteRowAsync(Cells(device), cancel);
                await table.CompleteAsync(cancel);
            },
            mediaType, $"devices-{LocalTime.Today(time):yyyyMMdd}.{extension}");
    }

    private static object?[] Cells(ExportedDevice e) =>
    [
        e.Device.Code, e.Device.Name, e.Device.Kind, e.Device.Place, e.Device.Facility, e.Device.Latitude, e.Device.Longitude, e.Device.Latitude is null ? null : "wgs84", e.Coordinates,
        Of(e, DeviceProtocols.Jt808), Of(e, DeviceProtocols.Hj212), Of(e, DeviceProtocols.Gb26875), Of(e, DeviceProtocols.Mqtt), Of(e, DeviceProtocols.Http), string.Join('|', e.Groups),
        DeviceWords.State(e.Device.State).Zh, e.Device.Online ? "是" : "否", e.Device.SeenAt is { } at ? LocalTime.ToLocal(at).DateTime : null, e.Device.Battery,
    ];

    private static string? Of(ExportedDevice device, string protocol) => device.Addresses.FirstOrDefault(a => a.Protocol == protocol)?.Address;
}
