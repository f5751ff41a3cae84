using Linli.People.Accounts;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Invite;

/// <summary>What an invitation leads to, before somebody comes by it. Asked by POST, so that the code stays out of logs.</summary>
/// <param name="Code">As typed or scanned.</param>
internal sealed record ReadInvitation(string? Code) : IQuery<InvitationShown>;

/// <summary>An open invitation.</summary>
/// <param name="Home">Label of the home.</param>
/// <param name="Relation">family or tenant.</param>
/// <param name="InvitedBy">Masked name of who invites.</param>
/// <param name="AtOnce">Whether whoever comes by it is verified at once; otherwise the community reviews.</param>
internal sealed record InvitationShown(string Home, HomeRelation Relation, string InvitedBy, bool AtOnce);

internal sealed class ReadInvitationHandler(Invitations invitations, IPeople people) : IHandler<ReadInvitation, InvitationShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/invitations/read", (ReadInvitation request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("registrations").WithSummary("What an invitation leads to 查看邀请");

    public async Task<Result<InvitationShown>> Handle(ReadInvitation request, CancellationToken cancel)
    {
        if (await invitations.Find(request.Code, cancel) is not { } found)
            return Invitations.NotOpen;
        var names = await people.NamesOf([found.InviterAccount], cancel);
        return new InvitationShown(found.HomeLabel, found.Relation, names.GetValueOrDefault(found.InviterAccount, ""), Invitations.AtOnce(found));
    }
}

/// <summary>Invitations that somebody comes by.</summary>
internal sealed class Invitations(LinliDb db, FieldCipher cipher, IHomes homes, RegisterEntry entry, CallerDirectory directory, CurrentCaller current, TimeProvider time)
{
    public static Problem NotOpen => Problem.Invalid("code", "people.code_not_open",
        "邀请码不对、已用完或已过期，请向家人再要一个。", "This code is wrong, used up or expired: ask for another.");

    /// <summary>The open invitation behind a code, whose inviter still lives there.</summary>
    public async Task<HomeInvitation?> Find(string? typed, CancellationToken cancel)
    {
        if (InvitationCode.Read(typed) is not { } code)
            return null;
        var (hash, now) = (InvitationCode.HashOf(cipher, code), Clock.Now(time));
        var found = await db.Unfiltered<HomeInvitation>().SingleOrDefaultAsync(i => i.CodeHash == hash, cancel);
        return found?.IsOpen(now) == true && await db.Unfiltered<HomeTie>().AnyAsync(
            t => t.AccountId == found.InviterAccount && t.HomeId == found.HomeId && t.Relation == found.InviterRelation && (t.To == null || t.To > now), cancel)
            ? found
            : null;
    }

    /// <summary>Whether whoever comes by it is verified by the household's own word: an owner's family (decision 0013).</summary>
    public static bool AtOnce(HomeInvitation invitation) =>
        invitation is { Relation: HomeRelation.Family, InviterRelation: HomeRelation.Owner };

    /// <summary>Uses the invitation for a request; an owner's family is tied to the home at once, in the owner's name.</summary>
    public async Task<Problem?> Use(HomeInvitation invitation, Registration request, CancellationToken cancel)
    {
        invitation.UsesLeft--;
        if (!AtOnce(invitation))
            return null;
        if (await homes.Find(new(invitation.HomeId), cancel) is not { } home)
            return NotOpen;
        var now = Clock.Now(time);
        var account = await db.Records<Account>().Include(a => a.Person).SingleAsync(a => a.Id == current.Value.Account, cancel);
        if (await entry.NeedsReview(account, home, request.Name, now, cancel))
            return null;
        (request.State, request.DecidedBy, request.DecidedAt) = (RegistrationState.Approved, invitation.InviterAccount, now);
        db.AfterCommit(() => directory.Forget(account.Id));
        return await entry.Enter(account, home, request, now, cancel);
    }
}
