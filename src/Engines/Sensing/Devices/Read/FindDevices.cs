using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Devices.Read;

/// <summary>Devices in the caller's places, from memory, in the order of their codes.</summary>
/// <param name="Kind">Code of a kind, or several separated by commas.</param>
/// <param name="Place">Code of a place: only devices that belong there.</param>
/// <param name="State">Only this state; left out, all but retired ones.</param>
/// <param name="Online">Only those that are heard of, or only those that are not.</param>
/// <param name="BatteryBelow">Only those whose battery was last below so many per cent.</param>
/// <param name="Group">Code of a group.</param>
/// <param name="Q">Part of a name or a code.</param>
/// <param name="After">Code of the last device of the page before.</param>
/// <param name="Most">How many at most, 1–500; 50 when left out.</param>
internal sealed record FindDevices(
    string? Kind = null, string? Place = null, DeviceState? State = null, bool? Online = null, int? BatteryBelow = null, string? Group = null, string? Q = null,
    string? After = null, int? Most = null)
    : IQuery<FoundDevices>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Most is < 1 or > 500)
            yield return Problem.Invalid("most", "sensing.most", "每页 1–500 台。", "A page has 1 to 500 devices.");
        if (BatteryBelow is < 1 or > 100)
            yield return Problem.Invalid("batteryBelow", "sensing.battery_below", "电量为 1–100。", "A battery is below 1 to 100 per cent.");
    }
}

/// <summary>A page of devices.</summary>
/// <param name="Devices">The page.</param>
/// <param name="Count">How many the filters leave altogether.</param>
/// <param name="Online">How many of these are heard of.</param>
/// <param name="Next">What to give as <c>after</c> for the next page; <c>null</c> at the end.</param>
internal sealed record FoundDevices(IReadOnlyList<DeviceLine> Devices, int Count, int Online, string? Next);

/// <summary>A device in a list.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="KindName">Name of its kind.</param>
/// <param name="Place">Code of the place it belongs to; of a device that a person wears or lives with, the community.</param>
/// <param name="PlaceName">Name of that place.</param>
/// <param name="State">How far it is taken at its word.</param>
/// <param name="Online">Whether it is heard of.</param>
/// <param name="SeenAt">When it last said anything.</param>
/// <param name="Battery">Per cent.</param>
/// <param name="Personal">Whether a person wears it or lives with it: where it is and what it measures is shown to nobody here.</param>
/// <param name="HasKey">Whether it can sign in.</param>
/// <param name="Latitude">Where it is mounted, WGS-84.</param>
/// <param name="Longitude">Where it is mounted, WGS-84.</param>
/// <param name="Facility">The facility, space or compound it belongs to.</param>
internal sealed record DeviceLine(
    string Code, string Name, string Kind, Phrase KindName, string Place, Phrase PlaceName, DeviceState State, bool Online, DateTimeOffset? SeenAt, double? Battery, bool Personal, bool HasKey,
    double? Latitude, double? Longitude, string? Facility);

internal sealed class FindDevicesHandler(DeviceViews views, CurrentCaller current) : IHandler<FindDevices, FoundDevices>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/devices", ([AsParameters] FindDevices request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("Devices, with filters 设备列表");

    public Task<Result<FoundDevices>> Handle(FindDevices request, CancellationToken cancel)
    {
        var (count, online, page, more) = (0, 0, new List<DeviceLine>(), false);
        foreach (var line in views.Lines(request, current.Value.ScopesFor(SensingPermissions.Watch)))
        {
            count++;
            online += line.Online ? 1 : 0;
            if (request.After is not null && string.CompareOrdinal(line.Code, request.After) <= 0)
                continue;
            if (page.Count < (request.Most ?? 50))
                page.Add(line);
            else
                more = true;
        }

        return Task.FromResult<Result<FoundDevices>>(new FoundDevices(page, count, online, more ? page[^1].Code : null));
    }
}

/// <summary>Devices as people see them: what is about a person is left out.</summary>
internal sealed class DeviceViews(DeviceMemory memory, DeviceKinds kinds, IScopeTree tree, ILatest? latest = null)
{
    /// <summary>The devices that the filters leave, in the order of their codes.</summary>
    public IEnumerable<DeviceLine> Lines(FindDevices request, ScopeSet places)
    {
        if (!string.IsNullOrEmpty(request.Place))
            places = tree.FindCode(request.Place) is { } place ? places.Within(place.Path) : ScopeSet.Nowhere;
        var wanted = string.IsNullOrEmpty(request.Kind) ? null : request.Kind.Split(',');
        var group = string.IsNullOrEmpty(request.Group) ? null : memory.InGroup(request.Group).ToHashSet();
        return memory.All()
            .Where(d => places.Covers(d.Scope) && (wanted is null || wanted.Contains(d.Kind)) && (group is null || group.Contains(d.Id))
                && (request.State is { } state ? d.State == state : d.State != DeviceState.Retired) && Names(d, request.Q))
            .Select(Line)
            .Where(l => (request.Online is not { } online || l.Online == online) && (request.BatteryBelow is not { } below || l.Battery < below));
    }

    public DeviceLine Line(Device device)
    {
        var kind = kinds.Find(device.Kind);
        var personal = IsPersonal(device);
        // The home of somebody is not told by where their button hangs.
        var place = (personal ? tree.CommunityOf(device.Scope) : null) ?? tree.Find(device.Scope);
        var twin = latest?.Of(device.Id);
        return new(
            device.Code, device.Name, device.Kind, kind?.Name ?? (device.Kind, device.Kind), place?.Code ?? device.Scope.Code, place is null ? (device.Scope.Code, device.Scope.Code) : NameOf(place), device.State,
            twin?.Online ?? false, twin?.SeenAt, twin is not null && twin.Values.TryGetValue(Measures.Battery.Code, out var battery) ? battery.Value : null, personal, memory.HasKey(device.Id),
            personal ? null : device.Place?.Latitude, personal ? null : device.Place?.Longitude, personal ? null : device.Facility);
    }

    /// <summary>Whether a device is about a person; one of an unknown kind might be.</summary>
    public bool IsPersonal(Device device) => kinds.Find(device.Kind)?.Personal ?? true;

    // A block's number says nothing without its compound.
    private Phrase NameOf(Place place) =>
        place.Kind == PlaceKind.Building && tree.Find(place.Path.Parent) is { } compound ? ($"{compound.Name.Zh} {place.Name.Zh}", $"{compound.Name.En} {place.Name.En}") : place.Name;

    private static bool Names(Device device, string? q) =>
        string.IsNullOrWhiteSpace(q) || device.Code.Contains(q.Trim(), StringComparison.OrdinalIgnoreCase) || device.Name.Contains(q.Trim(), StringComparison.OrdinalIgnoreCase);
}
