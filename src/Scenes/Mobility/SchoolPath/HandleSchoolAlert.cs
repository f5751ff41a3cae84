using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>Somebody of the school takes an alert (确认提醒): it goes up no further, and the guardians read that somebody is on it.</summary>
/// <param name="Alert">Id of the alert.</param>
public sealed record TakeSchoolAlert(Guid Alert) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Alert.ToString();
}

internal sealed class TakeSchoolAlertHandler(AlertsOfSchool alerts, IAlarmActs acts, TimeProvider time) : IHandler<TakeSchoolAlert, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/mobility/school-path/alerts/{alert:guid}/acknowledgement", (Guid alert, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new TakeSchoolAlert(alert), cancel))
            .Needs(MobilityPermissions.School).WithSummary("Take an alert 确认通学提醒");

    public async Task<Result<Done>> Handle(TakeSchoolAlert request, CancellationToken cancel)
    {
        if (await alerts.Find(request.Alert, cancel) is not { } alert)
            return AlertsOfSchool.NotThere;
        var taken = await acts.Acknowledge(new(alert.Alarm), cancel);
        // Whoever did it sees it at once, and not only when the event comes round.
        if (taken.Ok)
            alert.AcknowledgedAt ??= Clock.Now(time);
        return taken;
    }
}

/// <summary>Somebody of the school closes an alert (办结提醒) by saying how it turned out; whoever is still on the way turns back.</summary>
public sealed record CloseSchoolAlert : ICommand<Done>, IAudited
{
    /// <summary>Id of the alert; in the address.</summary>
    [JsonIgnore]
    public Guid Alert { get; init; }

    /// <summary>real or false.</summary>
    public AlarmVerdict? Verdict { get; init; }

    /// <summary>What was done, 2 to 500 characters and no names.</summary>
    public string Note { get; init; } = "";

    string? IAudited.AuditSubject => Alert.ToString();
}

internal sealed class CloseSchoolAlertHandler(AlertsOfSchool alerts, IAlarmActs acts, TimeProvider time) : IHandler<CloseSchoolAlert, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/mobility/school-path/alerts/{alert:guid}/closure", (Guid alert, CloseSchoolAlert request, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(request with { Alert = alert }, cancel))
            .Needs(MobilityPermissions.School).WithSummary("Close an alert 办结通学提醒");

    public async Task<Result<Done>> Handle(CloseSchoolAlert request, CancellationToken cancel)
    {
        if (await alerts.Find(request.Alert, cancel) is not { } alert)
            return AlertsOfSchool.NotThere;
        var closed = await acts.Close(new(alert.Alarm), request.Verdict, request.Note, cancel);
        if (closed.Ok)
            (alert.What, alert.WhatAt, alert.ClosedAt) = ("closed", Clock.Now(time), Clock.Now(time));
        return closed;
    }
}

/// <summary>The alerts of the caller's school.</summary>
internal sealed class AlertsOfSchool(LinliDb db, CurrentCaller current)
{
    public static readonly Problem NotThere = Problem.NotFound("mobility.unknown_alert", "没有这条提醒，或不归您的学校。", "There is no such alert, or it is not of your school.");

    /// <summary>An alert, to be changed; low batteries are the guardians' business.</summary>
    public Task<SchoolAlert?> Find(Guid alert, CancellationToken cancel) => db.Scoped<SchoolAlert>(current.Value.ScopesFor(MobilityPermissions.School))
        .SingleOrDefaultAsync(a => a.Id == alert && a.Kind != SchoolAlertKind.Battery, cancel);
}
