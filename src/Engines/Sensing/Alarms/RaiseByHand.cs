using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Alarms;

/// <summary>Raises an alarm that no device saw (人工告警), such as a call by radio or telephone, or a drill marked as a test.</summary>
public sealed record RaiseByHand : ICommand<AlarmId>, IRepeatable
{
    /// <summary>Code of the rule whose response it gets, such as <c>lake-danger</c>; none for a plain alarm.</summary>
    public string? Rule { get; init; }

    /// <summary>What it is, 2 to 100 characters, without names of people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Code of the place it belongs to.</summary>
    public string Place { get; init; } = "";

    /// <summary>WGS-84 degrees, together with the latitude; may be left out.</summary>
    public double? Longitude { get; init; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>How bad.</summary>
    public AlarmSeverity Severity { get; init; } = AlarmSeverity.Major;

    /// <summary>A drill: calls nobody out and counts in no figure.</summary>
    public bool Test { get; init; }

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }
}

internal sealed class RaiseByHandHandler(IAlarms alarms, IRules rules, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<RaiseByHand, AlarmId>, IUseCase
{
    /// <summary>Rule of alarms that follow none.</summary>
    public const string ByHand = "by-hand";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/alarms", (RaiseByHand request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, id => $"{Edge.Api}/sensing/alarms/{id.Value}", cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Raise an alarm that no device saw 人工告警");

    public async Task<Result<AlarmId>> Handle(RaiseByHand request, CancellationToken cancel)
    {
        if (!PlainText.TryCleanLine(request.Name, 100, out var name) || name.Length < 2)
            return Problem.Invalid("name", "sensing.alarm_name", "请写明发生了什么（2–100 个字），不要写姓名。", "Say what it is, in 2 to 100 characters and without names.");
        if (tree.FindCode(request.Place) is not { } place)
            return Problem.Invalid("place", "sensing.alarm_place", "没有这个地点，请重新选择。", "There is no such place: choose another.");
        if (request.Longitude is null != request.Latitude is null || (request.Latitude is { } lat && !GeoPoint.IsValid(lat, request.Longitude!.Value)))
            return Problem.Invalid("latitude", "sensing.alarm_point", "位置不正确：经度和纬度要同时给出。", "Give longitude and latitude together, in degrees.");
        if (!current.Value.May(SensingPermissions.Handle, place.Path))
            return Problem.Forbidden("sensing.may_not_handle", "您没有处置这里告警的权限。", "You may not handle alarms of this place.");
        var rule = request.Rule is null ? null : await rules.Find(request.Rule, cancel);
        if (request.Rule is not null && rule is null)
            return Problem.Invalid("rule", "sensing.alarm_rule", "没有这条告警规则。", "There is no such alarm rule.");
        var now = Clock.Now(time);
        var (alarm, _) = await alarms.Raise(
            new(rule?.Code ?? ByHand, $"hand:{Guid.CreateVersion7(now)}", (name, name), place.Path, request.Severity, now)
            {
                Point = request.Latitude is { } at ? new(at, request.Longitude!.Value) : null,
                Why = ("由值守人员人工登记", "Entered by the duty room"),
                Test = request.Test,
                Personal = false,
            },
            cancel);
        return alarm.Id;
    }
}
