using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Invite;

/// <summary>
/// Invites family or a tenant into the caller's home. Owners invite both, tenants their family; family invites nobody. A code
/// lives for a day; one for family lets four people in, one for a tenant a single one.
/// </summary>
/// <param name="Relation">family or tenant.</param>
internal sealed record MakeInvitation(HomeRelation? Relation) : ICommand<InvitationMade>, IValidated, IAudited
{
    /// <summary>The home.</summary>
    [JsonIgnore]
    public Guid Home { get; init; }

    public string? AuditSubject => Home.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Relation is not (HomeRelation.Family or HomeRelation.Tenant))
            yield return Problem.Invalid("relation", "people.invite_relation", "请选择邀请家属还是租户。", "Choose whether you invite family or a tenant.");
    }
}

/// <summary>The invitation; the code is shown once and kept only as a hash.</summary>
/// <param name="Id">Id, to withdraw it.</param>
/// <param name="Code">Eight letters and digits, <c>ABCD-2345</c>.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
/// <param name="Uses">How many people may come by it.</param>
internal sealed record InvitationMade(Guid Id, string Code, DateTimeOffset ExpiresAt, int Uses);

internal sealed class MakeInvitationHandler(LinliDb db, FieldCipher cipher, CurrentCaller current, ISensitiveActs acts, TimeProvider time) : IHandler<MakeInvitation, InvitationMade>, IUseCase
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);
    public const int PerDay = 5;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/homes/{home:guid}/invitations", (Guid home, MakeInvitation request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Home = home }, cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Invite family or a tenant into my home 邀请家人或租户");

    public async Task<Result<InvitationMade>> Handle(MakeInvitation request, CancellationToken cancel)
    {
        var (now, me) = (Clock.Now(time), current.Value.Account);
        var ties = await db.Unfiltered<HomeTie>().Where(t => t.AccountId == me && t.HomeId == request.Home && (t.To == null || t.To > now)).ToListAsync(cancel);
        var tie = me is null ? null : ties.Find(t => t.Relation == HomeRelation.Owner) ?? ties.Find(t => t.Relation == HomeRelation.Tenant);
        if (tie is null)
            return ties.Count > 0
                ? Problem.Forbidden("people.invite_family", "请由业主或租户本人邀请。", "Only the owner or the tenant invites.")
                : Problem.NotFound("people.invite_home", "没有找到您的这套房屋。", "This is no home of yours.");
        if (await acts.Hindrance(cancel) is { } wait)
            return wait;
        if (request.Relation == HomeRelation.Tenant && tie.Relation != HomeRelation.Owner)
            return Problem.Forbidden("people.invite_tenant", "只有业主可以邀请租户。", "Only an owner invites a tenant.");
        await db.LockUntilCommit($"register.invitations.{request.Home}", cancel);
        var day = now.AddDays(-1);
        if (await db.Unfiltered<HomeInvitation>().CountAsync(i => i.HomeId == request.Home && i.At > day, cancel) >= PerDay)
            return new Problem("people.invite_many", ("这套房屋今天的邀请次数已用完，请明天再试。", "This home has made its invitations for today: try again tomorrow."), ProblemKind.TooMany);

        var code = InvitationCode.New();
        var invitation = new HomeInvitation
        {
            Id = Guid.CreateVersion7(now), CodeHash = InvitationCode.HashOf(cipher, code), HomeId = tie.HomeId, HomeLabel = tie.HomeLabel, Scope = tie.Scope,
            Relation = request.Relation!.Value, InviterRelation = tie.Relation, InviterAccount = me!.Value, At = now, ExpiresAt = now + Life,
            UsesLeft = request.Relation == HomeRelation.Family ? 4 : 1,
        };
        db.Insert(invitation);
        return new InvitationMade(invitation.Id, InvitationCode.Shown(code), invitation.ExpiresAt, invitation.UsesLeft);
    }
}

/// <summary>Takes an invitation back.</summary>
/// <param name="Invitation">Which.</param>
internal sealed record WithdrawInvitation(Guid Invitation) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Invitation.ToString();
}

internal sealed class WithdrawInvitationHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<WithdrawInvitation, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/me/invitations/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new WithdrawInvitation(id), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Take an invitation back 撤回邀请");

    public async Task<Result<Done>> Handle(WithdrawInvitation request, CancellationToken cancel)
    {
        var invitation = await db.Unfiltered<HomeInvitation>().SingleOrDefaultAsync(i => i.Id == request.Invitation && i.InviterAccount == current.Value.Account, cancel);
        if (invitation is null)
            return Problem.NotFound("people.invitation_not_found", "没有找到这个邀请。", "This invitation was not found.");
        invitation.WithdrawnAt ??= Clock.Now(time);
        return Done.It;
    }
}
