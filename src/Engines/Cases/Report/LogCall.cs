using Linli.Cases.Accept;
using Linli.Cases.Dispatch;
using Linli.Cases.Handle;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Report;

/// <summary>
/// Logs a call, a visit at the desk or what a steward saw (登记, S13) in one go: the case is reported, accepted where the
/// caller may accept, given an appointment and sent to its team when asked. All of it happens, or nothing.
/// </summary>
public sealed record LogCall : ICommand<CaseReceipt>, IRepeatable, IAudited
{
    /// <summary>Phone, counter or steward.</summary>
    public CaseChannel Channel { get; init; } = CaseChannel.Phone;

    /// <summary>What it is about, 2 to 4,000 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>Code of a category; guessed from the text when left out.</summary>
    public string? Category { get; init; }

    /// <summary>Longitude in degrees.</summary>
    public double? Longitude { get; init; }

    /// <summary>Latitude in degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>Coordinate system of the point.</summary>
    public CoordinateSystem Crs { get; init; } = CoordinateSystem.Wgs84;

    /// <summary>The place in words, at most 200 characters.</summary>
    public string? PlaceText { get; init; }

    /// <summary>Code of the community, for a call without a point.</summary>
    public string? Community { get; init; }

    /// <summary>The caller's name.</summary>
    public string? ContactName { get; init; }

    /// <summary>The caller's telephone number.</summary>
    public string? ContactPhone { get; init; }

    /// <summary>预约办, 上门办 or 网格办.</summary>
    public HandlingMode? Mode { get; init; }

    /// <summary>When the visit or appointment is to be; within 90 days.</summary>
    public DateTimeOffset? AppointmentAt { get; init; }

    /// <summary>How pressing it is.</summary>
    public CasePriority Priority { get; init; }

    /// <summary>Photos uploaded before.</summary>
    public IReadOnlyList<FileId> Files { get; init; } = [];

    /// <summary>Answers to what the category asks beyond the text.</summary>
    public IReadOnlyList<QuestionAnswer> Answers { get; init; } = [];

    /// <summary>Give it at once to the team its category leads to, where there is one and the caller may.</summary>
    public bool Dispatch { get; init; }

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    object IRepeatable.Wish => this with { Files = [] };

    string? IAudited.AuditSubject => Channel.ToString();
}

internal sealed class LogCallHandler(LinliDb db, UseCaseRunner run, Categories categories, Routing routing, CurrentCaller current)
    : IHandler<LogCall, CaseReceipt>, IUseCase
{
    private static readonly CaseChannel[] Logged = [CaseChannel.Phone, CaseChannel.Counter, CaseChannel.Steward];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/log", (LogCall request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request, receipt => $"{Edge.Api}/cases/{receipt.Id.Value}", cancel))
            .Needs(CasesPermissions.Log).WithTags("Cases").WithSummary("Log a call or visit: report, accept, appoint, dispatch in one go 来电来访登记");

    public async Task<Result<CaseReceipt>> Handle(LogCall request, CancellationToken cancel)
    {
        if (!Logged.Contains(request.Channel))
            return Problem.Invalid("channel", "cases.channel_not_logged", "请选择电话、窗口或网格员。", "Choose phone, counter or steward.");
        if (request.AppointmentAt is not null && request.Mode is not (HandlingMode.Appointment or HandlingMode.HomeVisit))
            return Problem.Invalid("mode", "cases.appointment_mode", "约定时间请选择预约办或上门办。", "With a time, choose by appointment or at home.");
        var category = request.Category ?? CategoryGuess.Best(request.Text, await categories.All(cancel))?.Code;
        var receipt = await run.Run(ToReport(request, category), cancel);
        if (!receipt.Ok)
            return receipt;

        // The acts that follow look the case up.
        await db.SaveChangesAsync(cancel);
        return await GoOn(request, receipt.Value, cancel) is { } problem ? problem : receipt.Value with { State = await StateOf(receipt.Value.Id, cancel) };
    }

    private static ReportCase ToReport(LogCall request, string? category) => new()
    {
        Channel = request.Channel,
        Text = request.Text,
        Category = category,
        Longitude = request.Longitude,
        Latitude = request.Latitude,
        Crs = request.Crs,
        PlaceText = request.PlaceText,
        Community = request.Community,
        ContactName = request.ContactName,
        ContactPhone = request.ContactPhone,
        Mode = request.Mode,
        Priority = request.Priority,
        Files = request.Files,
        Answers = request.Answers,
    };

    private async Task<Problem?> GoOn(LogCall request, CaseReceipt receipt, CancellationToken cancel)
    {
        var item = await db.Unfiltered<Case>().SingleAsync(c => c.Id == receipt.Id, cancel);
        if (current.Value.May(CasesPermissions.Accept, item.Scope)
            && await run.Run(new AcceptCase { Case = item.Id }, cancel) is { Ok: false } notAccepted)
            return notAccepted.Problem;
        if (request.AppointmentAt is { } at
            && await run.Run(new PlanVisit { Case = item.Id, At = at, Place = request.PlaceText is { Length: >= 2 } place ? place : "服务台" }, cancel) is { Ok: false } notPlanned)
            return notPlanned.Problem with { Field = "appointmentAt" };
        if (request.Dispatch && current.Value.May(CasesPermissions.Dispatch, item.Scope)
            && await categories.Find(item.Category, cancel) is { } category
            && await routing.TeamFor(category, item, cancel) is { } team
            && await run.Run(new DispatchCase { Case = item.Id, Team = team.Code, How = DispatchHow.Grab }, cancel) is { Ok: false } notDispatched)
            return notDispatched.Problem;
        return null;
    }

    private async Task<CaseState> StateOf(CaseId id, CancellationToken cancel) =>
        (await db.Unfiltered<Case>().SingleAsync(c => c.Id == id, cancel)).State;
}
