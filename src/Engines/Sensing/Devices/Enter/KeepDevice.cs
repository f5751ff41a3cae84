using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Devices.Enter;

/// <summary>Enters a device (登记设备), or changes what is entered of it; what is left out of a change stays.</summary>
internal sealed record KeepDevice : ICommand<DeviceKept>, IValidated, IAudited
{
    /// <summary>Unique code that it signs in with: 2–60 Latin letters, digits, <c>-</c>, <c>_</c>, <c>.</c> or <c>:</c>.</summary>
    public string? Code { get; init; }

    /// <summary>What people call it, 1–60 characters; never the name of a person.</summary>
    public string? Name { get; init; }

    /// <summary>Code of its kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Code of the place it belongs to.</summary>
    public string? Place { get; init; }

    /// <summary>Code of the facility, space or compound it belongs to; empty for none.</summary>
    public string? Facility { get; init; }

    /// <summary>Where it is mounted, degrees north.</summary>
    public double? Latitude { get; init; }

    /// <summary>Where it is mounted, degrees east.</summary>
    public double? Longitude { get; init; }

    /// <summary>What these degrees mean: wgs84 when left out, cgcs2000, gcj02 or bd09; kept as WGS-84 (R51).</summary>
    public string? Crs { get; init; }

    /// <summary>What the degrees mean that the device itself sends: wgs84 when left out.</summary>
    public string? Coordinates { get; init; }

    /// <summary>How protocols call it: by protocol (http, mqtt, jt808, hj212, gb26875) its address.</summary>
    public IReadOnlyDictionary<string, string>? Addresses { get; init; }

    /// <summary>Codes of groups.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>A key that its maker put into it, at least 20 characters; left out, one is made and shown once.</summary>
    public string? Key { get; init; }

    /// <summary>Whether it is a change of a device that is entered.</summary>
    [JsonIgnore]
    public bool Change { get; init; }

    public string? AuditSubject => Code is { Length: > 100 } ? Code[..100] : Code;

    public IEnumerable<Problem> Problems()
    {
        if (!DeviceRules.IsCode(Code))
            yield return DeviceProblems.Code;
        if (!Change && Name is null)
            yield return DeviceProblems.Name;
        if (!Change && Kind is null)
            yield return DeviceProblems.NoKind("");
        if (Change && Key is not null)
            yield return DeviceProblems.KeyByRenewal;
        if (Crs is not null && !CoordinateWords.TryRead(Crs, out _))
            yield return DeviceProblems.Crs("crs", Crs);
        if (Coordinates is not null && !CoordinateWords.TryRead(Coordinates, out _))
            yield return DeviceProblems.Crs("coordinates", Coordinates);
        if (Latitude is null != Longitude is null || (Latitude is { } latitude && Longitude is { } longitude && !GeoPoint.IsValid(latitude, longitude)))
            yield return DeviceProblems.Degrees;
    }
}

/// <summary>A device as it was entered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Its code.</param>
/// <param name="Key">Its key, shown this once; <c>null</c> for a change, or when its maker's key was given.</param>
internal sealed record DeviceKept(Guid Id, string Code, string? Key);

internal sealed class KeepDeviceHandler(DeviceBook book, DeviceWishes wishes, CurrentCaller current) : IHandler<KeepDevice, DeviceKept>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sensing/devices", (KeepDevice request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request, kept => $"/api/v1/sensing/devices/{kept.Code}", cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Enter a device; its key is shown once 登记设备");
        api.MapPut("/sensing/devices/{code}", (string code, KeepDevice request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Code = code, Change = true }, cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Change what is entered of a device 修改设备");
    }

    public async Task<Result<DeviceKept>> Handle(KeepDevice request, CancellationToken cancel) =>
        request.Change ? await Change(request, cancel) : await Enter(request, cancel);

    private async Task<Result<DeviceKept>> Enter(KeepDevice request, CancellationToken cancel)
    {
        var wish = wishes.Read(request, null, current.Value);
        if (!wish.Ok)
            return wish.As<DeviceKept>();
        var key = request.Key is null ? DeviceKeys.Make() : null;
        var entered = await book.Enter(wish.Value with { Key = request.Key ?? key }, cancel);
        return entered.Ok ? new DeviceKept(entered.Value.Value, wish.Value.Code, key) : entered.As<DeviceKept>();
    }

    private async Task<Result<DeviceKept>> Change(KeepDevice request, CancellationToken cancel)
    {
        if (await book.Mine(request.Code!, cancel) is not { } row)
            return DeviceProblems.NotFound;
        if (row.State == DeviceState.Retired)
            return DeviceProblems.Retired;
        var wish = wishes.Read(request, row, current.Value);
        if (!wish.Ok)
            return wish.As<DeviceKept>();
        var changed = await book.Change(row, wish.Value, cancel);
        return changed.Ok ? new DeviceKept(row.Id.Value, row.Code, null) : changed.As<DeviceKept>();
    }
}

