using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.People.Register.Search;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Agents;

/// <summary>The caller's homes with those who live there, and who acts for whom.</summary>
internal sealed record MyFamily : IQuery<Family>;

/// <summary>My home and family.</summary>
/// <param name="Homes">Homes the caller is verified for.</param>
/// <param name="ForMe">Who may act for the caller, or asks to.</param>
/// <param name="ByMe">For whom the caller may act, or asked to.</param>
/// <param name="Acts">What was done for the caller, the latest first.</param>
internal sealed record Family(
    IReadOnlyList<HomeOfFamily> Homes, IReadOnlyList<AgencyOfMine> ForMe, IReadOnlyList<AgencyOfMine> ByMe, IReadOnlyList<ActForMe> Acts);

/// <summary>A home of the caller.</summary>
/// <param name="Home">Id.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Relation">The caller's tie.</param>
/// <param name="Share">The caller's share, where known.</param>
/// <param name="LeaseEnd">Last day of the caller's lease.</param>
/// <param name="Members">Those of the caller's household; an owner who lives elsewhere sees nobody.</param>
internal sealed record HomeOfFamily(
    Guid Home, string Label, HomeRelation Relation, string? Share, DateOnly? LeaseEnd, IReadOnlyList<MemberOfFamily> Members);

/// <summary>Somebody of the household.</summary>
internal sealed record MemberOfFamily(string Name, HomeRelation Relation, int? Age, bool IsMe, bool IsHead, bool SignsIn);

/// <summary>An agreement.</summary>
/// <param name="Agency">Id.</param>
/// <param name="Name">The other one; masked until the person has agreed.</param>
/// <param name="Matters">Codes of what may be done.</param>
/// <param name="Agreed">Whether the person agreed.</param>
/// <param name="To">Last day.</param>
internal sealed record AgencyOfMine(Guid Agency, string Name, IReadOnlyList<string> Matters, bool Agreed, DateOnly? To);

/// <summary>Something that was done for the caller.</summary>
internal sealed record ActForMe(string Agent, string Matter, Phrase What, string Link, DateTimeOffset At);

internal sealed class MyFamilyHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<MyFamily, Family>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/family", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyFamily(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("My homes, household and family agents 我的家");

    public async Task<Result<Family>> Handle(MyFamily request, CancellationToken cancel)
    {
        var (me, now) = (current.Value.Person, Clock.Now(time));
        if (me is null || await db.Records<Account>().AnyAsync(a => a.Id == current.Value.Account && a.ClaimPending, cancel))
            return new Family([], [], [], []);
        var homes = await db.Unfiltered<HomeTie>().AsNoTracking()
            .Where(t => t.AccountId == current.Value.Account && (t.To == null || t.To > now)).OrderBy(t => t.HomeLabel).ToListAsync(cancel);
        var acts = await db.Records<FamilyAct>().AsNoTracking().Where(a => a.PrincipalId == me).OrderByDescending(a => a.At).Take(100).ToListAsync(cancel);
        return new Family(
            await Homes(homes, me.Value, now, cancel), await Agencies(me.Value, forMe: true, now, cancel), await Agencies(me.Value, forMe: false, now, cancel),
            [.. acts.Select(a => new ActForMe(a.AgentName, a.Matter, (a.WhatZh, a.WhatEn), a.Link, a.At))]);
    }

    private async Task<IReadOnlyList<HomeOfFamily>> Homes(List<HomeTie> mine, Guid me, DateTimeOffset now, CancellationToken cancel)
    {
        var households = mine.Select(t => t.HouseholdId).OfType<Guid>().ToList();
        var ties = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.HouseholdId != null && households.Contains(t.HouseholdId.Value) && (t.To == null || t.To > now))
            .Join(db.Records<Person>(), t => t.PersonId, p => p.Id, (t, p) => new { t, p.Name, p.PhoneMask, p.BirthDate }).ToListAsync(cancel);
        var heads = await db.Unfiltered<Household>().Where(h => households.Contains(h.Id) && h.HeadPersonId != null).Select(h => h.HeadPersonId!.Value).ToHashSetAsync(cancel);
        var today = LocalTime.DateOf(now);
        return [.. mine.Select(t => new HomeOfFamily(
            t.HomeId, t.HomeLabel, t.Relation, TieRules.ShareOf(t)?.ToString(), t.To is { } to ? LocalTime.DateOf(to.AddTicks(-1)) : null,
            [.. ties.Where(m => m.t.HouseholdId == t.HouseholdId).OrderByDescending(m => heads.Contains(m.t.PersonId)).ThenBy(m => m.BirthDate).Select(m => new MemberOfFamily(
                m.Name ?? m.PhoneMask ?? "", m.t.Relation, Ages.On(m.BirthDate, today), m.t.PersonId == me, heads.Contains(m.t.PersonId), m.t.AccountId is not null))]))];
    }

    private async Task<IReadOnlyList<AgencyOfMine>> Agencies(Guid me, bool forMe, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await db.Records<FamilyAgency>().AsNoTracking()
            .Where(a => (forMe ? a.PrincipalId : a.AgentId) == me && a.EndedAt == null && (a.To == null || a.To > now))
            .Join(db.Records<Person>(), a => forMe ? a.AgentId : a.PrincipalId, p => p.Id, (a, p) => new { a, p.Name, p.PhoneMask }).ToListAsync(cancel);
        return [.. rows.Select(r => new AgencyOfMine(
            r.a.Id, forMe || r.a.AgreedAt is not null ? r.Name ?? r.PhoneMask ?? "" : Masked.Name(r.Name), r.a.Matters.Split(' '), r.a.AgreedAt is not null,
            r.a.To is { } to ? LocalTime.DateOf(to.AddTicks(-1)) : null))];
    }
}
