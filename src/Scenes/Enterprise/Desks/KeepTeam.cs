using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Joins a team with the code its owner passed on (加入团队): nobody is put into one without their doing.</summary>
/// <param name="Code">Eight letters and digits.</param>
internal sealed record JoinTeam(string Code) : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => null;

    public IEnumerable<Problem> Problems()
    {
        if (Code is not { Length: > 0 and <= 20 })
            yield return Problem.Invalid("code", "enterprise.invite", "请输入 8 位团队码。", "Type the eight characters of the team.");
    }
}

/// <summary>Makes a new code for the team; the one before ends.</summary>
internal sealed record RenewInvite(Guid Membership) : ICommand<string>, IAudited
{
    public string? AuditSubject => Membership.ToString();
}

/// <summary>Takes somebody out of the team, or leaves it oneself.</summary>
/// <param name="Member">Id of the place in the team.</param>
internal sealed record LeaveTeam(Guid Member) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Member.ToString();
}

internal sealed class KeepTeamHandler(LinliDb db, DeskBook book, IPersonTraits traits, CurrentCaller current) : IHandler<JoinTeam, Guid>, IHandler<RenewInvite, string>, IHandler<LeaveTeam, Done>, IUseCase
{
    private static readonly Problem WrongCode = Problem.Invalid("code", "enterprise.invite", "团队码不对或已失效，请向团队负责人要新的。", "The code is wrong or has ended: ask the team for a new one.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/desks/teams/join", (JoinTeam request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Desks").WithSummary("Join a team with its code 加入团队");
        api.MapPost("/desks/memberships/{id:guid}/invite", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RenewInvite(id), cancel))
            .Needs(Access.SignedIn).WithTags("Desks").WithSummary("Make a new code for the team");
        api.MapPost("/desks/teams/members/{id:guid}/leave", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeaveTeam(id), cancel))
            .Needs(Access.SignedIn).WithTags("Desks").WithSummary("Take somebody out of the team, or leave it 退出团队");
    }

    public async Task<Result<Guid>> Handle(JoinTeam request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me || current.Value.Account is not { } account || await traits.Of(me, cancel) is not { } own)
            return FirmProblems.PersonUnknown;
        if (own.AgeOn(book.Today) is < DeskRules.LeastAge)
            return FirmProblems.TooYoung;
        var code = request.Code.Trim().ToUpperInvariant();
        // Whoever has the code may join.
        if (await db.Unfiltered<Membership>().AsNoTracking().SingleOrDefaultAsync(m => m.Invite == code && m.State == MembershipState.Active, cancel) is not { } known)
            return WrongCode;
        await book.Lock(known.Space, cancel);
        var membership = await db.Unfiltered<Membership>().SingleAsync(m => m.Id == known.Id, cancel);
        if (membership.Invite != code || membership.State != MembershipState.Active)
            return WrongCode;
        if (await book.IsIn(me, membership.Space, cancel))
            return Problem.Conflict("enterprise.member_already", "您在这里已有会员或申请。", "You have a membership here, or applied for one.");
        if (await db.Unfiltered<TeamMember>().CountAsync(t => t.Membership == membership.Id && t.LeftAt == null, cancel) >= membership.Seats)
            return Problem.Conflict("enterprise.team_full", $"团队已满 {membership.Seats} 人。", $"The team has {membership.Seats} people already.");
        db.Insert(new TeamMember { Id = Guid.CreateVersion7(book.Now), Membership = membership.Id, Scope = membership.Scope, Person = me, Account = account, At = book.Now });
        return membership.Id;
    }

    public async Task<Result<string>> Handle(RenewInvite request, CancellationToken cancel)
    {
        if (await book.Own(request.Membership, cancel) is not { State: MembershipState.Active, Seats: > 1 } membership)
            return FirmProblems.NoMembership;
        return membership.Invite = DeskBook.NewInvite();
    }

    public async Task<Result<Done>> Handle(LeaveTeam request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        // One's own place, or one of one's own team.
        if (me is null || await db.Unfiltered<TeamMember>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.Member && t.LeftAt == null, cancel) is not { } known
            || await db.Unfiltered<Membership>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == known.Membership && (m.Person == me || known.Person == me), cancel) is not { } membership)
            return Problem.NotFound("enterprise.no_member", "团队里没有这个人。", "Nobody like this is in the team.");
        if (known.Person == membership.Person)
            return Problem.Conflict("enterprise.owner_stays", "负责人请用“退出会员”。", "Whoever pays ends the membership instead.");
        await book.Lock(membership.Space, cancel);
        // Once more under the lock: when they left before is not moved.
        var member = await db.Unfiltered<TeamMember>().SingleAsync(t => t.Id == known.Id, cancel);
        member.LeftAt ??= book.Now;
        return Done.It;
    }
}
