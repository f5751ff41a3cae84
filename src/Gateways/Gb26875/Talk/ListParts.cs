using Linli.Gb26875.Frames;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Gb26875.Talk;

/// <summary>
/// The systems and parts a fire unit has spoken of on this node (消防部件), in words, each with the address under which it can be
/// entered as a device of its own.
/// </summary>
/// <param name="Code">Code of the unit.</param>
public sealed record ListParts(string Code) : IQuery<IReadOnlyList<PartView>>;

/// <summary>A part by its unit's word.</summary>
/// <param name="Address">Its address, to be entered for a device.</param>
/// <param name="System">What system it belongs to.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Description">What its panel calls it.</param>
/// <param name="States">Its states in words.</param>
/// <param name="Device">Code of its device; <c>null</c> while it speaks through its unit.</param>
/// <param name="At">When the unit spoke of it, UTC.</param>
public sealed record PartView(string Address, Phrase System, Phrase Kind, string Description, IReadOnlyList<Phrase> States, string? Device, DateTimeOffset At);

internal sealed class ListPartsHandler(IServiceProvider services, UnitFacts facts, CurrentCaller caller) : IHandler<ListParts, IReadOnlyList<PartView>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/gb26875/units/{code}/parts", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListParts(code), cancel))
        .Needs(SensingPermissions.Devices)
        .WithTags("sensing").WithName("listFireParts").WithSummary("The systems and parts a fire unit has spoken of on this node.");

    public Task<Result<IReadOnlyList<PartView>>> Handle(ListParts request, CancellationToken cancel)
    {
        var devices = services.GetRequiredService<IDevices>();
        if (devices.ByCode(request.Code) is not { } unit || !caller.Value.May(SensingPermissions.Devices, unit.Scope))
            return Task.FromResult<Result<IReadOnlyList<PartView>>>(new Problem(
                "gb26875.no_unit", ("没有这个消防传输装置，请核对设备编码。", "There is no such fire unit; check the device code."), ProblemKind.NotFound, "code"));
        var address = facts.AddressOf(unit.Id);
        Result<IReadOnlyList<PartView>> parts = facts.Of(unit.Id).OrderBy(p => (p.Key.System, p.Key.SystemAddress, p.Key.Address))
            .Select(p => View(address, p.Key, p.Value, devices)).ToList();
        return Task.FromResult(parts);
    }

    private static PartView View(string unit, GbPart part, UnitFacts.PartSeen seen, IDevices devices)
    {
        var address = FireReadings.AddressOf(unit, part);
        return new(
            address, GbWords.System(part.System), part.Kind is { } kind ? GbWords.Part(kind) : ("系统", "System"), seen.Description,
            seen.Bits is { } bits ? GbWords.StatesOf(bits, part.Kind is not null) : [], devices.ByAddress(DeviceProtocols.Gb26875, address)?.Code, seen.At);
    }
}