/// <summary>Reads what somebody asks to be entered of a device: places, kinds and degrees that exist, within the caller's places.</summary>
internal sealed class DeviceWishes(IScopeTree tree, DeviceKinds kinds, DeviceMemory memory)
{
    /// <summary>The device as it shall be.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="known">What is entered; <c>null</c> for a new one.</param>
    /// <param name="caller">Who asks.</param>
    public Result<NewDevice> Read(KeepDevice request, DeviceRow? known, Caller caller)
    {
        var scope = request.Place is { } code && !IsAllThatIsShown(known, code) ? tree.FindCode(code)?.Path : known is null ? null : Platform.Data.ScopePath.Parse(known.Scope, null);
        if (scope is not { } place || !caller.May(SensingPermissions.Devices, place))
            return DeviceProblems.NoPlace(request.Place);
        var kind = request.Kind ?? known!.Kind;
        // A device of a kind that nobody brings any more keeps it; a new one has one that is known.
        if (kinds.Find(kind) is null && kind != known?.Kind)
            return DeviceProblems.NoKind(kind);
        var coordinates = known?.Coordinates ?? CoordinateSystem.Wgs84;
        if (request.Coordinates is not null)
            CoordinateWords.TryRead(request.Coordinates, out coordinates);
        var device = new NewDevice(request.Code!, (request.Name ?? known?.Name ?? "").Trim(), kind, place)
        {
            Coordinates = coordinates,
            Place = PlaceOf(request, known),
            Facility = request.Facility is null ? known?.Facility : request.Facility.Trim() is { Length: > 0 } facility ? facility : null,
            Addresses = request.Addresses is { } addresses ? [.. addresses.Select(a => new DeviceAddress(a.Key, a.Value))] : known is null ? [] : memory.AddressesOf(known.Id),
            Groups = request.Groups ?? (known is null ? [] : memory.GroupsOf(known.Id)),
            Key = request.Key,
        };
        return DeviceRules.Problems(device).ToList() is { Count: > 0 } wrong ? Result<NewDevice>.Fail(wrong) : device;
    }

    // Of a device that a person lives with, lists and exports name the community only: saying that again moves nothing.
    private bool IsAllThatIsShown(DeviceRow? known, string place) =>
        known is not null && (kinds.Find(known.Kind)?.Personal ?? true) && tree.CommunityOf(Platform.Data.ScopePath.Parse(known.Scope, null))?.Code == place;

    private static GeoPoint? PlaceOf(KeepDevice request, DeviceRow? known)
    {
        if (request.Latitude is not { } latitude || request.Longitude is not { } longitude)
            return known is { Latitude: { } north, Longitude: { } east } ? new(north, east) : null;
        CoordinateWords.TryRead(request.Crs ?? "wgs84", out var crs);
        return ChinaCoordinates.ToWgs84(latitude, longitude, crs);
    }
}

/// <summary>Names of coordinate systems as people and files write them.</summary>
internal static class CoordinateWords
{
    public static bool TryRead(string text, out CoordinateSystem system)
    {
        var plain = text.Trim().Replace("-", "", StringComparison.Ordinal).Replace("火星坐标", "gcj02", StringComparison.Ordinal);
        return Enum.TryParse(plain, ignoreCase: true, out system) && Enum.IsDefined(system) && !int.TryParse(plain, out _);
    }
}
