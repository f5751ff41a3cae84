using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>
/// Ends somebody's paid membership for a reason that they read (运营方终止), such as a space that closes or rules that were broken: months
/// that have not begun come back, the one that runs is used to its end.
/// </summary>
/// <param name="Reason">5–200 characters.</param>
internal sealed record EndMembership(string? Reason) : ICommand<MembershipLeft>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Membership { get; init; }

    public string? AuditSubject => Membership.ToString();

    public IEnumerable<Problem> Problems() => FirmProblems.Text("reason", Reason, 5, 200);
}

internal sealed class EndMembershipHandler(LinliDb db, DeskBook book, CurrentCaller current) : IHandler<EndMembership, MembershipLeft>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/desks/memberships/{id:guid}/end", (Guid id, EndMembership request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Membership = id }, cancel))
            .Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("End somebody's membership, with a reason 终止会员");

    public async Task<Result<MembershipLeft>> Handle(EndMembership request, CancellationToken cancel)
    {
        if (await db.Scoped<Membership>(current.Value.ScopesFor(EnterprisePermissions.Desks)).AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.Membership, cancel) is not { } known)
            return FirmProblems.NoMembership;
        if (known.Person is { } member && current.Value.MayBe(member))
            return Problem.Forbidden("enterprise.own_application", "自己的会员请在“我的会员”里退出，或请同事处理。", "Leave your own membership where you pay it, or ask a colleague.");
        await book.Lock(known.Space, cancel);
        // Once more under the lock.
        var membership = await db.Unfiltered<Membership>().SingleAsync(m => m.Id == known.Id, cancel);
        if (membership.State != MembershipState.Active)
            return Problem.Conflict("enterprise.not_active", "这份会员没有在用，不用终止。", "This membership is not running: there is nothing to end.");
        if (membership.Leaving)
            return new MembershipLeft(0, membership.Until);
        membership.Reason = FirmProblems.Clean(request.Reason, 200);
        var left = await book.Leave(membership, cancel);
        if (left.Ok)
            await book.Tell(
                membership, "ended-by-keeper", ("共享办公会员将终止", "Your membership is ended"),
                ($"原因：{membership.Reason}。未开始的月份已退回余额{(left.Value.Until is { } last ? $"，可用到 {last:yyyy-MM-dd}" : "")}。", $"Why: {membership.Reason}. Months that had not begun came back{(left.Value.Until is { } day ? $"; it lasts until {day:yyyy-MM-dd}" : "")}."), cancel);
        return left;
    }
}
