using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>What figures of alarms are broken down by.</summary>
public enum AlarmsBy
{
    /// <summary>Community or building they belong to.</summary>
    Place,

    /// <summary>Device.</summary>
    Device,

    /// <summary>Local month.</summary>
    Month,

    /// <summary>Rule.</summary>
    Rule,
}

/// <summary>How alarms of a period turned out (误报统计), and how many of those with a promise kept it. Tests count in nothing.</summary>
public sealed record AlarmFigures : IQuery<AlarmCounts>, IValidated
{
    /// <summary>First local day; the 30 days up to today when left out.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last local day, itself included; today when left out.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only of this rule.</summary>
    public string? Rule { get; init; }

    /// <summary>Only of devices of these kinds, separated by commas.</summary>
    public string? Kinds { get; init; }

    /// <summary>What to break down by.</summary>
    public AlarmsBy? By { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (From > To)
            yield return Problem.Invalid("to", "sensing.period", "结束日期应不早于开始日期。", "The last day must not lie before the first.");
    }
}

/// <summary>Figures of a period.</summary>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day.</param>
/// <param name="All">Everything.</param>
/// <param name="Rows">Broken down.</param>
/// <param name="Targets">For each promised time: how many real and closed alarms kept it.</param>
public sealed record AlarmCounts(DateOnly From, DateOnly To, AlarmCount All, IReadOnlyList<AlarmCount> Rows, IReadOnlyList<AlarmInTime> Targets);

/// <summary>A row of figures.</summary>
/// <param name="Key">What it counts, as the list of alarms narrows by it.</param>
/// <param name="Label">What people read.</param>
/// <param name="Raised">Alarms raised, without tests.</param>
/// <param name="Open">Of these not closed yet: they count in no rate.</param>
/// <param name="Real">Closed as real.</param>
/// <param name="False">Closed as false.</param>
public sealed record AlarmCount(string Key, string Label, int Raised, int Open, int Real, int False)
{
    /// <summary>False among those closed as real or false; <c>null</c> where there is none.</summary>
    public double? FalseRate => Real + False == 0 ? null : Math.Round((double)False / (Real + False), 4);
}

/// <summary>How many kept a promised time.</summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Seconds">The time.</param>
/// <param name="Source">Where the promise stands.</param>
/// <param name="Kept">Real alarms whose danger was over in time.</param>
/// <param name="Of">Real alarms that are closed.</param>
/// <param name="MedianSeconds">Median of those whose danger was over; <c>null</c> where there is none.</param>
public sealed record AlarmInTime(string Rule, int Seconds, Phrase Source, int Kept, int Of, int? MedianSeconds);

internal sealed class AlarmFiguresHandler(AlarmBook book, IDevices devices, Linli.Places.IScopeTree tree, IEnumerable<AlarmTarget> targets, TimeProvider time)
    : IHandler<AlarmFigures, AlarmCounts>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sensing/alarms/figures", ([AsParameters] AlarmFigures request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("How alarms turned out 告警统计");
        api.MapGet("/sensing/alarms/figures.csv", async Task<IResult> ([AsParameters] AlarmFigures request, UseCaseRunner run, CancellationToken cancel) =>
        {
            var counted = await run.Ask(request, cancel);
            return counted.Ok ? TypedResults.Stream(output => Write(counted.Value, output, cancel), "text/csv; charset=utf-8", $"alarms-{counted.Value.From:yyyyMMdd}-{counted.Value.To:yyyyMMdd}.csv") : ProblemResults.From(counted.Problems);
        }).Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("The same as a table 告警统计导出").Produces(StatusCodes.Status200OK, contentType: "text/csv");
    }

    public async Task<Result<AlarmCounts>> Handle(AlarmFigures request, CancellationToken cancel)
    {
        var to = request.To ?? LocalTime.Today(time);
        var from = request.From ?? to.AddDays(-29);
        var rows = AlarmFilter.Days(book.Seen().AsNoTracking(), from, to).Where(a => !a.Test && a.Verdict != AlarmVerdict.Test);
        if (request.Rule is { } rule)
            rows = rows.Where(a => a.Rule == rule);
        if (request.Kinds is { } kinds)
            rows = AlarmFilter.Kinds(rows, kinds.Split(','), devices);
        var facts = await rows.Select(a => new Fact(a.Rule, a.Scope, a.Device, a.RaisedAt, a.SafeAt, a.ClosedAt, a.Verdict)).ToListAsync(cancel);
        return new AlarmCounts(
            from, to, Count("", "", facts),
            request.By is not { } by ? [] : [.. facts.GroupBy(f => KeyOf(f, by)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Count(g.Key, Label(g.Key, by), g))],
            [.. targets.Where(t => request.Rule is null || t.Rule == request.Rule).Select(t => InTime(t, facts))]);
    }

    private static AlarmInTime InTime(AlarmTarget target, List<Fact> facts)
    {
        var real = facts.FindAll(f => f.Rule == target.Rule && f is { ClosedAt: not null, Verdict: AlarmVerdict.Real });
        var safe = real.Where(f => f.SafeAt is not null).Select(f => (f.SafeAt!.Value - f.RaisedAt).TotalSeconds).Order().ToList();
        return new(
            target.Rule, (int)target.Within.TotalSeconds, target.Source, safe.Count(s => s <= target.Within.TotalSeconds), real.Count,
            safe.Count == 0 ? null : (int)safe[(safe.Count - 1) / 2]);
    }

    private static AlarmCount Count(string key, string label, IEnumerable<Fact> facts)
    {
        var all = facts.ToList();
        return new(key, label, all.Count, all.Count(f => f.ClosedAt is null), all.Count(f => f.Verdict == AlarmVerdict.Real), all.Count(f => f.Verdict == AlarmVerdict.False));
    }

    private static string KeyOf(Fact fact, AlarmsBy by) => by switch
    {
        AlarmsBy.Device => fact.Device?.ToString() ?? "",
        AlarmsBy.Month => LocalTime.DateOf(fact.RaisedAt).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        AlarmsBy.Rule => fact.Rule,
        _ => fact.Scope,
    };

    private string Label(string key, AlarmsBy by) => by switch
    {
        AlarmsBy.Device => Guid.TryParse(key, out var id) && devices.Find(new(id)) is { } device ? $"{device.Name} {device.Code}" : "–",
        AlarmsBy.Place => ScopePath.TryParse(key, null, out var path) ? tree.Find(path)?.Name.ToString() ?? key : key,
        _ => key,
    };

    private static async Task Write(AlarmCounts counts, Stream output, CancellationToken cancel)
    {
        await using var table = TableWriter.Csv(output);
        await table.WriteHeaderAsync(["范围 Of", "告警 Raised", "未关闭 Open", "真实 Real", "误报 False", "误报率 False rate"], cancel);
        foreach (var row in counts.Rows.Append(counts.All with { Label = "合计 Total" }))
            await table.WriteRowAsync([row.Label, row.Raised, row.Open, row.Real, row.False, row.FalseRate], cancel);
        await table.CompleteAsync(cancel);
    }

    private sealed record Fact(string Rule, string Scope, Guid? Device, DateTimeOffset RaisedAt, DateTimeOffset? SafeAt, DateTimeOffset? ClosedAt, AlarmVerdict? Verdict);
}
