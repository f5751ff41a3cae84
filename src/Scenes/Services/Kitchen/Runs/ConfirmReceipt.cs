using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Runs;

/// <summary>
/// The village says on its own phone how many boxes it has (收餐确认), also after its code was read to the driver. Another number than the
/// driver's stays beside it: the kitchen hears of it and settles it.
/// </summary>
/// <param name="Stop">Which stop.</param>
/// <param name="Boxes">Boxes counted, 0 or more.</param>
internal sealed record ConfirmReceipt(Guid Stop, int Boxes) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Stop.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Boxes is < 0 or > 1000)
            yield return Problem.Invalid("boxes", "services.boxes", "请填写实际收到的份数。", "Give the boxes that came.");
    }
}

/// <summary>What was counted.</summary>
internal sealed record ReceiptBody(int Boxes);

internal sealed class ConfirmReceiptHandler(LinliDb db, KitchenBook book, CurrentCaller current, IPeople people, INotices notices, Outbox outbox) : IHandler<ConfirmReceipt, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/stops/{id:guid}/confirm", (Guid id, ReceiptBody body, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ConfirmReceipt(id, body.Boxes), cancel))
            .Needs(ServicesPermissions.VillageMeals).WithTags("kitchen").WithSummary("The village confirms what it has 收餐确认");

    public async Task<Result<Done>> Handle(ConfirmReceipt request, CancellationToken cancel)
    {
        if (await db.Unfiltered<RunStop>().SingleOrDefaultAsync(s => s.Id == request.Stop, cancel) is not { } stop || await book.Village(stop.Village, cancel) is null)
            return RunReach.NotFound;
        if (stop.HandedAt is null)
            return Problem.Conflict("services.not_handed", "司机还没有登记交接。", "The driver has not recorded the hand-over yet.");
        if (stop is { ConfirmedAt: not null, Way: ReceiptWay.Phone })
            return stop.ConfirmedBoxes == request.Boxes ? Done.It
                : Problem.Conflict("services.confirmed", "已经确认过了，有差错请打电话给厨房。", "It was confirmed already: ring the kitchen if something is wrong.");
        (stop.Way, stop.ConfirmedAt, stop.ConfirmedBy, stop.ConfirmedBoxes) = (ReceiptWay.Phone, book.Now, current.Value.Account, request.Boxes);
        if (request.Boxes != stop.HandedBoxes)
            await TellOfDifference(stop, cancel);
        outbox.Add(new KitchenChanged(stop.Day, ScopePath.Parse(stop.Scope, null), "confirmed", stop.Village, []));
        return Done.It;
    }

    private async Task TellOfDifference(RunStop stop, CancellationToken cancel)
    {
        var day = await db.Unfiltered<KitchenDay>().AsNoTracking().SingleAsync(d => d.Id == stop.Day, cancel);
        foreach (var account in (await people.StaffFor(ScopePath.Parse(stop.Scope, null), [Posts.KitchenManager], cancel)).Select(m => m.Account).Distinct())
            await notices.Tell(
                account, "kitchen.difference", ("村里点的份数和司机的不一样", "A village counted otherwise than the driver"),
                ($"司机登记 {stop.HandedBoxes} 份，村里收到 {stop.ConfirmedBoxes} 份：请核实并定下结算份数。", $"The driver wrote {stop.HandedBoxes} boxes, the village has {stop.ConfirmedBoxes}: look into it and say which counts."),
                $"/desk/kitchen?day={day.Day:yyyy-MM-dd}", $"kitchen-difference:{stop.Id}", cancel);
    }
}
