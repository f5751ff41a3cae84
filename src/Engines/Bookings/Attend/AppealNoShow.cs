using System.Text.Json.Serialization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Attend;

/// <summary>Says why one was not seen, or that one was there (未到申诉).</summary>
/// <param name="Text">2–500 characters.</param>
internal sealed record AppealNoShow(string? Text) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public ReservationId Id { get; init; }

    public string? AuditSubject => Id.Value.ToString();
}

/// <summary>Decides an appeal (处理申诉): a no-show that is forgiven counts no more.</summary>
/// <param name="Grant">Whether it is granted.</param>
/// <param name="Answer">2–500 characters; the person reads it.</param>
internal sealed record DecideNoShow(bool Grant, string? Answer) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public ReservationId Id { get; init; }

    public string? AuditSubject => Id.Value.ToString();
}

internal sealed class AppealNoShowHandler(ReservationReach reach, SessionLocks locks, OfferingBook offerings, BookingMoney money, BookingTelling telling, TimeProvider time)
    : IHandler<AppealNoShow, Done>, IHandler<DecideNoShow, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bookings/{id}/appeal", (ReservationId id, AppealNoShow request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Say why one was not seen 未到申诉");
        api.MapPost("/bookings/{id}/appeal/decision", (ReservationId id, DecideNoShow request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("Decide an appeal 处理未到申诉");
    }

    public async Task<Result<Done>> Handle(AppealNoShow request, CancellationToken cancel)
    {
        if (!PlainText.TryClean(request.Text, 500, out var text) || text.Length < 2)
            return Problem.Invalid("text", "bookings.appeal_text", "请写明情况（2–500 个字）。", "Say what happened (2–500 characters).");
        var found = await Locked(request.Id, false, cancel);
        if (!found.Ok)
            return found.As<Done>();
        if (found.Value.Appeal is not null)
            return Problem.Conflict("bookings.appealed", "已经申诉过了，请等处理结果。", "You appealed already: wait for the answer.");
        (found.Value.Appeal, found.Value.ChangedAt) = (text, Clock.Now(time));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(DecideNoShow request, CancellationToken cancel)
    {
        if (!PlainText.TryClean(request.Answer, 500, out var text) || text.Length < 2)
            return Problem.Invalid("answer", "bookings.appeal_text", "请写明处理意见（2–500 个字）。", "Say what you decided and why (2–500 characters).");
        var found = await Locked(request.Id, true, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var row = found.Value;
        if (row.Appeal is null || row.AppealGranted is not null)
            return Problem.Conflict("bookings.no_appeal", "没有待处理的申诉。", "There is no appeal to decide.");
        (row.AppealGranted, row.AppealAnswer, row.ChangedAt) = (request.Grant, text, Clock.Now(time));
        var offering = (await offerings.Find(row.Offering, cancel))!;
        if (request.Grant && await money.ReturnDeposit(row, offering, cancel) is { } stuck)
            return stuck;
        await telling.Tell(row, "appeal", request.Grant ? ("申诉通过", "Your appeal was granted") : ("申诉未通过", "Your appeal was not granted"), ($"“{offering.TitleZh}”：{text}", $"“{offering.TitleEn}”: {text}"), cancel);
        return Done.It;
    }

    private async Task<Result<ReservationRow>> Locked(ReservationId id, bool asStaff, CancellationToken cancel)
    {
        var found = await reach.Find(id, cancel);
        if (!found.Ok)
            return found.As<ReservationRow>();
        // Nobody decides their own appeal.
        if (found.Value.AsStaff != asStaff)
            return BookingProblems.NoReservation;
        await locks.Session(found.Value.Row.Session, cancel);
        var row = await reach.Load(id, cancel);
        return row.State == ReservationState.NoShow ? row : Problem.Conflict("bookings.no_no_show", "这个预约没有记为未到。", "This reservation is not marked as a no-show.");
    }
}
