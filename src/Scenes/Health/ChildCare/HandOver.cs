using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Events;
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

internal sealed class HandOverHandler(LinliDb db, FieldCipher cipher, NurseryGuardians guardians, RefusalLog refusals, Outbox outbox, CurrentCaller current, TimeProvider time) : IHandler<HandOver, HandedOver>, IUseCase
{
    private static readonly Problem WrongCode = Problem.Invalid("code", "health.handover_code",
        "接送码不对，或这个人今天没有授权。不要交接，请联系家长。", "The code is wrong, or this person is not named for today. Do not hand the child over; ring the guardian.");

    private static readonly Problem OtherName = Problem.Invalid("name", "health.handover_name",
        "证件姓名和家长授权的不一致。不要交接，请联系家长。", "The name on the document is not the one the guardian gave. Do not hand the child over; ring the guardian.");

    private static readonly Problem Stopped = Problem.Conflict("health.handover_stopped",
        $"今天已核对错误 {NurseryRules.MostAttempts} 次。不要交接，请家长在“我家孩子的托育”里换新码后再核对。", $"It was wrong {NurseryRules.MostAttempts} times today. Do not hand the child over: a guardian makes a new code under My child's nursery first.") with
    { Field = "code" };

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
        // Only whom a guardian of today named.
        var of = await guardians.Of(child.Person, cancel);
        var named = (await db.Unfiltered<Collector>().AsNoTracking().Where(c => c.Child == child.Id && c.WithdrawnAt == null && (c.Day == null || c.Day == today)).ToListAsync(cancel)).FindAll(c => c.By is { } by && of.Contains(by));
        // Six digits are guessed in the end: after some wrong ones a guardian is asked, whose new code begins anew.
        var (since, renewed) = (LocalTime.StartOfDay(today), named.Count == 0 ? DateTimeOffset.MinValue : named.Max(c => c.CodeAt));
        if (await db.Unfiltered<HandoverAttempt>().CountAsync(a => a.Child == child.Id && a.At >= since && a.At > renewed, cancel) is var wrong && wrong >= NurseryRules.MostAttempts)
            return Stopped;
        var byCode = !string.IsNullOrWhiteSpace(request.Code);
        var found = byCode
            ? named.Find(c => c.CodeHash == AuthoriseHandler.HashOf(cipher, c.Id, request.Code!.Trim()))
            : named.Find(c => c.Id == request.Collector && c.NameHash == AuthoriseHandler.HashOfName(cipher, c.Id, request.Name!));
        var now = Clock.Now(time);
        if (found is null)
            return Refused(child, byCode, wrong + 1, now);
        (day.LeftAt, day.Collector, day.ByCode, day.HandedBy) = (now, found.Id, byCode, current.Value.Account);
        await guardians.Tell(child.Person, "nursery.left", ("孩子已离园", "Your child was fetched"), ("孩子已交给家长授权的接送人，点开看是谁。", "Your child was handed to somebody a guardian named: open to see whom."), $"nursery-{child.Id:N}-{today:yyyyMMdd}-out", cancel);
        return new HandedOver(found.Relation, found.NameMask, now);
    }

    // That somebody tried stays on record though nothing else of the command does, and the guardians hear of it.
    private Problem Refused(NurseryChild child, bool byCode, int times, DateTimeOffset now)
    {
        var account = current.Value.Account;
        refusals.Keep(() =>
        {
            db.Insert(new HandoverAttempt { Id = Guid.CreateVersion7(now), Child = child.Id, Scope = child.Scope, At = now, ByCode = byCode, Account = account });
            outbox.Add(new HandoverRefused(child.Id, times, ScopePath.Parse(child.Scope, null)));
        });
        return byCode ? WrongCode : OtherName;
    }
}

/// <summary>Somebody at the door was refused a child.</summary>
/// <param name="Child">Id of the child in child-care, not of the person.</param>
/// <param name="Times">How often since the last code was made.</param>
/// <param name="Place">Where.</param>
internal sealed record HandoverRefused(Guid Child, int Times, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Child.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;
}

/// <summary>Tells the guardians.</summary>
internal sealed class TellOfRefusals(LinliDb db, NurseryGuardians guardians) : IEventHandler<HandoverRefused>
{
    public async Task Handle(Delivered<HandoverRefused> delivered, CancellationToken cancel)
    {
        // Of the child it happened to.
        if (await db.Unfiltered<NurseryChild>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == delivered.Event.Child, cancel) is not { } child)
            return;
        var stopped = delivered.Event.Times >= NurseryRules.MostAttempts;
        await guardians.Tell(child.Person, "nursery.refused", ("有人来接孩子，没有通过核对", "Somebody came for your child and was refused"),
            stopped ? ("接送码或姓名多次不对，老师没有交接，已停止核对。请联系老师，并在这里换新码。", "The code or the name was wrong several times; the child was not handed over and the check is stopped. Ring the carers, and make a new code here.")
                : ("接送码或姓名不对，老师没有交接。如果是您授权的人，请确认码是否记错。", "The code or the name was wrong, and the child was not handed over. If it is somebody you named, see whether they have the right code."),
            $"nursery-refused-{delivered.Id:N}", cancel);
    }
}
