using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Registrations;
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

namespace Linli.People.Register.Keep;

/// <summary>
/// Records that a person died. Ties to homes, posts, guardianships, agencies and waiting requests end, every sign-in ends and
/// the phone opens nothing any more; the grid is told.
/// </summary>
/// <param name="On">Local date of death: not ahead, not before the birth.</param>
internal sealed record RecordDeath(DateOnly? On) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Who.</summary>
    [JsonIgnore]
    public Guid Person { get; init; }

    public string? AuditSubject => Person.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (On is null)
            yield return Problem.Invalid("on", "register.death_missing", "请填写去世日期。", "Give the date of death.");
    }
}

internal sealed class RecordDeathHandler(
    LinliDb db, TieFinder finder, RegisterBook book, CallerDirectory directory, CurrentCaller current, Outbox outbox, TimeProvider time)
    : IHandler<RecordDeath, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/people/{person:guid}/death", (Guid person, RecordDeath request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Person = person }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Record a death 登记去世");

    public async Task<Result<Done>> Handle(RecordDeath request, CancellationToken cancel)
    {
        var found = await finder.Person(request.Person, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (person, now, on) = (found.Value, Clock.Now(time), request.On!.Value);
        if (person.DiedOn is not null)
            return Problem.Conflict("register.person_died", "此人已登记去世。", "This person is registered as dead.");
        if (on > LocalTime.DateOf(now) || on < person.BirthDate || on < LocalTime.DateOf(now).AddYears(-Rules.PersonRules.OldestYears))
            return Problem.Invalid("on", "register.death_range", "去世日期应在出生之后、今天以前。", "A death lies after the birth and not ahead of today.");
        if (current.Value.MayBe(person.Id))
            return Problem.Forbidden("register.own_death", "不能登记自己去世。", "Nobody records their own death.");

        person.DiedOn = on;
        await EndTies(person.Id, now, cancel);
        await EndWhatOthersLeanOn(person.Id, now, cancel);
        await CloseAccounts(person.Id, now, cancel);
        // The number goes back to the provider and comes to a stranger one day: it must not lead here.
        book.SetPhone(person, null);
        return Done.It;
    }

    private async Task EndTies(Guid person, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var tie in await db.Unfiltered<HomeTie>().Where(t => t.PersonId == person && (t.To == null || t.To > now)).ToListAsync(cancel))
        {
            await book.End(tie, TieEnd.Died, now, cancel);
            outbox.Add(new ResidentDied(person, tie.HomeId, ScopePath.Parse(tie.Grid ?? tie.Scope, null)));
        }
    }

    private async Task EndWhatOthersLeanOn(Guid person, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var guardianship in await db.Records<Guardianship>().Where(g => (g.GuardianId == person || g.ChildId == person) && (g.To == null || g.To > now)).ToListAsync(cancel))
            guardianship.To = now;
        foreach (var agency in await db.Records<FamilyAgency>().Where(a => (a.AgentId == person || a.PrincipalId == person) && a.EndedAt == null).ToListAsync(cancel))
            (agency.EndedAt, agency.EndedBy) = (now, current.Value.Account);
    }

    private async Task CloseAccounts(Guid person, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var account in await db.Records<Account>().Where(a => a.PersonId == person).ToListAsync(cancel))
        {
            account.EndSignIns(time);
            account.SuspendedAt ??= now;
            foreach (var post in await db.Unfiltered<PostHeld>().Where(p => p.AccountId == account.Id && (p.To == null || p.To > now)).ToListAsync(cancel))
                post.To = now;
            foreach (var open in await db.Unfiltered<Registration>().Where(r => r.AccountId == account.Id && r.State == RegistrationState.Open).ToListAsync(cancel))
                (open.State, open.DecidedBy, open.DecidedAt, open.Reason) = (RegistrationState.Rejected, current.Value.Account, now, "申请人已登记去世。");
            db.AfterCommit(() => directory.Forget(account.Id));
        }
    }
}
