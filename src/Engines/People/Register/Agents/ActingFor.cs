using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Agents;

/// <summary>Whom the caller may act for, by agreement or as a child's guardian.</summary>
internal sealed class ActingFor(LinliDb db, CurrentCaller current, AuditTrail audit, TimeProvider time) : IActingFor
{
    public async Task<IReadOnlyList<ActedFor>> People(string matter, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return [];
        var now = Clock.Now(time);
        var agreed = await db.Records<FamilyAgency>().AsNoTracking()
            .Where(a => a.AgentId == me && a.AgreedAt != null && a.EndedAt == null && a.From <= now && (a.To == null || a.To > now))
            .Join(db.Records<Person>().Where(p => p.DiedOn == null), a => a.PrincipalId, p => p.Id, (a, p) => new { a.Id, a.Matters, Person = p.Id, p.Name }).ToListAsync(cancel);
        var children = await db.Records<Guardianship>().AsNoTracking().Where(g => g.GuardianId == me && g.From <= now && (g.To == null || g.To > now))
            .Join(db.Records<Person>().Where(p => p.DiedOn == null), g => g.ChildId, p => p.Id, (g, p) => new { p.Id, p.Name, p.BirthDate }).ToListAsync(cancel);
        return [.. agreed.Where(a => a.Matters.Split(' ').Contains(matter)).Select(a => new ActedFor(a.Person, a.Name ?? "", a.Id))
            .Concat(children.Where(c => GuardianRules.IsChild(c.BirthDate, LocalTime.DateOf(now))).Select(c => new ActedFor(c.Id, c.Name ?? "", null)))
            .DistinctBy(p => p.Person)];
    }

    public async Task<IReadOnlyList<Guid>> AgentsOf(Guid person, string matter, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var agreed = await db.Records<FamilyAgency>().AsNoTracking()
            .Where(a => a.PrincipalId == person && a.AgreedAt != null && a.EndedAt == null && a.From <= now && (a.To == null || a.To > now)).Select(a => new { a.AgentId, a.Matters }).ToListAsync(cancel);
        var guardians = await db.Records<Guardianship>().AsNoTracking().Where(g => g.ChildId == person && g.From <= now && (g.To == null || g.To > now))
            .Join(db.Records<Person>(), g => g.ChildId, p => p.Id, (g, p) => new { g.GuardianId, p.BirthDate }).ToListAsync(cancel);
        var agents = agreed.Where(a => a.Matters.Split(' ').Contains(matter)).Select(a => a.AgentId)
            .Concat(guardians.Where(g => GuardianRules.IsChild(g.BirthDate, LocalTime.DateOf(now))).Select(g => g.GuardianId)).Distinct().ToList();
        return agents.Count == 0 ? [] : await db.Records<Account>().Where(a => agents.Contains(a.PersonId) && a.Kind == AccountKind.Resident && !a.ClaimPending).Select(a => a.Id).ToListAsync(cancel);
    }

    public async Task<Result<ActedFor>> For(Guid person, string matter, CancellationToken cancel) =>
        (await People(matter, cancel)).FirstOrDefault(p => p.Person == person) is { } found
            ? found
            : Problem.Invalid("onBehalfOf", "people.not_agent",
                "您没有为此人代办这类事项的约定，请先在“我的家”申请，并由本人同意。", "You may not act for this person in this matter: ask under My home, and let them agree first.");

    public void Record(ActedFor person, string matter, string subject, Phrase what, string link)
    {
        var now = Clock.Now(time);
        db.Records<FamilyAct>().Add(new()
        {
            Id = Guid.CreateVersion7(now), AgencyId = person.Agency, AgentId = current.Value.Person!.Value, AgentName = current.Value.Name,
            PrincipalId = person.Person, Matter = matter, Subject = subject, WhatZh = what.Zh, WhatEn = what.En, Link = link, At = now,
        });
        audit.Record("people.ActedFor", subject, detail: $"agent {current.Value.Person} for {person.Person}, {matter}");
    }

    public Task<Guid?> AccountOf(Guid person, CancellationToken cancel) => db.Records<Account>()
        .Where(a => a.PersonId == person && a.Kind == AccountKind.Resident && !a.ClaimPending).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(cancel);

    public async Task<Guid?> Self(CancellationToken cancel) =>
        current.Value is { Person: { } person, Account: { } account } && !await db.Records<Account>().AnyAsync(a => a.Id == account && a.ClaimPending, cancel) ? person : null;

    public async Task<IReadOnlyDictionary<Guid, string>> MaskedNames(IReadOnlyCollection<Guid> people, CancellationToken cancel) =>
        people.Count == 0
            ? new Dictionary<Guid, string>()
            : (await db.Records<Person>().Where(p => people.Contains(p.Id)).Select(p => new { p.Id, p.Name, p.PhoneMask }).ToListAsync(cancel))
                .ToDictionary(p => p.Id, p => p.Name is null ? p.PhoneMask ?? "" : Masked.Name(p.Name));
}
