using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Looks after the memberships of a space: tells of ends a week before, ends what is over, lets go what nobody paid. Again changes nothing.</summary>
/// <param name="Space">Code of the space.</param>
internal sealed record LookAfterMemberships(string Space) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Space;
}

internal sealed class LookAfterMembershipsHandler(LinliDb db, DeskBook book) : IHandler<LookAfterMemberships, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(LookAfterMemberships request, CancellationToken cancel)
    {
        await book.Lock(request.Space, cancel);
        foreach (var membership in await WatchMemberships.Due(db, book.Now, book.Today).Where(m => m.Space == request.Space).ToListAsync(cancel))
            if (membership.State == MembershipState.Approved)
            {
                await book.End(membership, MembershipState.Lapsed, cancel);
                await book.Tell(membership, "lapsed", ("名额已放开", "Your place was given up"), ("7 天内没有付款，可以重新申请。", "It was not paid within 7 days: you can apply again."), cancel);
            }
            else if (membership.Until < book.Today)
            {
                await book.End(membership, MembershipState.Ended, cancel);
                await book.Tell(membership, "ended", ("共享办公会员已到期", "Your membership has ended"), ("感谢使用；想回来随时可以再申请。", "Thank you; you can apply again at any time."), cancel);
            }
            else
            {
                membership.WarnedOf = membership.Until;
                await book.Tell(membership, "ends", ("共享办公会员快到期了", "Your membership ends soon"), membership.Kind == PlanKind.Fixed
                    ? ($"{membership.Until:M月d日}到期，续费后工位为您保留。", $"It ends on {membership.Until:d MMM}: pay further months to keep your desk.")
                    : ($"{membership.Until:M月d日}到期，续费后继续使用。", $"It ends on {membership.Until:d MMM}: pay further months to go on."), cancel);
            }

        return Done.It;
    }
}

/// <summary>Finds spaces with something to look after.</summary>
internal sealed class WatchMemberships(LinliDb db, DeskBook book, UseCaseRunner runner) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        foreach (var space in await Due(db, book.Now, book.Today).Select(m => m.Space).Distinct().ToListAsync(cancel))
            await runner.Run(new LookAfterMemberships(space), cancel);
    }

    /// <summary>Memberships with something to be done, for the whole installation.</summary>
    public static IQueryable<Membership> Due(LinliDb db, DateTimeOffset now, DateOnly today)
    {
        var soon = today.AddDays(DeskRules.NoticeDays);
        return db.Unfiltered<Membership>().Where(m => (m.State == MembershipState.Approved && m.PayBefore <= now)
            || (m.State == MembershipState.Active && (m.Until < today || (!m.Leaving && m.Until <= soon && (m.WarnedOf == null || m.WarnedOf != m.Until)))));
    }
}
