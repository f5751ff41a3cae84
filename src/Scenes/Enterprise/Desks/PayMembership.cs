using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Pays months of one's membership from the wallet: the first ones, or further ones (续费).</summary>
/// <param name="Months">How many, 1 to 12.</param>
/// <param name="SeenFen">What all of them were shown to cost, in fen; another sum by now is refused.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record PayMembership(int Months, long SeenFen, string? IdempotencyKey = null) : ICommand<MembershipPaid>, IValidated, IRepeatable, IAudited
{
    [JsonIgnore]
    public Guid Membership { get; init; }

    object IRepeatable.Wish => (Membership, Months, SeenFen);

    public string? AuditSubject => Membership.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Months is < 1 or > DeskRules.MostMonths)
            yield return Problem.Invalid("months", "enterprise.months", $"请选择 1–{DeskRules.MostMonths} 个月。", $"Choose 1 to {DeskRules.MostMonths} months.");
    }
}

/// <summary>What was paid.</summary>
internal sealed record MembershipPaid(Guid Membership, DateOnly From, DateOnly Until, long Fen);

/// <summary>Ends one's membership (退出): what has not begun comes back, a month that runs, or in which something is booked, is used to its end. Before it was paid it is simply withdrawn.</summary>
internal sealed record LeaveMembership(Guid Membership) : ICommand<MembershipLeft>, IAudited
{
    public string? AuditSubject => Membership.ToString();
}

/// <summary>What leaving meant.</summary>
/// <param name="BackFen">What came back to the wallet.</param>
/// <param name="Until">The last day; <c>null</c> where it ended at once.</param>
internal sealed record MembershipLeft(long BackFen, DateOnly? Until);

internal sealed class PayMembershipHandler(LinliDb db, DeskBook book) : IHandler<PayMembership, MembershipPaid>, IHandler<LeaveMembership, MembershipLeft>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/desks/memberships/{id:guid}/payments", (Guid id, PayMembership request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Membership = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Desks").WithSummary("Pay months of a membership 缴会员费");
        api.MapPost("/desks/memberships/{id:guid}/leave", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeaveMembership(id), cancel))
            .Needs(Access.SignedIn).WithTags("Desks").WithSummary("End a membership 退出会员");
    }

    public async Task<Result<MembershipPaid>> Handle(PayMembership request, CancellationToken cancel)
    {
        if (await book.Own(request.Membership, cancel) is not { } membership)
            return FirmProblems.NoMembership;
        if (membership.State is not (MembershipState.Approved or MembershipState.Active) || membership.PayBefore <= book.Now || membership.Until < book.Today)
            return Problem.Conflict("enterprise.not_to_pay", "现在不能付款：申请未通过、已逾期或会员已结束。", "It cannot be paid now: not approved, too late, or over.");
        if (membership.Leaving)
            return Problem.Conflict("enterprise.leaving", "已办理退出，到期后可重新申请。", "You gave notice: apply again when it is over.");
        if (await book.NotInUse(membership.Space, cancel) is { } closed)
            return closed;
        // Of a plan that anybody may see; it decides what the next months bring.
        var plan = await db.Unfiltered<DeskPlan>().AsNoTracking().SingleAsync(p => p.Id == membership.Plan, cancel);
        if (membership.State == MembershipState.Active)
            (membership.FeeFen, membership.RoomHours, membership.DeskFen, membership.RoomFen, membership.Seats) = (plan.FeeFen, plan.RoomHours, plan.DeskFen, plan.RoomFen, plan.Seats);
        var fen = checked(membership.FeeFen * request.Months);
        if (fen != request.SeenFen)
            return Problem.Conflict("enterprise.fee_changed", $"现在共 {Yuan.Short(fen)} 元，请核对后再付。", $"It is ¥{Yuan.Short(fen)} now: look again before you pay.");
        var from = membership.Until?.AddDays(1) ?? (membership.Wished > book.Today ? membership.Wished : book.Today);
        var until = DeskRules.LastOf(from, request.Months);
        if (membership.State == MembershipState.Active && DeskRules.TooFar(until, book.Today) is { } far)
            return far;
        var paid = await book.Pay(membership, from, request.Months, plan.NameZh, cancel);
        if (!paid.Ok)
            return paid.As<MembershipPaid>();
        db.Insert(new MembershipTerm
        {
            Id = Guid.CreateVersion7(book.Now), Membership = membership.Id, Space = membership.Space, Scope = membership.Scope, From = from, Until = until, Months = request.Months, FeeFen = membership.FeeFen, Posting = paid.Value, At = book.Now,
        });
        (membership.State, membership.From, membership.Until, membership.PayBefore) = (MembershipState.Active, membership.From ?? from, until, null);
        membership.Invite ??= membership.Seats > 1 ? DeskBook.NewInvite() : null;
        return new MembershipPaid(membership.Id, from, until, fen);
    }

    public async Task<Result<MembershipLeft>> Handle(LeaveMembership request, CancellationToken cancel)
    {
        if (await book.Own(request.Membership, cancel) is not { } membership)
            return FirmProblems.NoMembership;
        if (membership.State is MembershipState.Applied or MembershipState.Approved)
        {
            await book.End(membership, MembershipState.Withdrawn, cancel);
            return new MembershipLeft(0, null);
        }

        if (membership.State != MembershipState.Active || membership.Leaving)
            return new MembershipLeft(0, membership.Until);
        return await book.Leave(membership, cancel);
    }
}
