using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>
/// A child is fetched (离园交接), by somebody whom a guardian has named and nobody else: they say their six digits, or the name on
/// their document is compared with the one the guardian gave. The guardian hears at once who it was.
/// </summary>
/// <param name="Code">The six digits.</param>
/// <param name="Collector">Without digits: whom of the list they say to be.</param>
/// <param name="Name">Without digits: the full name as it stands on their document.</param>
internal sealed record HandOver(string? Code = null, Guid? Collector = null, string? Name = null) : ICommand<HandedOver>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Group { get; init; }

    [JsonIgnore]
    public Guid Reservation { get; init; }

    public string? AuditSubject => Reservation.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Code) && (Collector is null || string.IsNullOrWhiteSpace(Name)))
            yield return Problem.Invalid("code", "health.handover_way", "请输入接送码，或选择接送人并录入证件姓名。", "Give the code, or choose who it is and give the name on the document.");
    }
}

/// <summary>Who fetched the child.</summary>
/// <param name="Relation">Such as 外婆.</param>
/// <param name="Name">Masked.</param>
/// <param name="At">When, UTC.</param>
internal sealed record HandedOver(string Relation, string Name, DateTimeOffset At);

internal sealed class HandOverHandler(LinliDb db, FieldCipher cipher, INotices notices, CurrentCaller current, TimeProvider time) : IHandler<HandOver, HandedOver>, IUseCase
{
    private static readonly Problem WrongCode = Problem.Invalid("code", "health.handover_code",
        "接送码不对，或这个人今天没有授权。不要交接，请联系家长。", "The code is wrong, or this person is not named for today. Do not hand the child over; ring the guardian.");

    private static readonly Problem OtherName = Problem.Invalid("name", "health.handover_name",
        "证件姓名和家长授权的不一致。不要交接，请联系家长。", "The name on the document is not the one the guardian gave. Do not hand the child over; ring the guardian.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/nurseries/groups/{group:guid}/children/{reservation:guid}/hand-over", (Guid group, Guid reservation, HandOver request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Group = group, Reservation = reservation }, cancel))
            .Needs(HealthPermissions.Nursery).WithTags("Child-care").WithSummary("A child is fetched 离园交接");

    public async Task<Result<HandedOver>> Handle(HandOver request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        if (await db.Scoped<NurseryGroup>(current.Value.ScopesFor(HealthPermissions.Nursery)).AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.Group, cancel) is not { } group)
            return NurseryProblems.NoGroup;
        var reservation = new ReservationId(request.Reservation);
        // Of a group that the caller looks after.
        if (await db.Unfiltered<NurseryChild>().AsNoTracking().SingleOrDefaultAsync(c => c.Group == group.Id && c.Reservation == reservation, cancel) is not { } child)
            return NurseryProblems.NoChild;
        await db.LockUntilCommit($"nursery child {request.Reservation}", cancel);
        var day = await db.Unfiltered<Handover>().SingleOrDefaultAsync(h => h.Child == child.Id && h.Day == today, cancel);
        if (day is not { LeftAt: null })
            return day is null
                ? Problem.Conflict("health.handover_not_here", "孩子今天没有入园记录。", "The child has not come today.")
                : Problem.Conflict("health.handover_gone", "孩子已经被接走。", "The child was fetched already.");
        var named = await db.Unfiltered<Collector>().AsNoTracking().Where(c => c.Child == child.Id && c.WithdrawnAt == null && (c.Day == null || c.Day == today)).ToListAsync(cancel);
        var byCode = !string.IsNullOrWhiteSpace(request.Code);
        var found = byCode
            ? named.Find(c => c.CodeHash == AuthoriseHandler.HashOf(cipher, c.Id, request.Code!.Trim()))
            : named.Find(c => c.Id == request.Collector && c.NameHash == AuthoriseHandler.HashOfName(cipher, c.Id, request.Name!));
        if (found is null)
            return byCode ? WrongCode : OtherName;
        var now = Clock.Now(time);
        (day.LeftAt, day.Collector, day.ByCode, day.HandedBy) = (now, found.Id, byCode, current.Value.Account);
        if (child.Account != Guid.Empty)
            await notices.Tell(child.Account, "nursery.left", ("孩子已离园", "Your child was fetched"), ("孩子已交给您授权的接送人，点开看是谁。", "Your child was handed to somebody you named: open to see whom."), "/my/nursery", $"nursery-{child.Id:N}-{today:yyyyMMdd}-out", cancel);
        return new HandedOver(found.Relation, found.NameMask, now);
    }
}
