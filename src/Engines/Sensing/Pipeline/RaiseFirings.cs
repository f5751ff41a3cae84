using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Linli.Sensing.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// Turns decisions of rules into alarms. Each decision has a key that is the same whenever the same readings are judged again, and is carried
/// out once: after a crash the journal may be read again without an alarm more or less.
/// </summary>
/// <param name="Firings">In the order they were decided.</param>
public sealed record RaiseFirings(IReadOnlyList<FiringFacts> Firings) : ICommand<Done>;

internal sealed class RaiseFiringsHandler(LinliDb db, IAlarms alarms, IRules rules, IDevices devices, TimeProvider time, ILogger<RaiseFiringsHandler> log)
    : IHandler<RaiseFirings, Done>, IUseCase
{
    // Only the pipeline raises them.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(RaiseFirings request, CancellationToken cancel)
    {
        var keys = request.Firings.Select(FiringRow.KeyOf).Distinct().ToList();
        await db.LockUntilCommit(FiringRow.Turn, cancel);
        var known = await db.Records<FiringRow>().Where(f => keys.Contains(f.Key)).ToDictionaryAsync(f => f.Key, cancel);
        var now = Clock.Now(time);
        foreach (var firing in request.Firings)
        {
            var key = FiringRow.KeyOf(firing);
            if (known.TryGetValue(key, out var row) && row.DeliveredAt is not null)
                continue;
            if (row is null)
                db.Records<FiringRow>().Add(known[key] = row = FiringRow.Of(firing));
            row.DeliveredAt = now;
            row.Facts = null;
            await CarryOut(firing, cancel);
        }

        return Done.It;
    }

    // One open alarm for a rule and a device, however often a contact chatters: a rule has at most one fence.
    private static string CauseOf(FiringFacts firing) => $"{firing.Rule}:{firing.Device.Value:N}";

    private async Task CarryOut(FiringFacts firing, CancellationToken cancel)
    {
        if (!firing.Raised)
        {
            await alarms.Clear(firing.Rule, CauseOf(firing), firing.At, cancel);
            return;
        }

        var rule = await rules.Find(firing.Rule, cancel);
        var device = devices.Find(firing.Device);
        if (rule is null || device is null)
        {
            log.LogWarning("Rule {Rule} or device {Device} is gone: what it decided raises no alarm.", firing.Rule, firing.Device.Value);
            return;
        }

        // Its rule does not look at it any more.
        if (device.State == DeviceState.Maintenance)
            return;
        await alarms.Raise(
            new(firing.Rule, CauseOf(firing), rule.Name, device.Scope, rule.Severity, Clock.ToMicroseconds(firing.At))
            {
                Device = device.Id,
                Point = firing.Point ?? device.Place,
                Why = (firing.WhyZh, firing.WhyEn),
                Test = device.State == DeviceState.Test,
            },
            cancel);
    }
}
