using Linli.People;
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

/// <summary>Memberships the caller pays for, or is in the team of (我的会员).</summary>
internal sealed record MyMemberships : IQuery<IReadOnlyList<MyMembership>>;

/// <summary>A membership as its people see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Space">Code of the space.</param>
/// <param name="SpaceName">Its name.</param>
/// <param name="Plan">Name of the plan.</param>
/// <param name="State">How it stands.</param>
/// <param name="Team">What the team calls itself.</param>
/// <param name="Mine">Whether the caller pays and invites.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day that is paid.</param>
/// <param name="Leaving">Whether notice was given.</param>
/// <param name="Desk">Number of the fixed desk.</param>
/// <param name="FeeFen">What the next month costs.</param>
/// <param name="RoomHours">Included hours a month.</param>
/// <param name="HoursUsed">Of them used this month.</param>
/// <param name="Seats">Most people.</param>
/// <param name="Invite">Code of the team; for whoever pays.</param>
/// <param name="Reason">Why it was not accepted.</param>
/// <param name="PayBefore">Until when to pay.</param>
/// <param name="BackFen">What leaving now would give back.</param>
/// <param name="People">Who is in the team, masked; for whoever pays. The others see themselves.</param>
internal sealed record MyMembership(
    Guid Id, string Space, Phrase SpaceName, Phrase Plan, MembershipState State, string Team, bool Mine, DateOnly? From, DateOnly? Until, bool Leaving, int? Desk, long FeeFen, int RoomHours, int HoursUsed, int Seats, string? Invite,
    string? Reason, DateTimeOffset? PayBefore, long BackFen, IReadOnlyList<TeamLine> People);

/// <summary>Somebody of a team.</summary>
internal sealed record TeamLine(Guid Id, string Name, bool Me, bool Owner);

internal sealed class MyMembershipsHandler(LinliDb db, DeskBook book, DeskPrices prices, IPeople people, CurrentCaller current) : IHandler<MyMemberships, IReadOnlyList<MyMembership>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/desks/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyMemberships(), cancel)).Needs(Access.SignedIn).WithTags("Desks").WithSummary("My memberships 我的会员");

    public async Task<Result<IReadOnlyList<MyMembership>>> Handle(MyMemberships request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return new List<MyMembership>();
        // The caller's own, and those whose team they are in.
        var mine = await db.Unfiltered<Membership>().AsNoTracking().Where(m => m.Person == me || db.Unfiltered<TeamMember>().Any(t => t.Membership == m.Id && t.Person == me && t.LeftAt == null))
            .OrderByDescending(m => m.At).Take(20).ToListAsync(cancel);
        var ids = mine.ConvertAll(m => m.Id);
        var (spaceCodes, planIds) = (mine.ConvertAll(m => m.Space), mine.ConvertAll(m => m.Plan));
        var spaces = await db.Unfiltered<DeskSpace>().AsNoTracking().Where(s => spaceCodes.Contains(s.Code)).ToDictionaryAsync(s => s.Code, cancel);
        var plans = await db.Unfiltered<DeskPlan>().AsNoTracking().Where(p => planIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        var team = await db.Unfiltered<TeamMember>().AsNoTracking().Where(t => ids.Contains(t.Membership) && t.LeftAt == null).OrderBy(t => t.At).ThenBy(t => t.Id).ToListAsync(cancel);
        var terms = (await db.Unfiltered<MembershipTerm>().AsNoTracking().Where(t => ids.Contains(t.Membership) && t.Until >= book.Today).ToListAsync(cancel)).ToLookup(t => t.Membership);
        var names = await people.NamesOf([.. team.Select(t => t.Account).Distinct()], cancel);
        var shown = new List<MyMembership>();
        foreach (var m in mine)
        {
            var (owner, plan) = (m.Person == me, plans[m.Plan]);
            var ending = owner && m is { State: MembershipState.Active, Leaving: false };
            var used = ending ? await book.UsedUntil(m, cancel) : book.Today;
            shown.Add(new(
                m.Id, m.Space, spaces[m.Space].Name, plan.Name, m.State, m.Team, owner, m.From, m.Until, m.Leaving, m.Desk, m.State == MembershipState.Active ? plan.FeeFen : m.FeeFen, m.RoomHours,
                m.State == MembershipState.Active ? await prices.Used(m, book.Today, cancel) : 0, m.Seats, owner ? m.Invite : null, owner ? m.Reason : null, m.PayBefore,
                ending ? terms[m.Id].Sum(t => t.FeeFen * (t.Months - DeskRules.Begun(t.From, t.Months, used))) : 0,
                [.. team.Where(t => t.Membership == m.Id && (owner || t.Person == me)).Select(t => new TeamLine(t.Id, names.GetValueOrDefault(t.Account) ?? "—", t.Person == me, t.Person == m.Person))]));
        }

        return shown;
    }
}
